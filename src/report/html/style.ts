import { colours } from './colours.ts';

/** The look of every page, on a screen, on a telephone and on paper. */
export const style = `
:root { color-scheme: light; --ink: #1a1a1a; --soft: #52525b; --rule: #d9dce1; --done: ${colours.done};
  --failed: ${colours.failed}; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); font: 16px/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere; }
main { max-width: 1180px; margin: 0 auto; padding: 24px 24px 64px; }
h1 { font-size: 26px; line-height: 1.3; margin: 8px 0 0; text-wrap: pretty; }
h2 { font-size: 20px; margin: 44px 0 12px; padding-top: 12px; border-top: 1px solid var(--rule); }
h3 { font-size: 17px; margin: 0 0 4px; }
p { margin: 6px 0; max-width: 76ch; }
.about { max-width: none; }
.about, .note { color: var(--soft); font-size: 14px; }
.verdict { border-left: 8px solid var(--done); padding: 2px 0 2px 18px; }
.verdict.bad { border-color: var(--failed); }
.verdict .word { font-size: 14px; font-weight: 700; letter-spacing: .02em; }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 4px 18px 4px 0; border-bottom: 1px solid var(--rule); }
th { font-weight: 600; white-space: nowrap; }
th .wrap { font-weight: 400; white-space: normal; }
.number { text-align: right; white-space: nowrap; }
.scroll { overflow-x: auto; max-width: 100%; }
caption { text-align: left; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { white-space: pre-wrap; }
.story { list-style: none; padding: 0; margin: 0; }
.story > li { margin: 0 0 12px; }
.story ol { list-style: none; margin: 2px 0 0; padding: 0; }
.story ol li, .story .head { display: grid; grid-template-columns: 8.5em 1fr; gap: 12px; }
.story .at { text-align: right; color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.story .head { color: var(--ink); }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; margin: 28px 0 0; padding: 0; }
.tile { border: 1px solid var(--rule); border-top: 4px solid var(--done); padding: 10px 14px; display: flex;
  flex-direction: column; }
.tile.bad { border-top-color: var(--failed); }
.tile dt { font-size: 14px; color: var(--soft); }
.tile dd { margin: 0; font-size: 14px; }
.tile dd.big { font-size: 34px; line-height: 1.25; font-weight: 650; font-variant-numeric: tabular-nums; }
.tile dd.big small { font-size: 16px; font-weight: 500; }
.controls { font-size: 14px; }
.reader { position: sticky; top: 0; z-index: 5; background: #fff; border-bottom: 1px solid var(--rule); padding: 8px 0;
  font-size: 14px; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; }
.group { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
.reader label { display: flex; gap: 8px; align-items: center; }
.reader input { width: 200px; accent-color: var(--ink); }
#read-at-text { font-weight: 600; font-variant-numeric: tabular-nums; min-width: 11em; display: inline-block; }
button { font: inherit; font-size: 14px; color: var(--ink); background: #fff; border: 1px solid #767676;
  border-radius: 4px; padding: 2px 8px; min-height: 28px; cursor: pointer; display: inline-flex; gap: 6px;
  align-items: center; }
button::before { content: '✓'; display: inline-block; width: 1em; }
button[aria-pressed='false'] { border-style: dashed; color: var(--soft); }
button[aria-pressed='false']::before { content: '–'; }
button:focus-visible, input:focus-visible, summary:focus-visible { outline: 3px solid var(--done); outline-offset: 2px; }
.marks { font-size: 14px; margin: 8px 0; padding-left: 24px; }
figure { margin: 24px 0 32px; }
.panel { margin-top: 6px; }
.panel.off .plot { display: none; }
.key { list-style: none; margin: 0; padding: 0 0 0 52px; display: flex; flex-wrap: wrap; gap: 2px 18px; font-size: 14px;
  align-items: center; min-height: 28px; }
.key li { display: flex; gap: 6px; align-items: center; }
.key output { font-weight: 600; font-variant-numeric: tabular-nums; display: inline-block; min-width: 4.5em; }
.key svg { flex: none; }
.plot { width: 100%; min-height: 58px; }
.panel.chart .plot { min-height: 200px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 24px; }
.pair > * { min-width: 0; }
.pair > figure { display: grid; grid-template-rows: subgrid; grid-row: span 20; margin-bottom: 0; }
.pair .panel { display: flex; flex-direction: column; justify-content: flex-end; }
.pair:has(figure) { row-gap: 0; margin-bottom: 32px; }
details { margin: 8px 0; font-size: 14px; }
details .numbers { max-height: 340px; overflow: auto; }
details .numbers td, details .numbers th { text-align: right; }
details .numbers th { position: sticky; top: 0; background: #fff; }
summary { cursor: pointer; width: fit-content; }
.finding { border-left: 5px solid var(--rule); padding: 0 0 0 14px; margin: 18px 0; }
.finding.error { border-color: var(--failed); }
.evidence { color: var(--soft); font-size: 14px; }
.more { background: #eee; }
@media (max-width: 700px) {
  main { padding: 16px 14px 40px; }
  h1 { font-size: 21px; }
  .tiles { grid-template-columns: 1fr 1fr; }
  .tile dd.big { font-size: 26px; }
  .story ol li { grid-template-columns: 3.6em 1fr; }
  .story .head { display: block; }
  .reader input { width: 150px; }
  .key { padding-left: 0; }
  .pair { grid-template-columns: minmax(0, 1fr); }
  .pair > figure { display: block; }
  th, td { padding-right: 12px; }
  button { min-height: 32px; }
}
@media print {
  @page { margin: 14mm; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  .controls, .reader, details { display: none; }
  h2 { break-after: avoid; }
  figure, .finding, .tile, tr { break-inside: avoid; }
  .scroll { overflow: visible; }
  .uplot, .u-wrap { width: 100% !important; height: auto !important; }
  .uplot canvas { width: 100% !important; height: auto !important; }
  .u-over, .u-under { display: none; }
  .verdict, .tile, .finding, .key svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

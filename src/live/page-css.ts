import { colours } from '../report/html/colours.ts';

/**
 * One screen of 1280×720, read from the back of a room: nothing under 16 px, and no scrolling. A colour means here what
 * it means in the report; on dark ground blue gives way to sky blue, black to white.
 */
export const pageCss = `
:root {
  --ground: #fff; --ink: #1a1a1a; --quiet: #555; --line: #ddd; --panel: #f5f5f5;
  --offered: ${colours.offered}; --done: ${colours.done}; --failed: ${colours.failed};
  --waiting: ${colours.waiting}; --model: ${colours.model}; --limit: ${colours.limit};
  --good: #00704f; --warning: #8a5a00; --bad: #b84a00; --number-waiting: #a8417b; --number-failed: #c14f00;
}
:root[data-theme=dark] {
  --ground: #0f1419; --ink: #f2f2f2; --quiet: #b4b9be; --line: #333a42; --panel: #1a2129;
  --offered: #a8a8a8; --done: #56b4e9; --failed: #ff7f2a; --limit: #fff;
  --good: #2fc79a; --warning: #e69f00; --bad: #ff8f45; --number-waiting: #cc79a7; --number-failed: #ff7f2a;
}
* { box-sizing: border-box; margin: 0; }
html, body { height: 100%; overflow: hidden; }
body {
  display: flex; flex-direction: column; gap: 6px; padding: 8px 18px 4px;
  background: var(--ground); color: var(--ink);
  font: 18px/1.3 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums;
}
header { display: flex; gap: 22px; align-items: center; white-space: nowrap; }
#badge { padding: 1px 12px; border-radius: 4px; color: #fff; background: #b84a00; letter-spacing: .06em; }
#badge[data-state=live] { background: #00704f; }
#badge[data-state=replay] { background: #005a8e; }
#badge[data-state=ended], #badge[data-state=frozen] { background: #555; }
#target { overflow: hidden; text-overflow: ellipsis; flex: 0 1 auto; color: var(--quiet); }
#phase { font-weight: 700; }
#age { margin-left: auto; color: var(--quiet); }
#age[data-late=yes] { color: var(--bad); font-weight: 700; }
main { flex: 1; min-height: 0; display: flex; flex-direction: column; gap: 6px; }
#verdict {
  display: flex; align-items: center; height: 80px; padding-left: 14px; border-left: 8px solid var(--quiet);
  font-size: 28px; line-height: 1.25; font-weight: 700; overflow: hidden; overflow-wrap: anywhere;
}
#verdict[data-level=good] { border-color: var(--good); }
#verdict[data-level=warning] { border-color: var(--warning); }
#verdict[data-level=bad] { border-color: var(--bad); color: var(--bad); }
#verdict.long { font-size: 22px; }
#numbers { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; }
.tile { padding: 4px 14px 6px; background: var(--panel); border-radius: 6px; min-width: 0; }
.tile h2 { font-size: 18px; font-weight: 400; color: var(--quiet); white-space: nowrap; }
.tile p { font-size: 56px; line-height: 1; white-space: nowrap; }
.tile i { font: 22px system-ui, sans-serif; margin-left: 6px; color: var(--quiet); }
.tile small { display: block; font-size: 18px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.done b { color: var(--done); } .waiting b { color: var(--number-waiting); } .failed b { color: var(--number-failed); }
.zero b { color: var(--ink); }
#news { display: flex; gap: 24px; white-space: nowrap; color: var(--quiet); }
#news-text { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; color: var(--ink); }
#charts { flex: 1; min-height: 0; display: flex; flex-direction: column; }
#charts figure { flex: 1; }
#charts figure:last-of-type { flex: 1.25; }
figure { min-height: 0; display: flex; flex-direction: column; }
figure[hidden] { display: none; }
figcaption { display: flex; justify-content: space-between; gap: 20px; font-size: 17px; font-weight: 600; white-space: nowrap; }
.readout { font-weight: 400; overflow: hidden; text-overflow: ellipsis; }
.plot { flex: 1; min-height: 0; overflow: hidden; }
footer { display: flex; justify-content: space-between; font-size: 16px; color: var(--quiet); min-height: 21px; }
#answer { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; color: var(--ink); }
kbd { font: inherit; border: 1px solid var(--quiet); border-radius: 3px; padding: 0 5px; margin-left: 12px; }
#presenter { display: flex; justify-content: space-between; gap: 14px; white-space: nowrap; }
#presenter[hidden] { display: none; }
.group { display: flex; gap: 8px; align-items: center; }
.group[hidden] { display: none; }
button, input { font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--quiet); border-radius: 4px; padding: 2px 10px; }
button { cursor: pointer; } button:hover { border-color: var(--ink); }
button[aria-pressed=true] { background: var(--ink); color: var(--ground); }
input { width: 76px; padding: 2px 6px; }
:focus-visible { outline: 3px solid var(--done); outline-offset: 1px; }
.u-cursor-x { border-color: var(--quiet) !important; }
`;

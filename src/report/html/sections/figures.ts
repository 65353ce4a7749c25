import type { RunView } from '../../../findings/examine.ts';
import { decimal } from '../../../numbers.ts';
import type { Figures, Panel, Series } from '../charts.ts';
import { html, type Markup } from '../markup.ts';
import type { Sentences } from '../sentences.ts';

const titles: Record<keyof Figures, string> = {
  rates: 'requests per second',
  latency: 'latency',
  pool: 'the pool',
  machine: 'files and event loop',
};

/** The figures, one under the other on one time axis; `runs` of them side by side on the same scales. */
export function figures(
  all: Figures,
  views: readonly { view: RunView; name: string; sentences: Record<keyof Figures, Sentences> }[],
): Markup {
  return html`<section id="charts" aria-labelledby="charts-title"><h2 id="charts-title">The run over time</h2>
${controls(views.map(({ view }) => view))}
${views.map(({ view }) => marks(view))}
<noscript><p class="note">The charts need JavaScript. Every number in them is also in the tables of this page and in the recording.</p></noscript>
${(Object.keys(all) as (keyof Figures)[])
  .filter((id) => all[id].length > 0)
  .map((id) =>
    views.length === 1
      ? views.map(({ sentences }) => figure(id, all[id], sentences[id], 0, titles[id]))
      : html`<div class="pair">${views.map(({ sentences, name }, run) =>
          figure(id, all[id], sentences[id], run, `${titles[id]}, ${name}`),
        )}</div>`,
  )}</section>`;
}

/** What people did while the run went on; its number stands at the place in every chart. */
function marks({ timeline }: RunView): Markup {
  if (timeline.marks.length === 0) return html``;
  return html`<ol class="marks" aria-label="Marked while it ran">${timeline.marks.map(
    ({ seconds, text }) => html`<li>${decimal(seconds)} s: ${text}</li>`,
  )}</ol>`;
}

function controls(views: readonly RunView[]): Markup {
  const phases = [...new Set(views.flatMap(({ timeline }) => timeline.phases.map(({ name }) => name)))];
  const most = Math.max(...views.map(({ timeline }) => (timeline.bins.length * timeline.binMs) / 1000));
  return html`${
    phases.length > 1
      ? html`<div class="controls group" role="group" aria-label="Phases shown"><span>Phases</span>${phases.map(
          (name) => html`<button type="button" aria-pressed="true" data-phase="${name}">${name}</button>`,
        )}</div>`
      : ''
  }
<div class="reader"><label>Read at <input id="read-at" type="range" min="0" max="${most}" step="0.1" value="0"></label>
<span id="read-at-text">highest values</span></div>`;
}

function figure(id: keyof Figures, panels: readonly Panel[], said: Sentences, run: number, title: string): Markup {
  return html`<figure><h3>${said.heading}</h3>
${id === 'rates' && panels.length > 1 ? html`<p class="note">Below it: each class of failures, all to one scale. Press a name to leave it out.</p>` : ''}
${panels.map((panel, i) => onePanel(panel, run, i === 0 ? said.text : ''))}
<details data-figure="${id}" data-run="${run}"><summary>The numbers of this figure (${title}) as a table</summary>
<div class="numbers" tabindex="0" role="region" aria-label="Numbers: ${title}"></div></details></figure>`;
}

function onePanel(panel: Panel, run: number, text: string): Markup {
  const keys = panel.series.map((series, i) => {
    const value = html`<output id="value-${run}-${panel.id}-${i}"></output>`;
    const name =
      panel.outcome === undefined
        ? html`<span>${series.label}</span>`
        : html`<button type="button" aria-pressed="true" data-class="${panel.outcome}">${series.label}</button>`;
    return html`<li>${sample(series)}${name}${value}</li>`;
  });
  const label = `${panel.series.map(({ label: name }) => name).join(', ')}${panel.unit.trim() ? ` (${panel.unit.trim()})` : ''}. ${text}`;
  return html`<div class="panel ${panel.kind}"><ul class="key">${keys}</ul>
<div class="plot" role="img" aria-label="Chart over time: ${label}" data-panel="${panel.id}" data-run="${run}"></div></div>`;
}

/** A short piece of a line as it is drawn in the chart. */
function sample({ colour, dash, kind }: Series): Markup {
  if (kind === 'area') {
    return html`<svg width="22" height="12" aria-hidden="true"><rect x="1" y="1" width="20" height="10" fill="${colour}"/></svg>`;
  }
  if (kind === 'dots') {
    return html`<svg width="22" height="12" aria-hidden="true"><circle cx="6" cy="6" r="3.5" fill="${colour}"/><circle cx="16" cy="6" r="3.5" fill="${colour}"/></svg>`;
  }
  return html`<svg width="30" height="12" aria-hidden="true"><path d="M1 6H29" stroke="${colour}" stroke-width="3" stroke-dasharray="${dash.join(' ')}" fill="none"/></svg>`;
}

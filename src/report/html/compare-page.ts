import type { RunView } from '../../findings/examine.ts';
import { count, decimal } from '../../numbers.ts';
import { type ComparedFigure, type Comparison, compareRuns } from '../compare.ts';
import { figuresOf } from './charts.ts';
import { documentOf } from './document.ts';
import { html, type Markup } from './markup.ts';
import { pageData } from './page-data.ts';
import { figures } from './sections/figures.ts';
import { sentencesOf } from './sentences.ts';
import { titleOf } from './title.ts';

/** Two runs side by side, each chart of both on the same scales, as one file that needs nothing else. */
export function comparePage(a: RunView, b: RunView): string {
  const drawn = figuresOf([a.timeline, b.timeline]);
  const comparison = compareRuns(a, b, ['the first run', 'the second run']);
  const views = [
    { view: a, name: 'first run', sentences: sentencesOf(a) },
    { view: b, name: 'second run', sentences: sentencesOf(b) },
  ];
  return documentOf(
    `pileup: ${a.summary.run.id} and ${b.summary.run.id}`,
    html`<header><p class="about">pileup comparison · ${titleOf(a)}${titleOf(a) === titleOf(b) ? '' : html` · ${titleOf(b)}`}</p>
<h1>Two runs side by side</h1>
<div class="pair">${views.map(({ view, name }) => verdictOf(view, name))}</div></header>
${numbers(comparison)}
${differences(comparison)}
${figures(drawn, views)}
${pageData(drawn, [a, b])}`,
  );
}

function verdictOf({ summary: { run, verdict } }: RunView, name: string): Markup {
  const good = verdict.code === 'all_answered';
  return html`<div class="verdict ${good ? 'good' : 'bad'}"><p class="word">${good ? '✓' : '✗'} ${name}: ${run.id}</p>
<p>${verdict.text}</p></div>`;
}

function numbers({ figures: all, outcomes, phases }: Comparison): Markup {
  const shown = ({ unit }: ComparedFigure, value: number | null): string =>
    value === null ? '–' : unit === '' ? count(value) : `${decimal(value)} ${unit}`;
  const whole = (value: number | null): string => (value === null ? '–' : count(value));
  const rate = (value: number | null): string => (value === null ? '–' : decimal(value));
  const row = (name: string, first: string, second: string, judgement: string): Markup =>
    html`<tr><th scope="row">${name}</th><td class="number">${first}</td><td class="number">${second}</td><td>${judgement}</td></tr>`;
  return html`<section aria-labelledby="numbers"><h2 id="numbers">The numbers beside each other</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Numbers of both runs"><table><thead><tr><td></td><th scope="col" class="number">first run</th><th scope="col" class="number">second run</th><th scope="col">the second is</th></tr></thead>
<tbody>${all
    .filter(({ a, b }) => a !== null || b !== null)
    .map((figure) => row(figure.label, shown(figure, figure.a), shown(figure, figure.b), judged(figure)))}
${phases.map(({ name, okPerSec }) => row(`answers a second in phase ${name}`, rate(okPerSec.a), rate(okPerSec.b), ''))}
${outcomes.map(({ outcome, a, b }) => row(`requests that ended as ${outcome}`, whole(a), whole(b), ''))}</tbody></table></div></section>`;
}

function judged({ better, difference }: ComparedFigure): string {
  if (better === null || difference === null || difference === 0) return '';
  return difference > 0 === (better === 'higher') ? '✓ better' : '✗ worse';
}

const mostDifferences = 100;

function differences({ configuration, cautions }: Comparison): Markup {
  const text = (value: unknown): string => (value === undefined ? '–' : JSON.stringify(value));
  return html`<section aria-labelledby="differences"><h2 id="differences">What differs in their configuration</h2>
${
  configuration.length === 0
    ? html`<p>Nothing: both ran under the same settings.</p>`
    : html`<div class="scroll"><table><thead><tr><th scope="col">setting</th><th scope="col">first run</th><th scope="col">second run</th></tr></thead>
<tbody>${configuration
        .slice(0, mostDifferences)
        .map(
          ({ path, a, b }) => html`<tr><th scope="row">${path}</th><td>${text(a)}</td><td>${text(b)}</td></tr>`,
        )}</tbody></table></div>`
}
${configuration.length > mostDifferences ? html`<p class="note">${configuration.length - mostDifferences} more differences are in the manifests.</p>` : ''}
<ul class="note">${[...cautions, 'one run of each: a small difference may be chance'].map((caution) => html`<li>${caution}</li>`)}</ul></section>`;
}

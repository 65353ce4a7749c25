import type { RunView } from '../../../findings/examine.ts';
import { html, type Markup } from '../markup.ts';

const words = { error: '✗ error', warning: '! warning', info: 'i for information' } as const;

/** What the run shows, with the numbers that it rests on and what to do next. */
export function findings({ summary }: RunView): Markup {
  const { findings: all, thresholds = [] } = summary;
  return html`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
${all.length === 0 ? html`<p>Nothing stands out in this run.</p>` : ''}
${all.map(
  ({ code, severity, text, evidence, next }) => html`<article class="finding ${severity}">
<h3>${code} <span class="note">${words[severity]}</span></h3><p>${text}</p><p>Next: ${next}</p>
<p class="evidence">Evidence: ${Object.entries(evidence)
    .map(([name, value]) => `${name} = ${typeof value === 'number' ? value.toLocaleString('en-US') : value}`)
    .join(', ')}</p></article>`,
)}
${
  thresholds.length > 0
    ? html`<h3>Thresholds</h3><ul>${thresholds.map(
        ({ expression, value, crossed }) =>
          html`<li>${crossed ? '✗ crossed' : '✓ kept'}: <code>${expression}</code> (it was ${value})</li>`,
      )}</ul>`
    : ''
}</section>`;
}

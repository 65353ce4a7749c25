import { clients, wireEvents } from '../../../explain/wire-events.ts';
import type { RunView } from '../../../findings/examine.ts';
import { count } from '../../../numbers.ts';
import { type ClientOutcome, clientOutcomes } from '../../../recording/outcomes.ts';
import { html, type Markup } from '../markup.ts';

/** What happened on the wire, as a rule, when a request ended like this. */
const wireEventOf: Partial<Record<ClientOutcome, string>> = {
  timeout: 'silent',
  reset: 'rst-before-answer',
  broken_pipe: 'write-after-close',
  closed_early: 'fin-before-answer',
  refused: 'refused',
  connect_timeout: 'no-syn-ack',
  no_ports: 'no-local-ports',
  no_files: 'no-files',
};

/** What each client library would have called the failures of this run. */
export function libraryWords({ summary }: RunView): Markup {
  const columns = clientOutcomes.flatMap((outcome) => {
    const words = wireEvents.find(({ id }) => id === wireEventOf[outcome]);
    const requests = summary.client.outcomes[outcome] ?? 0;
    return words && requests > 0 ? [{ outcome, words, requests }] : [];
  });
  if (columns.length === 0) return html``;
  return html`<section aria-labelledby="words"><h2 id="words">What your client would have called these errors</h2>
<p class="note">The same packets in the words of each client, tried against a server that does just this; ° from documents, not tried.
<code>pileup explain</code> reads a log of such lines.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Words of each client"><table><thead><tr><th scope="col">client</th>${columns.map(
    ({ outcome, requests, words }) =>
      html`<th scope="col">${outcome}, ${count(requests)}<br><span class="note wrap">${words.event}</span></th>`,
  )}</tr></thead>
<tbody>${clients.map(
    (client) =>
      html`<tr><th scope="row">${client}</th>${columns.map(
        ({ words }) => html`<td><code>${words.says[client]}</code>${words.notRun.includes(client) ? ' °' : ''}</td>`,
      )}</tr>`,
  )}</tbody></table></div></section>`;
}

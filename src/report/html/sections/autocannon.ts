import type { RunView } from '../../../findings/examine.ts';
import { autocannonSentence, failuresOf } from '../../../findings/find.ts';
import { count, ms } from '../../../numbers.ts';
import { answeredOutcomes } from '../../../recording/outcomes.ts';
import { html, type Markup } from '../markup.ts';

/** The load tool's own figures beside the ledger's, and why they differ. */
export function autocannon({ summary }: RunView): Markup {
  const { autocannon: its, client, conservation } = summary;
  if (!its) return html``;
  const answered = [...answeredOutcomes].reduce((sum, outcome) => sum + (client.outcomes[outcome] ?? 0), 0);
  const silent = Math.max(0, conservation.settled - conservation.unfinished - its.requests - its.errors);
  const rows = [
    ['answers', count(its.requests), count(answered)],
    ['errors', count(its.errors), count(failuresOf(client.outcomes))],
    ['of them time-outs', count(its.timeouts), count(client.outcomes.timeout ?? 0)],
    ['of them called resets', count(its.resets), count(client.outcomes.reset ?? 0)],
    ['lost without a word', count(silent), '0'],
    ['median of answers, ms', count(its.latencyMs.p50), ms(client.latencyMs?.p50)],
    ['p99 of answers, ms', count(its.latencyMs.p99), ms(client.latencyMs?.p99)],
  ];
  return html`<section aria-labelledby="autocannon"><h2 id="autocannon">What autocannon alone would have told you</h2>
<div class="scroll"><table><thead><tr><td></td><th scope="col" class="number">autocannon</th><th scope="col" class="number">ledger</th></tr></thead>
<tbody>${rows.map(
    ([name, theirs, ours]) =>
      html`<tr><th scope="row">${name}</th><td class="number">${theirs}</td><td class="number">${ours}</td></tr>`,
  )}</tbody></table></div>
<p>${autocannonSentence(its, client) ?? 'Both agree.'}</p></section>`;
}

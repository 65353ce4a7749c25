import type { RunView } from '../../../findings/examine.ts';
import { count, percent } from '../../../numbers.ts';
import { clientOutcomes, serverOutcomes } from '../../../recording/outcomes.ts';
import { html, type Markup } from '../markup.ts';

/** How every request ended at the client, and what the api believes of it. */
export function reconciliation({ summary }: RunView): Markup {
  const { conservation, client, orders } = summary;
  if (conservation.sent === 0) return html``;
  const errors = Object.entries(client.errors);
  return html`<section aria-labelledby="books"><h2 id="books">Every request, at both ends</h2>
${summary.reconciliation ? crossTable(summary.reconciliation, conservation.settled) : oneEnd(summary)}
${
  errors.length > 0
    ? html`<p class="note">Errors of the clients' sockets: ${errors
        .slice(0, 40)
        .map(([kind, n]) => `${kind} ${count(n)}`)
        .join(', ')}${errors.length > 40 ? ` and ${errors.length - 40} more kinds` : ''}.</p>`
    : ''
}
${
  orders && orders.written > 0
    ? html`<p>The database wrote ${count(orders.written)} orders: ${count(orders.answered)} were answered, and ${count(orders.ghost)} are ghost writes, done although the client believes that they failed.</p>`
    : ''
}</section>`;
}

function crossTable(rows: NonNullable<RunView['summary']['reconciliation']>, settled: number): Markup {
  const atClient = clientOutcomes.filter((name) => rows.some(({ client }) => client === name));
  const atServer = [...serverOutcomes, 'never_reached' as const].filter((name) =>
    rows.some(({ server }) => server === name),
  );
  const sum = (wanted: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(wanted).reduce((total, row) => total + row.count, 0);
  const cell = (n: number): Markup => html`<td class="number">${n === 0 ? '·' : count(n)}</td>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Client outcomes by api outcomes"><table>
<caption class="note">Down: how it ended at the client. Across: how it ended at the api.</caption>
<thead><tr><th scope="col">client</th>${atServer.map((name) => html`<th scope="col" class="number">${name}</th>`)}
<th scope="col" class="number">all</th><th scope="col" class="number">share</th></tr></thead>
<tbody>${atClient.map((name) => {
    const all = sum(({ client }) => client === name);
    return html`<tr><th scope="row">${name}</th>${atServer.map((server) =>
      cell(sum((row) => row.client === name && row.server === server)),
    )}${cell(all)}<td class="number">${percent(all / settled)}</td></tr>`;
  })}</tbody>
<tfoot><tr><th scope="row">all</th>${atServer.map((name) => cell(sum(({ server }) => server === name)))}${cell(
    sum(() => true),
  )}<td></td></tr></tfoot></table></div>`;
}

function oneEnd({ client, conservation }: RunView['summary']): Markup {
  return html`<div class="scroll"><table><thead><tr><th scope="col">client</th><th scope="col" class="number">requests</th>
<th scope="col" class="number">share</th></tr></thead><tbody>${Object.entries(client.outcomes).map(
    ([name, n]) => html`<tr><th scope="row">${name}</th><td class="number">${count(n)}</td>
<td class="number">${percent(n / conservation.sent)}</td></tr>`,
  )}</tbody></table></div>
<p class="note">Only the client was recorded, so what the server made of these requests is not known.</p>`;
}

import type { RunView } from '../../../findings/examine.ts';
import { decimal } from '../../../numbers.ts';
import { html, type Markup } from '../markup.ts';

/** How the numbers were made: what was measured where, and what is computed. */
export function method({ summary, timeline }: RunView): Markup {
  const hasApi = summary.server !== null;
  return html`<section aria-labelledby="method"><h2 id="method">How the numbers were made</h2>
<ul>
<li>Requests were sent for real, over sockets of this machine's kernel; nothing measured here is simulated${hasApi ? html`, except that the database serves each query after the time that the scenario names` : ''}. autocannon pumped them, and pileup kept the books: one line for each request${hasApi ? ' at the client, one at the api and one at the database' : ''}.</li>
${hasApi ? html`<li>The ends are joined by port, ordinal of the connection and ordinal of the request, without adding anything to the request. All processes read the same monotonic clock.</li>` : ''}
<li>Latency is the time from sending a request to its complete answer, for answers only; failures have an age at death instead. Percentiles are nearest-rank, of all values, without a histogram.</li>
<li>The time line has bins of ${decimal(timeline.binMs / 1000)} s. Requests count where they ended, "offered" where they were sent. Requests still open when a load stopped (unfinished) are no failures. Where nothing was sampled there is a gap, not a zero.</li>
${
  hasApi
    ? html`<li>The pool, the event loop and the open files were sampled about every 100 ms; a bin shows the highest sample for queue, files and delay, and the last one for connections in use.</li>
<li>Predicted (green, dotted) is computed from the configuration alone: N connections with p requests each on a pool of c leave N·p − c waiting; beyond the cliff, N* = c·(T + Z)/S, what clients leave behind adds N·p − N* in each time-out T, as far as the queue's bound and the files allow, and drains at c/S a second when the load has stopped.</li>`
    : ''
}
${summary.kernel ? html`<li>The kernel's counters are those of the whole machine, and other programs move them too.</li>` : ''}
<li>Everything here is made from the recording in this directory: <code>pileup report</code> makes it again.</li>
</ul></section>`;
}

import type { RunView } from '../../../findings/examine.ts';
import { collapsedPhase, failuresOf } from '../../../findings/find.ts';
import type { PhaseSummary, Summary } from '../../../ledger/summary.ts';
import { count, decimal, percent } from '../../../numbers.ts';
import { html, type Markup } from '../markup.ts';

interface Tile {
  label: string;
  value: string;
  unit: string;
  limit: string;
  bad: boolean;
}

/** The four numbers that tell most of a run, each with what it is to be held against. */
export function fourNumbers(view: RunView): Markup {
  const tiles = [answersPerSec(view), failed(view), slowest(view), view.summary.pool ? queue(view) : ageAtDeath(view)];
  return html`<dl class="tiles">${tiles.map(
    ({ label, value, unit, limit, bad }) => html`<div class="tile${bad ? ' bad' : ''}"><dt>${label}</dt>
<dd class="big">${value}<small>${unit}</small></dd><dd>${limit}</dd></div>`,
  )}</dl>`;
}

function answersPerSec({ summary }: RunView): Tile {
  const phase = collapsedPhase(summary) ?? busiest(summary);
  const okPerSec = phase?.settled.okPerSec ?? 0;
  const capacity = phase?.predicted?.capacityPerSec;
  const of =
    capacity === undefined
      ? `of ${decimal((phase?.sent ?? 0) / (phase?.seconds ?? 1), 0)} sent a second`
      : `of ${decimal(capacity, 0)} that the pool can give`;
  return {
    label: 'Answers a second',
    value: decimal(okPerSec),
    unit: ' /s',
    limit: phase ? `${of}; phase ${phase.name}, first quarter left out` : 'no load was put on',
    bad: phase?.predicted ? okPerSec < phase.predicted.capacityPerSec / 2 && phase === collapsedPhase(summary) : false,
  };
}

function busiest({ phases }: Summary): PhaseSummary | null {
  return [...phases].sort((a, b) => b.connections - a.connections)[0] ?? null;
}

function failed({ summary }: RunView): Tile {
  const { client, conservation } = summary;
  const failures = failuresOf(client.outcomes);
  const worst = Object.entries(client.outcomes)
    .filter(([outcome]) => failuresOf({ [outcome]: 1 }) === 1)
    .sort((a, b) => b[1] - a[1])[0];
  return {
    label: 'Requests without an answer',
    value: count(failures),
    unit: '',
    limit: `of ${count(conservation.sent)} sent (${percent(conservation.sent === 0 ? 0 : failures / conservation.sent)})${
      worst ? `; most: ${worst[0]}, ${count(worst[1])}` : ''
    }`,
    bad: failures > 0,
  };
}

function slowest({ summary, timeline }: RunView): Tile {
  const p99 = summary.client.latencyMs?.p99;
  const { timeoutMs } = timeline.limits;
  return {
    label: '99 of 100 answers within (p99)',
    value: p99 === undefined ? 'none' : count(p99),
    unit: p99 === undefined ? '' : ' ms',
    limit: timeoutMs === null ? 'no time-out is known' : `of the ${count(timeoutMs)} ms that clients wait`,
    bad: p99 !== undefined && timeoutMs !== null && p99 > timeoutMs * 0.8,
  };
}

function queue({ summary, timeline }: RunView): Tile {
  const most = timeline.bins.reduce<number | null>(
    (highest, { predictedPending }) => (predictedPending === null ? highest : Math.max(highest ?? 0, predictedPending)),
    null,
  );
  const { pendingMax = 0, max = 0 } = summary.pool ?? {};
  return {
    label: 'Longest queue for the pool',
    value: count(pendingMax),
    unit: '',
    limit: `for ${count(max)} connections${most === null ? '' : `; the model says ${count(most)}`}`,
    bad: pendingMax > max && collapsedPhase(summary) !== null,
  };
}

function ageAtDeath({ summary }: RunView): Tile {
  const age = summary.client.failureAgeMs;
  return {
    label: 'Median age of failures',
    value: age ? count(age.p50) : 'none',
    unit: age ? ' ms' : '',
    limit: age ? `${count(age.count)} failures, the oldest ${count(age.max)} ms` : 'no request failed',
    bad: false,
  };
}

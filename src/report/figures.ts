import { failuresOf } from '../findings/find.ts';
import type { Summary } from '../ledger/summary.ts';

/** One number that a run comes to. */
export interface Figure {
  name: string;
  label: string;
  unit: '' | 'ms' | 's' | '/s';
  /** Which way is better; null where that depends on the rest. */
  better: 'higher' | 'lower' | null;
  /** The field of summary.json that it is, or how it is computed from such fields. */
  from: string;
  value: (summary: Summary) => number | null;
}

/** The figures by which two runs are compared. */
export const figures: readonly Figure[] = [
  {
    name: 'goodputPerSec',
    label: 'good answers a second, under load',
    unit: '/s',
    better: 'higher',
    from: 'phases with connections: sum of outcomes.ok / sum of seconds',
    value: goodputPerSec,
  },
  {
    name: 'sent',
    label: 'requests sent',
    unit: '',
    better: null,
    from: 'conservation.sent',
    value: ({ conservation }) => conservation.sent,
  },
  {
    name: 'failures',
    label: 'requests without an answer',
    unit: '',
    better: 'lower',
    from: 'client.outcomes, all but ok, rejected, http_error and unfinished',
    value: ({ client }) => failuresOf(client.outcomes),
  },
  {
    name: 'p50Ms',
    label: 'latency of answers, p50',
    unit: 'ms',
    better: null,
    from: 'client.latencyMs.p50',
    value: ({ client }) => client.latencyMs?.p50 ?? null,
  },
  {
    name: 'p99Ms',
    label: 'latency of answers, p99',
    unit: 'ms',
    better: null,
    from: 'client.latencyMs.p99',
    value: ({ client }) => client.latencyMs?.p99 ?? null,
  },
  {
    name: 'pendingMax',
    label: 'longest queue for the pool',
    unit: '',
    better: 'lower',
    from: 'pool.pendingMax',
    value: ({ pool }) => pool?.pendingMax ?? null,
  },
  {
    name: 'deadGrants',
    label: 'connections granted to clients that had left',
    unit: '',
    better: 'lower',
    from: 'pool.deadGrants',
    value: ({ pool }) => pool?.deadGrants ?? null,
  },
  {
    name: 'wastedDatabaseSeconds',
    label: 'database time wasted on them',
    unit: 's',
    better: 'lower',
    from: 'pool.deadGrants × pool.useMs.p50 / 1000',
    value: wastedDatabaseSeconds,
  },
  {
    name: 'workedForNobodySeconds',
    label: 'time to recover: pool busy after the load',
    unit: 's',
    better: 'lower',
    from: 'pool.workedForNobodySeconds',
    value: ({ pool }) => pool?.workedForNobodySeconds ?? null,
  },
  {
    name: 'ghostWrites',
    label: 'ghost writes',
    unit: '',
    better: 'lower',
    from: 'ghostWrites',
    value: ({ ghostWrites }) => ghostWrites,
  },
  {
    name: 'filesMax',
    label: 'open files of the api, at most',
    unit: '',
    better: 'lower',
    from: 'files.max',
    value: ({ files }) => files?.max ?? null,
  },
];

function goodputPerSec({ phases }: Summary): number | null {
  const loaded = phases.filter(({ connections }) => connections > 0);
  const seconds = loaded.reduce((sum, phase) => sum + phase.seconds, 0);
  return seconds > 0 ? loaded.reduce((sum, { outcomes }) => sum + (outcomes.ok ?? 0), 0) / seconds : null;
}

/** The summary has no sum of the times of use, so every dead grant counts as the median. */
function wastedDatabaseSeconds({ pool }: Summary): number | null {
  return pool?.useMs ? (pool.deadGrants * pool.useMs.p50) / 1000 : null;
}

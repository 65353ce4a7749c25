import { queueModelOf } from '../ledger/queue-model.ts';
import { modelOf } from '../ledger/summarise.ts';
import { type LoadSpan, predictedPending } from '../queueing/predicted-pending.ts';
import type { PileupEvent } from '../recording/events.ts';
import type { Scenario } from '../scenario/schema.ts';

/** The model of the pool's queue, kept up with the events of a run. */
export interface PendingPredictor {
  take(event: PileupEvent): void;
  /** How many the model expects to wait at `ms`, by what was set then. */
  at(ms: number): number;
}

/** The same model as in the report, told of each load as it begins. A changed pool begins anew, with no one left. */
export function predictPending(scenario: Scenario): PendingPredictor {
  const models: { fromMs: number; spans: LoadSpan[]; pending: (ms: number) => number }[] = [];
  let queue = queueModelOf(scenario, modelOf(scenario));
  const begin = (fromMs: number, spans: LoadSpan[]): void => {
    models.push({ fromMs, spans, pending: predictedPending(queue, spans) });
  };
  const load = (startMs: number, connections: number): void => {
    const spans = models.at(-1)?.spans ?? [];
    const last = spans.at(-1);
    const before = last ? [...spans.slice(0, -1), { ...last, endMs: startMs }] : [];
    begin(startMs, [...before, { startMs, endMs: Number.POSITIVE_INFINITY, connections }]);
  };
  return {
    take({ t, event, data }) {
      if (event === 'phase.start' || event === 'load.change') load(t, data.connections);
      else if (event === 'pool.change') {
        const changed = { ...scenario, pool: data };
        queue = queueModelOf(changed, modelOf(changed));
        const connections = models.at(-1)?.spans.at(-1)?.connections ?? 0;
        begin(t, [{ startMs: t, endMs: Number.POSITIVE_INFINITY, connections }]);
      }
    },
    at: (ms) => models.findLast(({ fromMs }) => fromMs <= ms)?.pending(ms) ?? 0,
  };
}

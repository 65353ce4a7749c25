import { withConclusions } from '../../src/findings/conclude.ts';
import type { RunView } from '../../src/findings/examine.ts';
import type { Summary } from '../../src/ledger/summary.ts';
import type { Timeline, TimelineBin } from '../../src/ledger/timeline.ts';
import { poolExhaustion } from '../../src/scenario/pool-exhaustion.ts';
import { scenarioSchema } from '../../src/scenario/schema.ts';
import { incidentBooks } from './a-summary.ts';

/** A bin in which nothing happened and nothing was sampled. */
export function aBin(changes: Partial<TimelineBin> = {}): TimelineBin {
  return {
    seconds: 0,
    sent: 0,
    outcomes: {},
    latencyMs: null,
    failureAgeMs: null,
    pool: null,
    predictedPending: null,
    grants: 0,
    deadGrants: 0,
    neverReached: 0,
    files: null,
    loopDelayMs: null,
    ...changes,
  };
}

/** Four seconds that go well and ten in which everybody waits, in bins of 100 ms. */
export function anIncidentTimeline(): Timeline {
  const bins = Array.from({ length: 140 }, (_, i) => {
    const well = i < 40;
    return aBin({
      seconds: i / 10,
      sent: well ? 8 : 15,
      outcomes: well ? { ok: 8 } : { timeout: 13, reset: i % 3 === 0 ? 3 : 0, ...(i < 50 ? { ok: 7 } : {}) },
      latencyMs: well || i < 50 ? { count: 8, p50: well ? 51 : 500 + i, p99: well ? 55 : 600 + i } : null,
      failureAgeMs: well ? null : 300 + i,
      pool: { max: 4, used: 4, pending: well ? 0 : 200 + (i % 7), oldestWaitMs: well ? 0 : 2000 },
      predictedPending: well ? 0 : 156,
      files: well ? 31 : 250,
      loopDelayMs: 1 + (i % 5),
    });
  });
  return {
    binMs: 100,
    bins,
    phases: [
      { name: 'baseline', startSeconds: 0, endSeconds: 4, connections: 4 },
      { name: 'pile-up', startSeconds: 4, endSeconds: 14, connections: 160 },
    ],
    marks: [{ seconds: 6, text: 'look here' }],
    limits: { timeoutMs: 1000, fileLimit: 256 },
  };
}

/** The incident as it is shown. */
export function anIncidentView(changes: Partial<Summary> = {}): RunView {
  const summary = withConclusions(incidentBooks());
  return {
    summary: { ...summary, ...changes },
    timeline: anIncidentTimeline(),
    config: scenarioSchema.parse(poolExhaustion),
  };
}

import { capacityPerSec } from '../queueing/closed-loop.ts';
import type { QueueModel } from '../queueing/predicted-pending.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { LoopModel } from './phases.ts';

/** The queue that a scenario's pool should have. `loop` knows what the database lets the pool serve at once. */
export function queueModelOf({ pool, load, api }: Scenario, loop: LoopModel): QueueModel {
  return {
    poolMax: pool.max,
    capacityPerSec: capacityPerSec(loop),
    timeoutMs: load.timeoutMs,
    pipelining: load.pipelining,
    acquireTimeoutMs: pool.acquireTimeoutMs,
    maxPending: pool.maxPending,
    fileLimit: api.fileLimit,
  };
}

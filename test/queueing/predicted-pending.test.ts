import { describe, expect, it } from 'vitest';
import { predictedPending, type QueueModel } from '../../src/queueing/predicted-pending.ts';

/** c = 4, S = 50 ms, T = 1 s: it serves 80 a second, so the cliff is at 80. */
const pool: QueueModel = {
  poolMax: 4,
  capacityPerSec: 80,
  timeoutMs: 1000,
  pipelining: 1,
  acquireTimeoutMs: null,
  maxPending: null,
  fileLimit: null,
};
const load = (connections: number, endMs = 10_000) => [{ startMs: 0, endMs, connections }];

describe('predictedPending', () => {
  it.each([
    ['as many clients as connections: nobody waits', pool, 4, 500, 0],
    ['more clients than connections: the rest wait', pool, 60, 5000, 56],
    ['at the cliff: all but four wait, for ever', pool, 80, 9500, 76],
    ['beyond the cliff, before the first time-out', pool, 160, 900, 156],
    ['beyond it, after one time-out: 80 that nobody reads were left behind', pool, 160, 1500, 236],
    ['and after three', pool, 160, 3500, 396],
    ['two requests a connection count as two clients', { ...pool, pipelining: 2 }, 80, 900, 156],
    [
      'an acquire deadline below the time-out: nothing is left behind',
      { ...pool, acquireTimeoutMs: 500 },
      160,
      9500,
      156,
    ],
    ['one of two time-outs: two steps are left at most', { ...pool, acquireTimeoutMs: 2000 }, 160, 9500, 316],
    ['a bound of the queue', { ...pool, maxPending: 50 }, 160, 5000, 50],
    [
      'a limit of files: each open request and each connection of the pool holds one',
      { ...pool, fileLimit: 256 },
      160,
      9500,
      248,
    ],
  ])('%s', (_name, model, connections, atMs, expected) => {
    expect(predictedPending(model, load(connections))(atMs)).toBeCloseTo(expected, 6);
  });

  it('drains at the rate of the pool once the load has stopped', () => {
    const pendingAt = predictedPending({ ...pool, fileLimit: 256 }, load(160));
    expect([10_000, 11_000, 12_000, 13_000, 14_000].map(pendingAt)).toEqual([248, 168, 88, 8, 0]);
  });

  it('begins a load with what the one before has left behind', () => {
    const pendingAt = predictedPending(pool, [...load(160, 1000), { startMs: 1000, endMs: 9000, connections: 40 }]);
    // 240 were open when it began; 40 clients leave the pool 40 a second to work them off with.
    expect([1000, 2000, 7000].map(pendingAt)).toEqual([276, 236, 36]);
  });

  it('is nothing before the first load', () => {
    expect(predictedPending(pool, [{ startMs: 500, endMs: 900, connections: 160 }])(400)).toBe(0);
  });
});

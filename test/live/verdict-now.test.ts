import { expect, test } from 'vitest';
import type { RunFacts } from '../../src/live/frame.ts';
import { type Measured, verdictNow } from '../../src/live/verdict-now.ts';

const facts = { frameMs: 500, timeoutMs: 1000 } as RunFacts;
const pool = { max: 4, used: 4, pending: 0, oldestWaitMs: 0, grants: 40, deadGrants: 0 };

/** The last four frames of a run, each like `now`. */
function run(now: Partial<Measured>, seconds = 8): Measured[] {
  const common = { ageMs: 0, phase: 'p', connections: 160, held: false, sent: 40, outcomes: { ok: 40 } };
  const rest = { latencyMs: null, latency10sMs: null, pool, predictedPending: null, files: null, loopDelayMs: null };
  return [3, 2, 1, 0].map((before) => ({ seconds: seconds - before / 2, ...common, ...rest, ...now }));
}

test.each<[string, Measured[], string, string]>([
  ['before there is enough', run({}, 3.5), 'none', 'Not enough data yet (3 of 5 s)'],
  ['when all is well', run({}), 'good', 'All is well: every request is answered, and nobody waits (4 of 4 busy).'],
  [
    'when many wait and all are answered',
    run({ pool: { ...pool, pending: 60 } }),
    'warning',
    'The pool is the bottleneck: 4 of 4 connections busy, 60 requests waiting. Every answer is still in time.',
  ],
  [
    'when the pool works for clients that have left',
    run({ outcomes: { timeout: 70 }, pool: { ...pool, pending: 225, oldestWaitMs: 2900, deadGrants: 40 } }),
    'bad',
    'Nobody is answered: the pool is 4 of 4 busy, 100% of that for clients that have left. 225 wait, up to 2.9\u00a0s; a client gives up after 1.0\u00a0s.',
  ],
  [
    'when the rest is turned away',
    run({ outcomes: { ok: 10, rejected: 30 } }),
    'warning',
    'Every request is answered: 25% with what it asked for, the rest with an error status instead of silence.',
  ],
  [
    'when the load is over and the queue is not',
    run({ connections: 0, outcomes: {}, pool: { ...pool, pending: 90 } }),
    'warning',
    'No load any more, but the pool works on: 90 requests wait, and their clients have left.',
  ],
  [
    'when the load is over',
    run({ connections: 0, outcomes: {}, pool: { ...pool, used: 0 } }),
    'good',
    'No load, and the pool is idle.',
  ],
  [
    "of somebody else's server",
    run({ pool: null, outcomes: { ok: 30, reset: 10 } }),
    'bad',
    '25% of the requests fail: connection reset by peer.',
  ],
])('the verdict %s', (_when, frames, level, text) => {
  expect(verdictNow(frames, facts)).toEqual({ level, text });
});

test('it says how fast a queue grows', () => {
  const frames = run({ outcomes: { timeout: 1, ok: 40 } }).map((frame, i) => ({
    ...frame,
    pool: { ...pool, pending: 40 * i },
  }));
  expect(verdictNow(frames, facts).text).toBe(
    'The pool is the bottleneck: 4 of 4 connections busy, 120 requests waiting, 80 more each second.',
  );
});

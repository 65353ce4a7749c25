import { describe, expect, it } from 'vitest';
import { joinEnds } from '../../src/ledger/join.ts';
import { timelineOf } from '../../src/ledger/timeline.ts';
import { runOf, ThreeEnds } from '../support/a-run.ts';

const noModel = { queue: null, timeoutMs: null, marks: [] };
const phase = { name: 'baseline', seconds: 1, connections: 4, startMs: 1000, endMs: 2000 };
const pool = { max: 4, total: 4, idle: 0, used: 4, pending: 0, oldestWaitMs: 0, grants: 0, deadGrants: 0, timeouts: 0 };
const sample = { pool, sockets: 0, open: 0, loopDelayP99Ms: 1, loopDelayMaxMs: 1 };

describe('timelineOf', () => {
  it('counts a request where it was sent, and its outcome where it ended', () => {
    const ends = new ThreeEnds().sent(1, 1, { sentMs: 1050, ageMs: 100 }).sent(1, 2, { sentMs: 1060, ageMs: 20 });
    const { bins } = timelineOf({ ...runOf(ends), phases: [phase], lastMs: 2000 }, null, noModel);
    expect(bins.slice(0, 2).map(({ sent, outcomes }) => ({ sent, outcomes }))).toEqual([
      { sent: 2, outcomes: { ok: 1 } },
      { sent: 0, outcomes: { ok: 1 } },
    ]);
  });

  it('loses no request: what is before the first phase or at the very end is in a bin too', () => {
    const ends = new ThreeEnds().sent(1, 1, { sentMs: 990, ageMs: 5 }).sent(1, 2, { sentMs: 1999, ageMs: 1 });
    const { bins } = timelineOf({ ...runOf(ends), phases: [phase], lastMs: 2000 }, null, noModel);
    expect(bins.reduce((sum, { sent }) => sum + sent, 0)).toBe(2);
    expect(bins.reduce((sum, { outcomes }) => sum + (outcomes.ok ?? 0), 0)).toBe(2);
  });

  it('takes latency from answers and the age at death from failures; what was cut off counts in neither', () => {
    const ends = new ThreeEnds()
      .sent(1, 1, { sentMs: 1000, ageMs: 10 })
      .sent(2, 1, { sentMs: 1000, ageMs: 30, outcome: 'rejected' })
      .sent(3, 1, { sentMs: 1000, ageMs: 70, outcome: 'reset', stage: 'wait' })
      .sent(4, 1, { sentMs: 1000, ageMs: 90, outcome: 'unfinished', stage: 'wait' });
    const { bins } = timelineOf({ ...runOf(ends), phases: [phase], lastMs: 2000 }, null, noModel);
    expect(bins[0]).toMatchObject({ latencyMs: { count: 2, p50: 10, p99: 30 }, failureAgeMs: 70 });
    expect(bins[1]).toMatchObject({ latencyMs: null, failureAgeMs: null });
  });

  it('leaves a gap where nothing was sampled, and keeps the highest queue of a bin', () => {
    const run = {
      ...runOf(new ThreeEnds()),
      phases: [phase],
      lastMs: 1400,
      serverSamples: [
        { t: 500, data: { ...sample, pool: { ...pool, pending: 99 } } },
        { t: 1010, data: { ...sample, pool: { ...pool, pending: 7, used: 4 } } },
        { t: 1090, data: { ...sample, pool: { ...pool, pending: 3, used: 2 } } },
      ],
    };
    const { bins } = timelineOf(run, null, noModel);
    expect(bins.map((bin) => bin.pool)).toEqual([
      { max: 4, used: 2, pending: 7, oldestWaitMs: 0 },
      null,
      null,
      null,
      null,
    ]);
  });

  it('counts grants, dead grants and what never reached the api', () => {
    const ends = new ThreeEnds()
      .dialled(1, 5001)
      .accepted(1, 5001)
      .sent(1, 1, { sentMs: 1010, ageMs: 10 })
      .sent(2, 1, { sentMs: 1010, ageMs: 10, outcome: 'reset', stage: 'wait' })
      .saw(1, 1, { receivedMs: 1011, grantedMs: 1150, deadGrant: true });
    const run = { ...runOf(ends), phases: [phase], lastMs: 2000 };
    const { bins } = timelineOf(run, joinEnds(run.client, run.server, run.database), noModel);
    expect(bins[0]).toMatchObject({ grants: 0, deadGrants: 0, neverReached: 1 });
    expect(bins[1]).toMatchObject({ grants: 1, deadGrants: 1, neverReached: 0 });
  });

  it.each([
    [3_000, 100],
    [200_000, 100],
    [201_000, 200],
    [3_600_000, 2000],
    [40_000_000, 20_000],
  ])('a run of %i ms has bins of %i ms', (lengthMs, binMs) => {
    const run = { ...runOf(new ThreeEnds()), phases: [phase], lastMs: 1000 + lengthMs };
    const timeline = timelineOf(run, null, noModel);
    expect(timeline.binMs).toBe(binMs);
    expect(timeline.bins.length).toBeLessThanOrEqual(2001);
  });

  it('predicts the queue from the load that each phase puts on', () => {
    const queue = {
      poolMax: 4,
      capacityPerSec: 80,
      timeoutMs: 1000,
      pipelining: 1,
      acquireTimeoutMs: null,
      maxPending: null,
      fileLimit: null,
    };
    const run = { ...runOf(new ThreeEnds()), phases: [{ ...phase, connections: 24 }], lastMs: 2900 };
    const { bins } = timelineOf(run, null, { queue, timeoutMs: 1000, marks: [] });
    expect(bins[5]?.predictedPending).toBe(20);
    expect(bins[18]?.predictedPending).toBe(0);
  });

  it('predicts nothing from where somebody changed the run, and marks the place', () => {
    const queue = {
      poolMax: 4,
      capacityPerSec: 80,
      timeoutMs: 1000,
      pipelining: 1,
      acquireTimeoutMs: null,
      maxPending: null,
      fileLimit: null,
    };
    const run = { ...runOf(new ThreeEnds()), phases: [{ ...phase, connections: 24 }], lastMs: 2000 };
    const marks = [
      { atMs: 1250, text: 'look here', changesRun: false },
      { atMs: 1550, text: 'pool changed', changesRun: true },
    ];
    const timeline = timelineOf(run, null, { queue, timeoutMs: 1000, marks });
    expect(timeline.marks).toEqual([
      { seconds: 0.25, text: 'look here' },
      { seconds: 0.55, text: 'pool changed' },
    ]);
    expect(timeline.bins.map(({ predictedPending }) => predictedPending)).toEqual([
      ...Array(5).fill(20),
      ...Array(6).fill(null),
    ]);
  });

  it('is empty but whole for a run in which nothing happened', () => {
    const { bins, phases } = timelineOf({ ...runOf(new ThreeEnds()), lastMs: 0 }, null, noModel);
    expect(bins).toHaveLength(1);
    expect(phases).toEqual([]);
  });
});

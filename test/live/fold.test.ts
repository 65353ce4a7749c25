import { beforeEach, describe, expect, test } from 'vitest';
import { Fold, type Publish } from '../../src/live/fold.ts';
import type { Frame, LiveEvents, Mark, RunFacts } from '../../src/live/frame.ts';
import type { EventData, EventName, PileupEvent } from '../../src/recording/events.ts';
import type { Part } from '../../src/recording/run-directory.ts';

const facts: RunFacts = {
  id: 'a',
  scenario: 'a',
  target: 'a',
  mode: 'live',
  speed: 1,
  presents: false,
  frameMs: 500,
  phases: [],
  totalSeconds: 10,
  timeoutMs: 1000,
  pool: { max: 4, acquireTimeoutMs: null, maxPending: null },
};

let fold: Fold;
let frames: Frame[];
let marks: Mark[];

function begin(predictor: ConstructorParameters<typeof Fold>[1] = null): void {
  frames = [];
  marks = [];
  const publish: Publish = (event, data) => {
    if (event === 'frame') frames.push(data as Frame);
    if (event === 'mark') marks.push(data as LiveEvents['mark']);
  };
  fold = new Fold(facts, predictor, publish);
}

beforeEach(() => begin());

function take<E extends EventName>(part: Part, t: number, event: E, data: EventData[E]): void {
  fold.take(part, { t, event, data } as PileupEvent);
}

function ended(t: number, outcome: 'ok' | 'timeout' | 'rejected', ageMs = 20): void {
  const request = { connection: 1, nth: 1, method: 'GET', path: '/', stage: null, status: null, error: null };
  take('client', t, 'client.request', { ...request, sentMs: t - ageMs, outcome, ageMs });
}

function sampled(t: number, pool: Partial<EventData['server.sample']['pool']> = {}): void {
  const rest = { total: 4, idle: 4, oldestWaitMs: 0, grants: 0, deadGrants: 0, timeouts: 0 };
  take('server', t, 'server.sample', {
    pool: { max: 4, used: 0, pending: 0, ...rest, ...pool },
    sockets: 0,
    open: 0,
    loopDelayP99Ms: 0,
    loopDelayMaxMs: 0,
  });
}

function progress(t: number, sent: number): void {
  take('client', t, 'client.progress', { sent, settled: sent, open: 0 });
}

function labSampled(t: number, files: number | null = null): void {
  take('lab', t, 'lab.sample', { files, fileLimit: files === null ? null : 256, tcpInUse: null, tcpTimeWait: null });
}

function phase(t: number, name: string, connections: number): void {
  take('lab', t, 'phase.start', { name, seconds: 10, connections });
}

describe('a frame is made', () => {
  test('only when every part has been read beyond its end', () => {
    phase(0, 'load', 4);
    progress(600, 9);
    labSampled(600);
    fold.advance();
    expect(frames).toEqual([]);
    sampled(600);
    fold.advance();
    expect(frames).toHaveLength(1);
  });

  test('without a part that has been silent for longer than it can be', () => {
    phase(0, 'load', 4);
    progress(100, 1);
    sampled(100);
    labSampled(3000);
    fold.advance();
    expect(frames.map(({ seconds }) => seconds)).toEqual([0.5, 1, 1.5]);
    expect(frames[2]).toMatchObject({ sent: null, pool: null, latencyMs: null });
  });

  test('not before the first phase, from which its time is counted', () => {
    labSampled(400);
    phase(1250, 'load', 4);
    progress(2000, 5);
    sampled(2000);
    labSampled(2000);
    fold.advance();
    expect(frames.map(({ seconds }) => seconds)).toEqual([0.25, 0.75]);
  });
});

test('the order of the parts does not matter', () => {
  const lines: (() => void)[] = [
    () => phase(0, 'load', 4),
    () => labSampled(450),
    () => labSampled(1000),
    () => ended(100, 'ok'),
    () => ended(700, 'timeout'),
    () => progress(450, 3),
    () => progress(999, 7),
    () => sampled(450, { used: 4 }),
    () => sampled(999, { used: 2 }),
  ];
  for (const line of lines) line();
  fold.finish();
  const inOrder = frames;
  begin();
  for (const line of lines.toReversed()) line();
  fold.finish();
  const facts = (all: Frame[]): unknown[] => all.map(({ sent, outcomes, pool }) => [sent, outcomes, pool?.used]);
  expect(facts(frames)).toEqual(facts(inOrder));
  expect(facts(frames)).toEqual([
    [3, { ok: 1 }, 4],
    [4, { timeout: 1 }, 2],
  ]);
});

test('a line that comes too late for its frame is counted in the next one', () => {
  phase(0, 'load', 4);
  labSampled(2600);
  fold.advance();
  expect(frames).toHaveLength(2);
  ended(100, 'ok');
  fold.finish();
  expect(frames.map(({ outcomes }) => outcomes.ok ?? 0).reduce((sum, n) => sum + n, 0)).toBe(1);
});

test('grants are those of the frame, of what the api counts from its start', () => {
  phase(0, 'load', 4);
  sampled(400, { grants: 10, deadGrants: 1 });
  sampled(900, { grants: 25, deadGrants: 6 });
  labSampled(1000);
  fold.finish();
  expect(frames.map(({ pool }) => [pool?.grants, pool?.deadGrants])).toEqual([
    [10, 1],
    [15, 5],
  ]);
});

test('what happens for the first time is marked once, what was changed each time', () => {
  phase(0, 'load', 4);
  for (const t of [100, 200, 300]) ended(t, 'timeout');
  labSampled(400, 256);
  labSampled(500, 256);
  take('lab', 600, 'pool.change', { max: 4, acquireTimeoutMs: 500, maxPending: null });
  take('lab', 700, 'pool.change', { max: 8, acquireTimeoutMs: null, maxPending: 20 });
  take('lab', 800, 'load.change', { connections: 1234 });
  expect(marks.map(({ seconds, kind, label }) => [seconds, kind, label])).toEqual([
    [0, 'phase', 'load'],
    [0.1, 'finding', 'the first client gives up: its time-out has passed'],
    [0.4, 'finding', 'the api is out of file handles: 256 of 256'],
    [0.6, 'change', 'deadline 500 ms'],
    [0.7, 'change', 'pool of 8, no deadline, queue ≤ 20'],
    [0.8, 'change', '1,234 connections'],
  ]);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { chromeTraceLines } from '../../src/export/chrome-trace.ts';
import { readForExport } from '../../src/export/read-for-export.ts';
import { openRunDirectory } from '../../src/recording/run-directory.ts';
import { eventsOf, writeRecording } from '../support/a-recording.ts';
import { temporaryDirectory } from '../support/cli.ts';

interface TraceEvent {
  ph: 'M' | 'X' | 'i' | 'C';
  pid: number;
  tid: number;
  ts: number;
  dur: number;
  name: string;
  args: Record<string, unknown>;
}

let directory: { path: string; remove: () => void };
beforeEach(() => {
  directory = temporaryDirectory();
  writeRecording(directory.path);
});
afterEach(() => directory.remove());

async function trace(): Promise<{ traceEvents: TraceEvent[]; otherData: unknown }> {
  const { path } = directory;
  const run = openRunDirectory(path);
  return JSON.parse([...chromeTraceLines(await readForExport(run), run.manifest)].join(''));
}

function processes(events: readonly TraceEvent[]): Map<number, unknown> {
  return new Map(events.filter(({ name }) => name === 'process_name').map(({ pid, args }) => [pid, args.name]));
}

/** Slices of a process as `row: name from–to`, in microseconds. */
function slices(events: readonly TraceEvent[], process: string): string[] {
  const names = processes(events);
  return events
    .filter(({ ph, pid }) => ph === 'X' && names.get(pid) === process)
    .map(({ tid, name, ts, dur }) => `${tid}: ${name} ${ts}–${ts + dur}`);
}

test('each part of the run is a process with its slices', async () => {
  const { traceEvents: events, otherData } = await trace();
  expect([...processes(events).values()]).toEqual([
    'phases',
    'clients',
    'api requests',
    'pool slots',
    'database connections',
  ]);
  expect(slices(events, 'phases')).toEqual(['1: load 9000–1000000']);
  expect(slices(events, 'clients')).toEqual(['1: ok 10000–61000', '2: timeout 11000–51000', '1: reset 200000–201000']);
  // The first request is over at 61, when its client had the answer, and not at 62, when the api had done its books.
  expect(slices(events, 'api requests')).toEqual([
    '1: completed 10500–61000',
    '1: waiting 10500–10500',
    '1: holding 10500–60500',
    '2: write_failed 11500–113000',
    '2: waiting 11500–61000',
    '2: dead holding 61000–111000',
  ]);
  expect(slices(events, 'pool slots')).toEqual(['1: holding 10500–60500', '1: dead holding 61000–111000']);
  expect(slices(events, 'database connections')).toEqual([
    '1: order.read 10600–60000',
    '1: queued 61100–64100',
    '1: order.write 64100–111000',
  ]);
  expect(otherData).toEqual({ id: 'tiny-run', scenario: 'tiny', startedAt: '2026-01-02T03:04:05.678Z' });
});

test('the moment a client left is marked, and the queue is counted', async () => {
  const { traceEvents: events } = await trace();
  expect(events.filter(({ ph }) => ph === 'i')).toEqual([
    { ph: 'i', s: 't', pid: 3, tid: 2, ts: 51_250, name: 'client left' },
  ]);
  expect(events.filter(({ ph }) => ph === 'C').map(({ ts, args }) => ({ ts, args }))).toEqual([
    { ts: 30_000, args: { used: 1, pending: 1 } },
  ]);
});

test('every row that is used has a name, and no other', async () => {
  const { traceEvents: events } = await trace();
  const rows = (of: (event: TraceEvent) => boolean): string[] => [
    ...new Set(events.filter(of).map(({ pid, tid }) => `${pid}.${tid}`)),
  ];
  expect(rows(({ name }) => name === 'thread_name').sort()).toEqual(rows(({ ph }) => ph === 'X').sort());
});

test('times are whole microseconds and slices of a row nest or follow each other', async () => {
  const { traceEvents: events } = await trace();
  const byRow = groupByRow(events);
  for (const row of byRow.values()) {
    const open: TraceEvent[] = [];
    for (const slice of row.sort((a, b) => a.ts - b.ts || b.dur - a.dur)) {
      expect(Number.isInteger(slice.ts) && Number.isInteger(slice.dur) && slice.dur >= 0).toBe(true);
      while (open.length > 0 && endOf(open.at(-1)) <= slice.ts && slice.dur > 0) open.pop();
      if (open.length > 0) expect(endOf(slice)).toBeLessThanOrEqual(endOf(open.at(-1)));
      open.push(slice);
    }
  }
});

test('times that a damaged recording lacks make no slice', async () => {
  const server = eventsOf('server');
  for (const event of server) {
    if (event.event === 'server.request')
      Object.assign(event.data, { receivedMs: null, grantedMs: 'soon', useMs: -1e9 });
  }
  writeRecording(directory.path, { events: { server } });
  const { traceEvents: events } = await trace();
  expect(events.every(({ ph, ts, dur }) => ph !== 'X' || (Number.isInteger(ts) && dur >= 0))).toBe(true);
});

test('hostile names stay text', async () => {
  const client = eventsOf('client');
  for (const event of client) {
    if (event.event === 'client.request') event.data.path = '/"],\u001b[2J</script>\u202e';
  }
  writeRecording(directory.path, { manifest: { scenario: '"}]\u2028' }, events: { client } });
  const { traceEvents: events } = await trace();
  expect(events.find(({ pid, ph }) => pid === 2 && ph === 'X')?.args.request).toBe('GET /"],\u001b[2J</script>\u202e');
});

function groupByRow(events: readonly TraceEvent[]): Map<string, TraceEvent[]> {
  const rows = new Map<string, TraceEvent[]>();
  for (const event of events) {
    if (event.ph !== 'X') continue;
    const key = `${event.pid}.${event.tid}`;
    rows.set(key, [...(rows.get(key) ?? []), event]);
  }
  return rows;
}

function endOf(event: TraceEvent | undefined): number {
  return event ? event.ts + event.dur : Number.POSITIVE_INFINITY;
}

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { PileupEvent } from '../../src/recording/events.ts';
import { createRunDirectory, type Part, type RunDirectory } from '../../src/recording/run-directory.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';

/** Writes a recording of about so many events, line by line, as if the incident had lasted for long enough. */
export async function writeRecording(path: string, events: number): Promise<RunDirectory> {
  const scenario = loadScenario('pool-exhaustion', []);
  const directory = createRunDirectory(path, {
    kind: 'scenario',
    scenario: scenario.name,
    config: scenario,
    pileup: '0',
  });
  const requests = Math.floor(events / 3);
  const perConnection = 100;
  const lengthMs = 600_000;
  await writePart(directory, 'client', clientLines(requests, perConnection, lengthMs));
  await writePart(directory, 'server', serverLines(requests, perConnection, lengthMs));
  await writePart(directory, 'database', databaseLines(requests, perConnection, lengthMs));
  await writePart(directory, 'lab', labLines(lengthMs));
  return directory;
}

async function writePart(directory: RunDirectory, part: Part, lines: Iterable<PileupEvent>): Promise<void> {
  const file = createWriteStream(directory.file(part));
  let piece = '';
  for (const line of lines) {
    piece += `${JSON.stringify(line)}\n`;
    if (piece.length < 1 << 20) continue;
    if (!file.write(piece)) await once(file, 'drain');
    piece = '';
  }
  file.end(piece);
  await finished(file);
}

const portOf = (connection: number): number => 1024 + (connection % 60_000);

function* clientLines(requests: number, perConnection: number, lengthMs: number): Generator<PileupEvent> {
  for (let i = 0; i < requests; i++) {
    const [connection, nth, sentMs] = placeOf(i, requests, perConnection, lengthMs);
    if (nth === 1) {
      yield { t: sentMs, event: 'client.connection', data: { connection, port: portOf(connection), openedMs: sentMs } };
    }
    const failed = sentMs > 100_000 && sentMs < 500_000 && i % 10 !== 0;
    const ageMs = failed ? 1000 + (i % 97) / 10 : 50 + (i % 31);
    const end = failed
      ? ({ outcome: 'timeout', stage: 'wait', status: null } as const)
      : ({ outcome: 'ok', stage: null, status: 200 } as const);
    const request = { connection, nth, method: 'GET', path: '/orders/1', sentMs, ageMs, error: null, ...end };
    yield { t: sentMs + ageMs, event: 'client.request', data: request };
  }
  yield { t: lengthMs, event: 'client.end', data: { sent: requests, settled: requests } };
}

function* serverLines(requests: number, perConnection: number, lengthMs: number): Generator<PileupEvent> {
  const pool = {
    max: 4,
    total: 4,
    idle: 0,
    used: 4,
    pending: 0,
    oldestWaitMs: 0,
    grants: 0,
    deadGrants: 0,
    timeouts: 0,
  };
  let sampledMs = 0;
  for (let i = 0; i < requests; i++) {
    const [connection, nth, receivedMs] = placeOf(i, requests, perConnection, lengthMs);
    if (nth === 1) {
      yield { t: receivedMs, event: 'server.connection', data: { connection, port: portOf(connection) } };
    }
    if (receivedMs >= sampledMs) {
      sampledMs += 100;
      const sample = { ...pool, pending: Math.round(100 + 90 * Math.sin(sampledMs / 9000)), grants: i };
      const rest = { sockets: 160, open: 160, loopDelayP99Ms: 1 + (i % 7), loopDelayMaxMs: 9 };
      yield { t: receivedMs, event: 'server.sample', data: { pool: sample, ...rest } };
    }
    yield {
      t: receivedMs + 50,
      event: 'server.request',
      data: {
        connection,
        nth,
        method: 'GET',
        path: '/orders/1',
        receivedMs,
        waitMs: 1,
        grantedMs: receivedMs + 1,
        useMs: 49,
        deadGrant: i % 3 === 0,
        outcome: 'completed',
        status: 200,
        clientGoneMs: null,
        error: null,
      },
    };
  }
  const end = { received: requests, ended: requests, pool: { ...pool, grants: requests } };
  yield { t: lengthMs, event: 'server.end', data: end };
}

function* databaseLines(requests: number, perConnection: number, lengthMs: number): Generator<PileupEvent> {
  for (let i = 0; i < requests; i++) {
    const [connection, nth, receivedMs] = placeOf(i, requests, perConnection, lengthMs);
    const data = { key: `${connection}.${nth}`, name: 'order.read', connection: 1, receivedMs, startedMs: receivedMs };
    yield { t: receivedMs + 50, event: 'database.statement', data: { ...data, order: null } };
  }
  yield { t: lengthMs, event: 'database.end', data: { statements: requests, orders: 0 } };
}

function* labLines(lengthMs: number): Generator<PileupEvent> {
  for (const [name, share, connections] of [
    ['baseline', 0, 4],
    ['pile-up', 1, 160],
    ['recovery', 5, 4],
  ] as const) {
    const startMs = (share * lengthMs) / 6;
    yield { t: startMs, event: 'phase.start', data: { name, seconds: lengthMs / 6000, connections } };
  }
  for (let t = 0; t < lengthMs; t += 100) {
    const files = { files: 30 + ((t / 100) % 200), fileLimit: 256, tcpInUse: 1, tcpTimeWait: 1 };
    yield { t, event: 'lab.sample', data: files };
  }
  yield { t: lengthMs, event: 'phase.end', data: { name: 'recovery' } };
  yield { t: lengthMs, event: 'run.end', data: { status: 'complete', reason: null } };
}

/** Connection, nth on it, and time of the i-th request. */
function placeOf(i: number, requests: number, perConnection: number, lengthMs: number): [number, number, number] {
  return [
    Math.floor(i / perConnection) + 1,
    (i % perConnection) + 1,
    Math.round((i / requests) * lengthMs * 100) / 100,
  ];
}

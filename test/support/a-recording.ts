import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventData, PileupEvent } from '../../src/recording/events.ts';
import { type Manifest, parts } from '../../src/recording/run-directory.ts';
import { type ScenarioInput, scenarioSchema } from '../../src/scenario/schema.ts';

type Facts = Record<'client' | 'server' | 'database' | 'lab', PileupEvent[]>;

const scenario: ScenarioInput = {
  name: 'tiny',
  title: 'Three requests',
  pool: { max: 1 },
  phases: [{ name: 'load', seconds: 1, connections: 2 }],
};

const request = { method: 'GET', path: '/orders/1', stage: null, status: 200, error: null } as const;
const seen = {
  method: 'GET',
  path: '/orders/1',
  deadGrant: false,
  status: 200,
  clientGoneMs: null,
  error: null,
} as const;
const pool: EventData['server.sample']['pool'] = {
  max: 1,
  total: 1,
  idle: 0,
  used: 1,
  pending: 1,
  oldestWaitMs: 10,
  grants: 1,
  deadGrants: 0,
  timeouts: 0,
};

/**
 * A recording by hand: two clients on a pool of one. The first is answered, the second gives up while it waits and its
 * order is written all the same, and a third request never reaches the api.
 */
const facts: Facts = {
  client: [
    { t: 10, event: 'client.connection', data: { connection: 1, port: 5001, openedMs: 9 } },
    { t: 10, event: 'client.connection', data: { connection: 2, port: 5002, openedMs: 9 } },
    { t: 200, event: 'client.connection', data: { connection: 3, port: 5003, openedMs: 199 } },
    {
      t: 61,
      event: 'client.request',
      data: { connection: 1, nth: 1, ...request, sentMs: 10, outcome: 'ok', ageMs: 51 },
    },
    {
      t: 51,
      event: 'client.request',
      data: {
        connection: 2,
        nth: 1,
        ...request,
        method: 'POST',
        path: '/orders',
        sentMs: 11,
        outcome: 'timeout',
        stage: 'wait',
        status: null,
        ageMs: 40,
      },
    },
    {
      t: 201,
      event: 'client.request',
      data: {
        connection: 3,
        nth: 1,
        ...request,
        sentMs: 200,
        outcome: 'reset',
        stage: 'wait',
        status: null,
        ageMs: 1,
        error: { code: 'ECONNRESET', errno: -104, syscall: 'read' },
      },
    },
    { t: 1000, event: 'client.end', data: { sent: 3, settled: 3 } },
  ],
  server: [
    { t: 10, event: 'server.connection', data: { connection: 1, port: 5001 } },
    { t: 10, event: 'server.connection', data: { connection: 2, port: 5002 } },
    { t: 30, event: 'server.sample', data: { pool, sockets: 2, open: 2, loopDelayP99Ms: 1, loopDelayMaxMs: 1 } },
    {
      // The api does its books after the client has the whole answer.
      t: 62,
      event: 'server.request',
      data: {
        connection: 1,
        nth: 1,
        ...seen,
        receivedMs: 10.5,
        waitMs: 0,
        grantedMs: 10.5,
        useMs: 50,
        outcome: 'completed',
      },
    },
    {
      t: 113,
      event: 'server.request',
      data: {
        connection: 2,
        nth: 1,
        ...seen,
        method: 'POST',
        path: '/orders',
        receivedMs: 11.5,
        waitMs: 49.5,
        grantedMs: 61,
        useMs: 50,
        deadGrant: true,
        outcome: 'write_failed',
        status: 201,
        clientGoneMs: 51.25,
        error: { code: 'EPIPE', errno: -32, syscall: 'write' },
      },
    },
    {
      t: 1001,
      event: 'server.end',
      data: { received: 2, ended: 2, pool: { ...pool, used: 0, pending: 0, grants: 2, deadGrants: 1 } },
    },
  ],
  database: [
    {
      t: 60,
      event: 'database.statement',
      data: { key: '1.1', name: 'order.read', connection: 1, receivedMs: 10.6, startedMs: 10.6, order: null },
    },
    {
      t: 111,
      event: 'database.statement',
      data: { key: '2.1', name: 'order.write', connection: 1, receivedMs: 61.1, startedMs: 64.1, order: 1 },
    },
    { t: 1002, event: 'database.end', data: { statements: 2, orders: 1 } },
  ],
  lab: [
    { t: 9, event: 'phase.start', data: { name: 'load', seconds: 1, connections: 2 } },
    { t: 1000, event: 'phase.end', data: { name: 'load' } },
    { t: 1003, event: 'run.end', data: { status: 'complete', reason: null } },
  ],
};

/** Writes that recording into a directory. `changes` are merged into its manifest and replace single parts. */
export function writeRecording(
  path: string,
  changes: { manifest?: Partial<Manifest>; events?: Partial<Facts> } = {},
): void {
  const manifest: Manifest = {
    schemaVersion: 1,
    id: 'tiny-run',
    kind: 'scenario',
    scenario: 'tiny',
    startedAt: '2026-01-02T03:04:05.678Z',
    pileup: '0.1.0',
    node: '20.19.0',
    libuv: '1.49.1',
    platform: 'linux-x64',
    kernel: '6.1.0',
    config: scenarioSchema.parse(scenario),
    ...changes.manifest,
  };
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'manifest.json'), JSON.stringify(manifest));
  for (const part of parts) {
    const events = changes.events?.[part] ?? facts[part];
    writeFileSync(join(path, `${part}.ndjson`), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  }
}

/** The events of a part of that recording, to change. */
export function eventsOf(part: keyof Facts): PileupEvent[] {
  return structuredClone(facts[part]);
}

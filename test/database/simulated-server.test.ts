import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connection, Row } from '../../src/database/connection.ts';
import { connectSimulated } from '../../src/database/simulated-client.ts';
import { type DatabaseConfig, SimulatedDatabase } from '../../src/database/simulated-server.ts';
import { rejectionOf } from '../support/caught.ts';
import { MemoryRecorder } from '../support/memory-recorder.ts';
import { tickingClock } from '../support/ticking-clock.ts';
import { until } from '../support/until.ts';

const host = '127.0.0.1';
const serviceMs = 50;
const noFaults: DatabaseConfig['faults'] = { closeAfterQueries: null, hangEveryNth: null, refuse: false };

// The sockets are real and only the service time is not: a statement takes as long as the test says, and the clock
// gives the order of what happened.
let clock: ReturnType<typeof tickingClock>;
let recorder: MemoryRecorder;
let database: SimulatedDatabase;
let port: number;
let opened: Connection[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  clock = tickingClock();
  recorder = new MemoryRecorder(clock);
  opened = [];
});
afterEach(async () => {
  await database.close();
  await Promise.all(opened.map((connection) => connection.close()));
  vi.useRealTimers();
});

async function start(config: Partial<DatabaseConfig> = {}): Promise<void> {
  database = new SimulatedDatabase(
    {
      serviceTime: { distribution: 'constant', meanMs: serviceMs, cv: 1 },
      seed: 1,
      weights: {},
      maxActive: null,
      maxConnections: 100,
      faults: noFaults,
      ...config,
    },
    recorder,
    clock,
  );
  port = await database.listen(0, host);
}

async function open(): Promise<Connection> {
  const connection = await connectSimulated({ host, port });
  opened.push(connection);
  return connection;
}

interface Asked {
  rows: Promise<Row[]>;
  isOver(): boolean;
}

/** Sends a statement without waiting for its answer. */
function ask(connection: Connection, key: string, name = 'order.read', values: readonly unknown[] = []): Asked {
  let over = false;
  const rows = connection.query({ name, values, requestKey: key }).finally(() => {
    over = true;
  });
  // A test may leave it unanswered and close; who awaits `rows` still sees the rejection.
  rows.catch(() => {});
  return { rows, isOver: () => over };
}

/** A statement is received at one reading of the clock and begun at another. */
const received = (readings: number) => until(() => clock.readings() >= readings, `${readings} readings of the clock`);
const running = (statements: number) =>
  until(() => vi.getTimerCount() === statements, `${statements} statements to be running`);
const recorded = (statements: number) =>
  until(() => recorder.of('database.statement').length === statements, `${statements} recorded statements`);

describe('statements', () => {
  test('a statement is answered with its name and values', async () => {
    await start();
    const asked = ask(await open(), '1.1', 'order.read', ['7']);
    await running(1);
    vi.advanceTimersByTime(serviceMs);
    expect(await asked.rows).toEqual([{ name: 'order.read', values: ['7'] }]);
  });

  test('a statement takes its service time and no less', async () => {
    await start();
    const asked = ask(await open(), '1.1');
    await running(1);
    vi.advanceTimersByTime(serviceMs - 1);
    expect(recorder.of('database.statement')).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(recorder.of('database.statement')).toHaveLength(1);
    await asked.rows;
  });

  test('a statement with a weight takes that many times longer', async () => {
    await start({ weights: { 'report.daily': 10 } });
    const asked = ask(await open(), '1.1', 'report.daily');
    await running(1);
    vi.advanceTimersByTime(10 * serviceMs - 1);
    expect(recorder.of('database.statement')).toEqual([]);
    vi.advanceTimersByTime(1);
    await asked.rows;
  });

  test('every statement is recorded with the key of the request that asked', async () => {
    await start();
    const first = await open();
    const second = await open();
    const asked = [ask(first, '3.1'), ask(second, '9.4', 'order.write')];
    await running(2);
    vi.advanceTimersByTime(serviceMs);
    await Promise.all(asked.map(({ rows }) => rows));
    const statements = recorder
      .of('database.statement')
      .map(({ key, name, connection }) => ({ key, name, connection }));
    expect(statements).toHaveLength(2);
    expect(statements).toContainEqual({ key: '3.1', name: 'order.read', connection: 1 });
    expect(statements).toContainEqual({ key: '9.4', name: 'order.write', connection: 2 });
  });

  test('orders are numbered, and nothing else is', async () => {
    await start();
    const connection = await open();
    const rows: Row[][] = [];
    for (const name of ['order.write', 'order.read', 'order.write']) {
      const asked = ask(connection, '1.1', name);
      await running(1);
      vi.advanceTimersByTime(serviceMs);
      rows.push(await asked.rows);
    }
    expect(rows).toEqual([[{ order: 1 }], [{ name: 'order.read', values: [] }], [{ order: 2 }]]);
    expect(recorder.of('database.statement').map(({ order }) => order)).toEqual([1, null, 2]);
    expect(database.orders).toBe(2);
  });

  test('a statement whose client has left is executed and recorded all the same', async () => {
    await start();
    const connection = await open();
    const asked = ask(connection, '1.1', 'order.write');
    await running(1);
    await connection.close();
    expect(await rejectionOf(asked.rows)).toMatchObject({ code: 'DATABASE_CONNECTION_LOST' });
    vi.advanceTimersByTime(serviceMs);
    expect(recorder.of('database.statement')).toMatchObject([{ key: '1.1', order: 1 }]);
  });

  test('closing records how many statements and orders there were', async () => {
    await start();
    const connection = await open();
    const asked = [ask(connection, '1.1', 'order.write'), ask(connection, '1.2')];
    for (const { rows } of asked) {
      await running(1);
      vi.advanceTimersByTime(serviceMs);
      await rows;
    }
    await database.close();
    expect(recorder.of('database.end')).toEqual([{ statements: 2, orders: 1 }]);
  });
});

describe('one statement at a time on a connection', () => {
  test('the next statement begins when the last one is done', async () => {
    await start();
    const connection = await open();
    const asked = ['1.1', '1.2', '1.3'].map((key) => ask(connection, key));
    await received(4);
    for (let statement = 0; statement < 3; statement++) {
      expect(vi.getTimerCount()).toBe(1);
      vi.advanceTimersByTime(serviceMs);
    }
    await Promise.all(asked.map(({ rows }) => rows));
    const done = recorder.timed('database.statement');
    expect(done.map(({ data }) => data.key)).toEqual(['1.1', '1.2', '1.3']);
    for (const [n, { data }] of done.entries()) {
      if (n > 0) expect(data.startedMs).toBeGreaterThan(done[n - 1]?.t ?? Number.NaN);
    }
  });

  test('a slow statement holds up nobody on another connection', async () => {
    await start({ weights: { slow: 1000 } });
    const slow = ask(await open(), '1.1', 'slow');
    await running(1);
    const quick = ask(await open(), '2.1');
    await running(2);
    vi.advanceTimersByTime(serviceMs);
    await quick.rows;
    expect(slow.isOver()).toBe(false);
  });
});

describe('at most maxActive statements at once', () => {
  test('the others wait, and begin in the order in which they came', async () => {
    await start({ maxActive: 2 });
    const asked: Asked[] = [];
    for (let n = 1; n <= 4; n++) {
      asked.push(ask(await open(), `${n}.1`));
      // Two readings for each that begins at once, one for each that has to wait.
      await received(n <= 2 ? 2 * n : 2 + n);
    }
    expect(vi.getTimerCount()).toBe(2);
    vi.advanceTimersByTime(serviceMs);
    vi.advanceTimersByTime(serviceMs);
    await Promise.all(asked.map(({ rows }) => rows));
    const done = recorder.timed('database.statement');
    expect(done.map(({ data }) => data.key)).toEqual(['1.1', '2.1', '3.1', '4.1']);
    const [first, second, third, fourth] = done;
    expect(third?.data.receivedMs).toBeLessThan(first?.t ?? Number.NaN);
    expect(third?.data.startedMs).toBeGreaterThan(first?.t ?? Number.NaN);
    expect(fourth?.data.startedMs).toBeGreaterThan(second?.t ?? Number.NaN);
  });

  test('without a bound every connection has its statement running', async () => {
    await start({ maxActive: null });
    for (let n = 1; n <= 4; n++) ask(await open(), `${n}.1`);
    await running(4);
    vi.advanceTimersByTime(serviceMs);
    await recorded(4);
  });
});

describe('connections', () => {
  test('one beyond the limit is refused', async () => {
    await start({ maxConnections: 2 });
    await open();
    await open();
    expect(await rejectionOf(connectSimulated({ host, port }))).toMatchObject({
      code: 'DATABASE_TOO_MANY_CONNECTIONS',
    });
    expect(recorder.of('database.fault')).toEqual([{ kind: 'refused', connection: 3 }]);
  });

  test('a connection that has closed makes room', async () => {
    await start({ maxConnections: 1 });
    const first = await open();
    await first.close();
    let second: Connection | undefined;
    // The server hears of the close a moment after the client.
    while (!second) second = await open().catch(() => undefined);
    expect(second.alive).toBe(true);
  });

  test('a port that is taken is named in the error', async () => {
    await start();
    const other = new SimulatedDatabase(
      {
        serviceTime: { distribution: 'constant', meanMs: 1, cv: 1 },
        seed: 1,
        weights: {},
        maxActive: null,
        maxConnections: 1,
        faults: noFaults,
      },
      recorder,
      clock,
    );
    const error = await rejectionOf(other.listen(port, host));
    expect(error).toMatchObject({ code: 'PORT_TAKEN', message: `port ${port} for the database is in use` });
  });

  test('a peer that does not speak the protocol is cut off, and the others are served', async () => {
    await start();
    const stranger = connect(port, host);
    let closed = false;
    stranger.on('error', () => {});
    stranger.on('close', () => {
      closed = true;
    });
    stranger.resume();
    stranger.write('GET / HTTP/1.1\r\n\r\n');
    await until(() => closed, 'the stranger to be cut off');
    const asked = ask(await open(), '1.1');
    await running(1);
    vi.advanceTimersByTime(serviceMs);
    expect(await asked.rows).toHaveLength(1);
  });
});

describe('faults', () => {
  test('refuse turns every connection away', async () => {
    await start({ faults: { ...noFaults, refuse: true } });
    expect(await rejectionOf(connectSimulated({ host, port }))).toMatchObject({ code: 'DATABASE_REFUSED' });
    expect(recorder.of('database.fault')).toEqual([{ kind: 'refused', connection: 1 }]);
  });

  test('closeAfterQueries ends a connection, and the client hears that it is lost', async () => {
    await start({ faults: { ...noFaults, closeAfterQueries: 2 } });
    const connection = await open();
    const asked = ['1.1', '1.2', '1.3'].map((key) => ask(connection, key));
    await received(4);
    vi.advanceTimersByTime(serviceMs);
    vi.advanceTimersByTime(serviceMs);
    expect(await asked[0]?.rows).toHaveLength(1);
    expect(await asked[1]?.rows).toHaveLength(1);
    expect(await rejectionOf(asked[2]?.rows ?? Promise.resolve())).toMatchObject({ code: 'DATABASE_CONNECTION_LOST' });
    expect(connection.alive).toBe(false);
    expect(recorder.of('database.fault')).toEqual([{ kind: 'closed', connection: 1 }]);
  });

  test('closeAfterQueries does not execute what came after', async () => {
    await start({ faults: { ...noFaults, closeAfterQueries: 1 } });
    const connection = await open();
    const asked = ['1.1', '1.2'].map((key) => ask(connection, key));
    await received(3);
    vi.advanceTimersByTime(serviceMs);
    await rejectionOf(asked[1]?.rows ?? Promise.resolve());
    vi.advanceTimersByTime(10 * serviceMs);
    expect(recorder.of('database.statement').map(({ key }) => key)).toEqual(['1.1']);
  });

  test('closeAfterQueries counts each connection on its own', async () => {
    await start({ faults: { ...noFaults, closeAfterQueries: 2 } });
    const connections = [await open(), await open()];
    const asked = connections.map((connection, n) => ask(connection, `${n + 1}.1`));
    await running(2);
    vi.advanceTimersByTime(serviceMs);
    await Promise.all(asked.map(({ rows }) => rows));
    expect(connections.map(({ alive }) => alive)).toEqual([true, true]);
    expect(recorder.of('database.fault')).toEqual([]);
  });

  test('hangEveryNth never answers, while another connection is still served', async () => {
    await start({ faults: { ...noFaults, hangEveryNth: 2 } });
    const first = await open();
    const second = await open();
    const good = ask(first, '1.1');
    await running(1);
    const hung = ask(second, '2.1');
    await until(() => recorder.of('database.fault').length === 1, 'the fault');
    vi.advanceTimersByTime(serviceMs);
    await good.rows;
    const later = ask(first, '1.2');
    await running(1);
    vi.advanceTimersByTime(1000 * serviceMs);
    await later.rows;
    expect(hung.isOver()).toBe(false);
    expect(recorder.of('database.fault')).toEqual([{ kind: 'hung', connection: 2 }]);
    expect(recorder.of('database.statement').map(({ key }) => key)).toEqual(['1.1', '1.2']);
  });

  test('hangEveryNth does not keep those who wait for a place from being served', async () => {
    await start({ maxActive: 1, faults: { ...noFaults, hangEveryNth: 2 } });
    const connections = [await open(), await open(), await open()];
    for (const [n, connection] of connections.entries()) ask(connection, `${n + 1}.1`);
    await running(1);
    await received(3);
    vi.advanceTimersByTime(serviceMs);
    await until(() => recorder.of('database.fault').length === 1, 'the fault');
    vi.advanceTimersByTime(serviceMs);
    await until(() => recorder.of('database.statement').length === 2, 'the one that waited behind it');
    expect(recorder.of('database.fault')).toHaveLength(1);
  });
});

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AdjustableLoad } from '../../src/load/adjustable-load.ts';
import { Books } from '../../src/load/books.ts';
import { MemoryRecorder } from '../support/memory-recorder.ts';
import { until } from '../support/until.ts';

let server: Server;
let sockets: number;
/** Answers that the server has not given; null: it answers at once. */
let waiting: ServerResponse[] | null;
let books: Books;
let load: AdjustableLoad;

beforeEach(async () => {
  [sockets, waiting] = [0, null];
  server = createServer((_req, res) => {
    if (waiting) waiting.push(res);
    else res.end('ok');
  });
  server.on('connection', (socket) => {
    sockets++;
    socket.on('close', () => sockets--);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const clock = (): number => performance.now();
  books = new Books(clock, new MemoryRecorder(clock), pino({ level: 'silent' }));
  load = new AdjustableLoad(
    {
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      connections: 4,
      pipelining: 1,
      timeoutMs: 60_000,
      backoffMs: 0,
      keepAlive: true,
      requests: [{ method: 'GET', path: '/', headers: {}, body: null, share: 1 }],
      durationMs: 600_000,
      amount: null,
    },
    books,
  );
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test('connections are added and let go, and every request is settled once', async () => {
  const ended = load.run();
  for (const connections of [4, 12, 7, 7, 1, 3]) {
    load.setConnections(connections);
    await until(() => sockets === connections, `${connections} sockets`);
    const before = books.ok;
    await until(() => books.ok > before + 20, 'answers go on');
  }
  load.stop();
  const results = await ended;
  expect(results.length).toBeGreaterThan(1);
  expect(books.settled).toBe(books.sent);
  expect(books.failed).toBe(0);
});

test('a connection that is let go waits for its answer', async () => {
  waiting = [];
  const ended = load.run();
  await until(() => waiting?.length === 4, 'four requests at the server');
  load.setConnections(1);
  expect([books.sent, books.settled]).toEqual([4, 0]);
  const open = waiting;
  waiting = null;
  for (const res of open) res.end('late');
  await until(() => books.ok >= 4 && sockets === 1, 'the answers are in and one socket is left');
  load.stop();
  await ended;
  expect(books.settled).toBe(books.sent);
  expect(books.failed).toBe(0);
});

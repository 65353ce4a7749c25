import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ApiStyle } from '../../src/api/respond.ts';
import { PileupError } from '../../src/errors.ts';
import type { EventData } from '../../src/recording/events.ts';
import { ask, startTestApi, type TestApi } from '../support/test-api.ts';
import { until } from '../support/until.ts';

let api: TestApi;
let clients: Socket[];

beforeEach(() => {
  clients = [];
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  await api.close();
});

async function start(style: ApiStyle): Promise<void> {
  api = await startTestApi(style);
}

/** The events of so many requests, which come a little after their answers. */
async function recorded(count = 1): Promise<EventData['server.request'][]> {
  await until(() => api.recorder.of('server.request').length >= count, `${count} recorded requests`);
  return api.recorder.of('server.request');
}

/** Sends a request on a bare socket and reads nothing. */
async function send(path: string): Promise<Socket> {
  const client = connect(api.port, '127.0.0.1');
  clients.push(client);
  client.on('error', () => {});
  const before = api.observer.received;
  client.write(`GET ${path} HTTP/1.1\r\nhost: api\r\n\r\n`);
  await until(() => api.observer.received > before, 'the request to be received');
  return client;
}

/** Sends a request that then waits for the pool. */
async function sendAndWait(path: string): Promise<Socket> {
  api.pool.holdsGrants = true;
  const client = await send(path);
  await until(() => api.pool.waiting.length === 1, 'the request to wait for the pool');
  return client;
}

async function leftIsNoticed(): Promise<void> {
  await until(() => api.pool.waiting[0]?.isClientGone() === true, 'the api to notice that the client left');
}

describe('a request that ends well', () => {
  test('is recorded once, with all that is known of it', async () => {
    await start('node');
    await ask(api.port, 'GET', '/orders/7?full=1');
    expect(await recorded()).toEqual([
      {
        connection: 1,
        nth: 1,
        method: 'GET',
        path: '/orders/7?full=1',
        receivedMs: expect.any(Number),
        waitMs: 12,
        grantedMs: expect.any(Number),
        useMs: expect.any(Number),
        deadGrant: false,
        outcome: 'completed',
        status: 200,
        clientGoneMs: null,
        error: null,
      },
    ]);
  });

  test('was received before it was granted', async () => {
    await start('node');
    await ask(api.port, 'GET', '/orders/7');
    const [event] = await recorded();
    expect(event?.receivedMs).toBeLessThan(event?.grantedMs ?? Number.NaN);
  });

  test('is not told to the log', async () => {
    await start('node');
    await ask(api.port, 'GET', '/orders/7');
    await recorded();
    expect(api.ended).toEqual([]);
  });

  test.each([
    ['GET', '/healthz', 200],
    ['GET', '/pool', 200],
    ['GET', '/reports/daily', 200],
    ['POST', '/orders', 201],
    ['GET', '/nowhere', 404],
  ])('%s %s is completed with %d', async (method, path, status) => {
    await start('node');
    await ask(api.port, method, path);
    expect(await recorded()).toMatchObject([{ method, path, status, outcome: 'completed' }]);
  });

  test('without a connection of the pool has no times of one', async () => {
    await start('node');
    await ask(api.port, 'GET', '/healthz');
    expect(await recorded()).toMatchObject([{ waitMs: null, grantedMs: null, useMs: null, deadGrant: false }]);
  });

  test('in the style of gin is completed too', async () => {
    await start('gin');
    await ask(api.port, 'GET', '/orders/7');
    expect(await recorded()).toMatchObject([{ outcome: 'completed', status: 200, error: null }]);
  });
});

describe('connections and requests are numbered', () => {
  test('each connection is recorded with the port of its client', async () => {
    await start('node');
    const client = await send('/healthz');
    expect(api.recorder.of('server.connection')).toEqual([{ connection: 1, port: client.localPort }]);
  });

  test('requests on the same connection are counted on it', async () => {
    await start('node');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      for (let n = 0; n < 3; n++) {
        await new Promise((resolve, reject) => {
          const req = request({ host: '127.0.0.1', port: api.port, path: '/orders/1', agent }, (res) => {
            res.resume();
            res.on('end', resolve);
          });
          req.on('error', reject);
          req.end();
        });
      }
    } finally {
      agent.destroy();
    }
    const events = await recorded(3);
    expect(events.map(({ connection, nth }) => `${connection}.${nth}`)).toEqual(['1.1', '1.2', '1.3']);
    expect(api.pool.statements.map(({ requestKey }) => requestKey)).toEqual(['1.1', '1.2', '1.3']);
  });

  test('requests on different connections have their connection', async () => {
    await start('node');
    await ask(api.port, 'GET', '/healthz');
    await ask(api.port, 'GET', '/healthz');
    const events = await recorded(2);
    expect(events.map(({ connection, nth }) => `${connection}.${nth}`)).toEqual(['1.1', '2.1']);
  });

  test('what is received and what has ended are counted', async () => {
    await start('node');
    await sendAndWait('/orders/1');
    expect([api.observer.received, api.observer.ended]).toEqual([1, 0]);
    api.pool.waiting[0]?.grant();
    await recorded();
    expect([api.observer.received, api.observer.ended]).toEqual([1, 1]);
  });

  test('open sockets are counted', async () => {
    await start('node');
    const client = await send('/healthz');
    expect(api.observer.sockets).toBe(1);
    client.destroy();
    await until(() => api.observer.sockets === 0, 'the socket to be gone');
  });
});

describe('a request that the api refuses or fails', () => {
  test('is rejected when the pool gave it up', async () => {
    await start('node');
    api.pool.refusal = new PileupError('POOL_ACQUIRE_TIMEOUT', 'no connection');
    await ask(api.port, 'GET', '/orders/1');
    expect(await recorded()).toMatchObject([
      {
        outcome: 'rejected',
        status: 503,
        waitMs: null,
        grantedMs: null,
        error: { code: 'POOL_ACQUIRE_TIMEOUT', errno: null, syscall: null },
      },
    ]);
  });

  test('is failed when the query throws', async () => {
    await start('node');
    api.pool.answer = () => Promise.reject(new PileupError('DATABASE_CONNECTION_LOST', 'gone'));
    await ask(api.port, 'GET', '/orders/1');
    expect(await recorded()).toMatchObject([
      { outcome: 'failed', status: 500, waitMs: 12, error: { code: 'DATABASE_CONNECTION_LOST' } },
    ]);
  });

  test('is failed when it never came to a handler', async () => {
    await start('node');
    await ask(api.port, 'GET', '/orders/%E0%A4%A');
    expect(await recorded()).toMatchObject([{ outcome: 'failed', status: 400, grantedMs: null }]);
  });

  test('is told to the log', async () => {
    await start('node');
    api.pool.refusal = new PileupError('POOL_QUEUE_FULL', 'full');
    await ask(api.port, 'GET', '/orders/1');
    await recorded();
    expect(api.ended).toEqual([
      {
        method: 'GET',
        path: '/orders/1',
        outcome: 'rejected',
        error: { code: 'POOL_QUEUE_FULL', errno: null, syscall: null },
        waitMs: null,
        elapsedMs: expect.any(Number),
        clientGone: false,
      },
    ]);
  });
});

describe('a client that leaves, as Node sees it', () => {
  test('while it waits for the pool: client_gone_waiting, and its grant is dead', async () => {
    await start('node');
    const client = await sendAndWait('/orders/1');
    client.destroy();
    await leftIsNoticed();
    api.pool.waiting[0]?.grant();
    const [event] = await recorded();
    expect(event).toMatchObject({ outcome: 'client_gone_waiting', deadGrant: true, waitMs: 12 });
    expect(event?.clientGoneMs).toBeLessThan(event?.grantedMs ?? Number.NaN);
  });

  test('the query runs all the same, for nobody', async () => {
    await start('node');
    const client = await sendAndWait('/orders/1');
    client.destroy();
    await leftIsNoticed();
    api.pool.waiting[0]?.grant();
    await recorded();
    expect(api.pool.statements).toHaveLength(1);
    expect(api.pool.releases).toEqual([{ broken: false }]);
  });

  test('the kernel is not heard to complain: Node has destroyed the socket', async () => {
    await start('node');
    const client = await sendAndWait('/orders/1');
    client.destroy();
    await leftIsNoticed();
    api.pool.waiting[0]?.grant();
    expect(await recorded()).toMatchObject([{ error: null }]);
  });

  test('its request has not ended before its handler has', async () => {
    await start('node');
    const client = await sendAndWait('/orders/1');
    client.destroy();
    await until(() => api.observer.sockets === 0, 'the socket to be gone');
    expect(api.recorder.of('server.request')).toEqual([]);
    api.pool.waiting[0]?.grant();
    await recorded();
  });

  test('while its query runs: client_gone_querying, and its grant was a good one', async () => {
    await start('node');
    let finish = (): void => {};
    api.pool.answer = () =>
      new Promise((resolve) => {
        finish = () => resolve([]);
      });
    const client = await send('/orders/1');
    await until(() => api.pool.statements.length === 1, 'the query');
    client.destroy();
    await until(() => api.observer.sockets === 0, 'the socket to be gone');
    finish();
    expect(await recorded()).toMatchObject([{ outcome: 'client_gone_querying', deadGrant: false }]);
  });

  test('with a reset: the same outcome, and the error of the kernel', async () => {
    await start('node');
    const client = await sendAndWait('/orders/1');
    client.resetAndDestroy();
    await leftIsNoticed();
    api.pool.waiting[0]?.grant();
    expect(await recorded()).toMatchObject([
      { outcome: 'client_gone_waiting', error: { code: 'ECONNRESET', errno: -104, syscall: 'read' } },
    ]);
  });

  test('is told to the log as gone', async () => {
    await start('node');
    const client = await sendAndWait('/orders/1');
    client.destroy();
    await leftIsNoticed();
    api.pool.waiting[0]?.grant();
    await recorded();
    expect(api.ended).toMatchObject([{ outcome: 'client_gone_waiting', clientGone: true, waitMs: 12 }]);
  });

  test('after its answer is complete: nobody cares', async () => {
    await start('node');
    const client = await send('/orders/1');
    await recorded();
    client.destroy();
    await until(() => api.observer.sockets === 0, 'the socket to be gone');
    expect(api.recorder.of('server.request')).toMatchObject([{ outcome: 'completed', clientGoneMs: null }]);
  });
});

describe('a client that leaves, as gin sees it', () => {
  test('the write fails with an EPIPE of the kernel: write_failed', async () => {
    await start('gin');
    const client = await sendAndWait('/orders/1');
    client.destroy();
    await leftIsNoticed();
    api.pool.waiting[0]?.grant();
    expect(await recorded()).toMatchObject([
      {
        outcome: 'write_failed',
        deadGrant: true,
        error: { code: 'EPIPE', errno: -32, syscall: 'write' },
      },
    ]);
  });

  test('its socket stays open until its turn has come', async () => {
    await start('gin');
    const client = await sendAndWait('/orders/1');
    client.destroy();
    await leftIsNoticed();
    expect(api.observer.sockets).toBe(1);
    api.pool.waiting[0]?.grant();
    await recorded();
    await until(() => api.observer.sockets === 0, 'the socket to be gone');
  });

  test('the failed write is told to the log', async () => {
    await start('gin');
    const client = await sendAndWait('/orders/1');
    client.destroy();
    await leftIsNoticed();
    api.pool.waiting[0]?.grant();
    await recorded();
    expect(api.ended).toMatchObject([{ outcome: 'write_failed', error: { code: 'EPIPE' }, clientGone: true }]);
  });
});

test('requests that were sent at once on one connection are all answered and all recorded', async () => {
  await start('node');
  const client = connect(api.port, '127.0.0.1');
  clients.push(client);
  let text = '';
  client.setEncoding('utf8');
  client.on('data', (piece: string) => {
    text += piece;
  });
  client.write(
    ['/orders/1', '/orders/2', '/orders/3'].map((path) => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`).join(''),
  );
  const events = await recorded(3);
  expect(events.map(({ nth, path, outcome }) => [nth, path, outcome])).toEqual([
    [1, '/orders/1', 'completed'],
    [2, '/orders/2', 'completed'],
    [3, '/orders/3', 'completed'],
  ]);
  await until(() => text.split('HTTP/1.1 200 OK').length === 4, 'three answers');
});

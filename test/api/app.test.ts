import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../../src/api/app.ts';
import { type ApiStyle, responders } from '../../src/api/respond.ts';
import { PileupError } from '../../src/errors.ts';
import { StubPool } from '../support/stub-pool.ts';
import { ask, startTestApi, type TestApi } from '../support/test-api.ts';

const styles: ApiStyle[] = ['node', 'gin'];

describe.each(styles)('the routes, in the style of %s', (style) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startTestApi(style);
  });
  afterEach(() => api.close());

  test('/healthz says ok without a connection', async () => {
    expect(await ask(api.port, 'GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(api.pool.statements).toEqual([]);
  });

  test('/pool shows the state of the pool', async () => {
    expect(await ask(api.port, 'GET', '/pool')).toMatchObject({ status: 200, body: api.pool.stats() });
  });

  test('GET /orders/:id runs one statement with the id', async () => {
    expect(await ask(api.port, 'GET', '/orders/7')).toMatchObject({
      status: 200,
      body: { id: '7', rows: [{ ran: 'order.read' }] },
    });
    expect(api.pool.statements).toEqual([{ name: 'order.read', values: ['7'], requestKey: '1.1' }]);
  });

  test('POST /orders takes a body of 300 KB', async () => {
    const body = Buffer.alloc(300 * 1024, 'x');
    expect(await ask(api.port, 'POST', '/orders', body)).toMatchObject({
      status: 201,
      body: { sizeBytes: 307_200, rows: [{ ran: 'order.write' }] },
    });
    expect(api.pool.statements).toEqual([{ name: 'order.write', values: [307_200], requestKey: '1.1' }]);
  });

  test('POST /orders takes an empty body', async () => {
    expect(await ask(api.port, 'POST', '/orders')).toMatchObject({ status: 201, body: { sizeBytes: 0 } });
  });

  test('/reports/daily runs its one statement', async () => {
    expect(await ask(api.port, 'GET', '/reports/daily')).toMatchObject({
      status: 200,
      body: { report: 'daily', rows: [{ ran: 'report.daily' }] },
    });
  });

  test('a path that is not there is a 404', async () => {
    expect(await ask(api.port, 'GET', '/nowhere')).toMatchObject({ status: 404, body: { error: 'no such route' } });
  });

  test('a path that does not decode is a 400', async () => {
    expect(await ask(api.port, 'GET', '/orders/%E0%A4%A')).toMatchObject({
      status: 400,
      body: { error: 'bad request' },
    });
  });

  test('HEAD has the headers and no body', async () => {
    const { status, body } = await ask(api.port, 'HEAD', '/healthz');
    expect({ status, body }).toEqual({ status: 200, body: null });
  });

  test('answers are JSON with a length', async () => {
    const { headers } = await ask(api.port, 'GET', '/healthz');
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers['content-length']).toBe(String('{"status":"ok"}'.length));
  });

  test('the answer does not say what it was made with', async () => {
    const { headers } = await ask(api.port, 'GET', '/healthz');
    expect(headers['x-powered-by']).toBeUndefined();
  });

  test.each(['POOL_ACQUIRE_TIMEOUT', 'POOL_QUEUE_FULL'] as const)('%s is a 503', async (code) => {
    api.pool.refusal = new PileupError(code, 'no connection for you');
    expect(await ask(api.port, 'GET', '/orders/1')).toMatchObject({ status: 503, body: { error: 'overloaded' } });
  });

  test('a pool that is closed is a 500', async () => {
    api.pool.refusal = new PileupError('POOL_CLOSED', 'closed');
    expect(await ask(api.port, 'GET', '/orders/1')).toMatchObject({ status: 500, body: { error: 'internal error' } });
  });

  test('a query that throws is a 500, which keeps the reason to itself', async () => {
    api.pool.answer = () => Promise.reject(new Error('secret table missing'));
    expect(await ask(api.port, 'GET', '/orders/1')).toMatchObject({ status: 500, body: { error: 'internal error' } });
  });

  test('the connection goes back to the pool after the query', async () => {
    await ask(api.port, 'GET', '/orders/1');
    expect(api.pool.releases).toEqual([{ broken: false }]);
  });

  test('the connection goes back to the pool when the query throws', async () => {
    api.pool.answer = () => Promise.reject(new Error('bad statement'));
    await ask(api.port, 'GET', '/orders/1');
    expect(api.pool.releases).toEqual([{ broken: false }]);
  });

  test('a connection that was lost during the query goes back as broken', async () => {
    api.pool.answer = () => {
      api.pool.alive = false;
      return Promise.reject(new PileupError('DATABASE_CONNECTION_LOST', 'gone'));
    };
    await ask(api.port, 'GET', '/orders/1');
    expect(api.pool.releases).toEqual([{ broken: true }]);
  });
});

test('the app works without an observer', async () => {
  const pool = new StubPool();
  const server = createServer(createApp({ pool, respond: responders.node }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    expect((await ask(port, 'GET', '/orders/3')).status).toBe(200);
    expect(pool.statements).toEqual([{ name: 'order.read', values: ['3'], requestKey: '' }]);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

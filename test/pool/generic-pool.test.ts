import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ConnectionFactory, type GenericPoolOptions, genericPoolAdapter } from '../../src/pool/generic-pool.ts';
import { MeasuredPool } from '../../src/pool/measured-pool.ts';
import type { PoolAdapter } from '../../src/pool/pool.ts';
import { rejectionOf } from '../support/caught.ts';
import { until } from '../support/until.ts';

interface StubConnection {
  id: number;
  usable: boolean | 'throws';
}

/** Makes connections that are nothing but a number; `failure` stands in for a database that cannot be reached. */
class StubFactory implements ConnectionFactory<StubConnection> {
  failure: Error | null = null;
  attempts = 0;
  readonly destroyed: number[] = [];
  #made = 0;

  async create(): Promise<StubConnection> {
    this.attempts++;
    if (this.failure) throw this.failure;
    return { id: ++this.#made, usable: true };
  }

  async destroy({ id }: StubConnection): Promise<void> {
    this.destroyed.push(id);
  }

  isUsable({ usable }: StubConnection): boolean {
    if (usable === 'throws') throw new Error('the check itself failed');
    return usable;
  }
}

const warmUpMs = 5000;

let factory: StubFactory;
let adapter: PoolAdapter<StubConnection>;
let heard: string[];

beforeEach(() => {
  factory = new StubFactory();
  heard = [];
});
afterEach(async () => {
  // A pool in which acquires still wait for a database that is down would never drain.
  factory.failure = null;
  await adapter.close();
});

function makePool(options: Partial<GenericPoolOptions> = {}): PoolAdapter<StubConnection> {
  adapter = genericPoolAdapter(
    factory,
    { max: 1, acquireTimeoutMs: null, maxPending: null, ...options },
    {
      created: () => heard.push('created'),
      createFailed: (error) => heard.push(`create failed: ${error.message}`),
      destroyed: () => heard.push('destroyed'),
    },
  );
  return adapter;
}

function measured(): MeasuredPool<StubConnection> {
  return new MeasuredPool('orders', adapter);
}

describe('warm-up', () => {
  test('creates as many connections as the pool may hold', async () => {
    await makePool({ max: 3 }).warmUp(warmUpMs);
    expect(factory.attempts).toBe(3);
    expect(adapter.counts()).toEqual({ total: 3, idle: 3, used: 0, pending: 0 });
  });

  test('finds nothing left to do the second time', async () => {
    await makePool({ max: 3 }).warmUp(warmUpMs);
    await adapter.warmUp(warmUpMs);
    expect(factory.attempts).toBe(3);
  });

  test('goes on when the first attempts fail', async () => {
    factory.failure = new Error('not yet');
    const warming = makePool({ max: 2 }).warmUp(warmUpMs);
    await until(() => heard.length > 0, 'an attempt that fails');
    factory.failure = null;
    await warming;
    expect(adapter.counts().idle).toBe(2);
  });

  test('rejects with the error of the database when that stays down', async () => {
    makePool();
    factory.failure = new Error('the database is down');
    const cold = genericPoolAdapter(factory, { max: 1, acquireTimeoutMs: null, maxPending: null });
    expect(await rejectionOf(cold.warmUp(50))).toBe(factory.failure);
  });

  test('is not ended by an acquire deadline that is shorter', async () => {
    factory.failure = new Error('not yet');
    const warming = makePool({ max: 2, acquireTimeoutMs: 20 }).warmUp(warmUpMs);
    await until(() => factory.attempts >= 3, 'attempts for longer than the acquire deadline');
    factory.failure = null;
    await warming;
    expect(adapter.counts()).toEqual({ total: 2, idle: 2, used: 0, pending: 0 });
  });

  test('that failed leaves no connection on loan when the database comes up after all', async () => {
    factory.failure = new Error('down');
    const warming = makePool({ max: 1 }).warmUp(30);
    await rejectionOf(warming);
    factory.failure = null;
    await until(() => adapter.counts().idle === 1, 'the connection that comes late');
    expect(adapter.counts().used).toBe(0);
  });

  test('is not stopped by a queue bound of nothing', async () => {
    await makePool({ max: 3, maxPending: 0 }).warmUp(warmUpMs);
    expect(adapter.counts().idle).toBe(3);
  });
});

describe('a create that fails', () => {
  test('is tried again until it succeeds', async () => {
    factory.failure = new Error('not yet');
    const acquiring = makePool().acquire();
    await until(() => factory.attempts >= 2, 'a second attempt');
    factory.failure = null;
    const connection = await acquiring;
    expect(connection.id).toBe(1);
    await adapter.release(connection);
  });

  test('leaves the event loop to others', async () => {
    factory.failure = new Error('down');
    const failing = rejectionOf(makePool({ acquireTimeoutMs: 100 }).acquire());
    let turns = 0;
    for (; turns < 10; turns++) await new Promise((resolve) => setImmediate(resolve));
    expect(turns).toBe(10);
    await failing;
  });

  test('is tried a few times and not in a loop', async () => {
    factory.failure = new Error('down');
    const startedMs = performance.now();
    await rejectionOf(makePool({ acquireTimeoutMs: 200 }).acquire());
    const elapsedMs = performance.now() - startedMs;
    // The pauses are 20, 40, 80, … ms and never shorter, so after n failures at least 20·(2ⁿ − 1) ms have passed; a
    // timer may fire a millisecond early.
    expect(factory.attempts).toBeLessThanOrEqual(1 + Math.log2(1 + elapsedMs / 19));
    expect(factory.attempts).toBeGreaterThan(1);
  });

  test('is the cause of the acquire that timed out', async () => {
    factory.failure = new Error('the database is down');
    makePool({ acquireTimeoutMs: 60 });
    const error = await rejectionOf(measured().acquire());
    expect(error).toMatchObject({ code: 'POOL_ACQUIRE_TIMEOUT' });
    expect(error.cause).toBe(factory.failure);
  });

  test('that is no Error is made one', async () => {
    makePool({ acquireTimeoutMs: 40 });
    factory.create = () => Promise.reject('a bare string');
    await rejectionOf(adapter.acquire());
    expect(adapter.lastCreateError).toMatchObject({ message: 'a bare string' });
  });

  test('is forgotten once another succeeds', async () => {
    factory.failure = new Error('down');
    const acquiring = makePool().acquire();
    await until(() => adapter.lastCreateError !== null, 'a failure');
    factory.failure = null;
    await adapter.release(await acquiring);
    expect(adapter.lastCreateError).toBeNull();
  });

  test('is told to the tracker', async () => {
    factory.failure = new Error('down');
    await rejectionOf(makePool({ acquireTimeoutMs: 10 }).acquire());
    expect(heard[0]).toBe('create failed: down');
  });
});

describe('a connection that is no longer usable', () => {
  test.each([false, 'throws'] as const)(
    'is replaced when it is acquired next, and no slot is lost (isUsable: %s)',
    async (usable) => {
      await makePool({ max: 1 }).warmUp(warmUpMs);
      const first = await adapter.acquire();
      await adapter.release(first);
      first.usable = usable;
      const second = await adapter.acquire();
      expect(second.id).toBe(2);
      expect(factory.destroyed).toEqual([1]);
      expect(adapter.counts()).toEqual({ total: 1, idle: 0, used: 1, pending: 0 });
      await adapter.release(second);
    },
  );

  test.each([false, 'throws'] as const)('makes room for as many as before (isUsable: %s)', async (usable) => {
    await makePool({ max: 3 }).warmUp(warmUpMs);
    const all = [await adapter.acquire(), await adapter.acquire(), await adapter.acquire()];
    for (const connection of all) {
      await adapter.release(connection);
      connection.usable = usable;
    }
    const fresh = await Promise.all([adapter.acquire(), adapter.acquire(), adapter.acquire()]);
    expect(fresh.map(({ id }) => id)).toEqual([4, 5, 6]);
    expect(adapter.counts()).toEqual({ total: 3, idle: 0, used: 3, pending: 0 });
    for (const connection of fresh) await adapter.release(connection);
  });

  test('that breaks while it is used is destroyed, and whoever waits gets a new one', async () => {
    await makePool({ max: 1 }).warmUp(warmUpMs);
    const broken = await adapter.acquire();
    const waiting = adapter.acquire();
    await adapter.destroy(broken);
    const fresh = await waiting;
    expect(fresh.id).toBe(2);
    expect(heard).toEqual(['created', 'destroyed', 'created']);
    await adapter.release(fresh);
  });
});

describe('bounds', () => {
  test('an acquire beyond the queue bound is refused at once', async () => {
    await makePool({ max: 1, maxPending: 1 }).warmUp(warmUpMs);
    const pool = measured();
    const held = await pool.acquire();
    const waiting = pool.acquire();
    expect(await rejectionOf(pool.acquire())).toMatchObject({ code: 'POOL_QUEUE_FULL' });
    await held.release();
    await (await waiting).release();
  });

  test('the error of a full queue says how the pool stands', async () => {
    await makePool({ max: 1, maxPending: 0 }).warmUp(warmUpMs);
    const pool = measured();
    const held = await pool.acquire();
    const { message } = await rejectionOf(pool.acquire());
    expect(message).toMatch(/^pool "orders": the queue is full after \d+ ms \(total=1, used=1, idle=0, pending=1\)$/);
    await held.release();
  });

  test('an acquire that waits for too long fails and says how the pool stands', async () => {
    await makePool({ max: 2, acquireTimeoutMs: 30 }).warmUp(warmUpMs);
    const pool = measured();
    const held = [await pool.acquire(), await pool.acquire()];
    const error = await rejectionOf(pool.acquire());
    expect(error).toMatchObject({ code: 'POOL_ACQUIRE_TIMEOUT' });
    expect(error.message).toMatch(/^pool "orders": no connection after \d+ ms \(total=2, used=2, idle=0, pending=1\)$/);
    for (const lease of held) await lease.release();
  });

  test('an acquire that timed out costs no slot', async () => {
    await makePool({ max: 1, acquireTimeoutMs: 30 }).warmUp(warmUpMs);
    const held = await adapter.acquire();
    await rejectionOf(adapter.acquire());
    await adapter.release(held);
    const again = await adapter.acquire();
    expect(again).toBe(held);
    await adapter.release(again);
  });

  test('acquires are served first come, first served', async () => {
    await makePool({ max: 1 }).warmUp(warmUpMs);
    const held = await adapter.acquire();
    const served: string[] = [];
    const waiting = ['first', 'second', 'third'].map(async (name) => {
      const connection = await adapter.acquire();
      served.push(name);
      await adapter.release(connection);
    });
    expect(adapter.counts().pending).toBe(3);
    await adapter.release(held);
    await Promise.all(waiting);
    expect(served).toEqual(['first', 'second', 'third']);
  });
});

test('dead grants are counted', async () => {
  await makePool({ max: 1 }).warmUp(warmUpMs);
  const pool = measured();
  await (await pool.acquire(() => true)).release();
  await (await pool.acquire(() => false)).release();
  expect(pool.stats()).toMatchObject({ grants: 2, deadGrants: 1 });
});

test('a second release of the same connection is an error of its own', async () => {
  await makePool({ max: 1 }).warmUp(warmUpMs);
  const lease = await measured().acquire();
  await lease.release();
  await expect(lease.release()).rejects.toThrow();
});

test('closing destroys what is idle', async () => {
  await makePool({ max: 2 }).warmUp(warmUpMs);
  await adapter.close();
  expect(factory.destroyed.toSorted()).toEqual([1, 2]);
  expect(heard.filter((event) => event === 'destroyed')).toHaveLength(2);
});

test('an acquire after the close says that the pool is closed', async () => {
  await makePool({ max: 1 }).warmUp(warmUpMs);
  await adapter.close();
  expect(await rejectionOf(measured().acquire())).toMatchObject({ code: 'POOL_CLOSED' });
});

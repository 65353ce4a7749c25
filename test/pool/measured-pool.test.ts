import { beforeEach, describe, expect, test } from 'vitest';
import { MeasuredPool } from '../../src/pool/measured-pool.ts';
import type { PoolAdapter, PoolCounts, PoolTracker } from '../../src/pool/pool.ts';
import { rejectionOf } from '../support/caught.ts';

interface StubConnection {
  id: number;
}

/** A pool library in which the test grants and refuses. */
class StubAdapter implements PoolAdapter<StubConnection> {
  readonly max = 4;
  state: PoolCounts = { total: 4, idle: 1, used: 3, pending: 0 };
  lastCreateError: Error | null = null;
  readonly calls: string[] = [];
  readonly #waiting: { resolve: (connection: StubConnection) => void; reject: (error: Error) => void }[] = [];

  acquire(): Promise<StubConnection> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  grant(id: number): void {
    this.#waiting.shift()?.resolve({ id });
  }

  refuse(message: string): void {
    this.#waiting.shift()?.reject(new Error(message));
  }

  async release({ id }: StubConnection): Promise<void> {
    this.calls.push(`release ${id}`);
  }

  async destroy({ id }: StubConnection): Promise<void> {
    this.calls.push(`destroy ${id}`);
  }

  counts(): PoolCounts {
    return this.state;
  }

  classify(error: unknown): 'POOL_ACQUIRE_TIMEOUT' | 'POOL_QUEUE_FULL' | 'POOL_CLOSED' {
    const { message } = error as Error;
    if (message === 'late') return 'POOL_ACQUIRE_TIMEOUT';
    return message === 'full' ? 'POOL_QUEUE_FULL' : 'POOL_CLOSED';
  }

  async warmUp(deadlineMs: number): Promise<void> {
    this.calls.push(`warmUp ${deadlineMs}`);
  }

  async close(): Promise<void> {
    this.calls.push('close');
  }
}

let adapter: StubAdapter;
let heard: unknown[][];
let nowMs: number;
let pool: MeasuredPool<StubConnection>;

beforeEach(() => {
  adapter = new StubAdapter();
  heard = [];
  nowMs = 1000;
  const tracker: PoolTracker = {
    acquired: (waitMs, dead) => heard.push(['acquired', waitMs, dead]),
    released: (useMs) => heard.push(['released', useMs]),
    acquireFailed: (waitMs, error) => heard.push(['acquireFailed', waitMs, (error as { code?: string }).code]),
  };
  pool = new MeasuredPool('orders', adapter, tracker, () => nowMs);
});

describe('a grant', () => {
  test('carries the connection and the time that it was waited for', async () => {
    const acquiring = pool.acquire();
    nowMs = 1250;
    adapter.grant(7);
    expect(await acquiring).toMatchObject({ connection: { id: 7 }, waitMs: 250, dead: false });
  });

  test('is counted', async () => {
    const acquiring = pool.acquire();
    adapter.grant(7);
    await acquiring;
    expect(pool.stats()).toMatchObject({ grants: 1, deadGrants: 0, timeouts: 0 });
  });

  test('to a client that has left is dead, and counted as such', async () => {
    const acquiring = pool.acquire(() => true);
    adapter.grant(7);
    expect((await acquiring).dead).toBe(true);
    expect(pool.stats()).toMatchObject({ grants: 1, deadGrants: 1 });
  });

  test('asks whether the client has left at the moment of the grant and not before', async () => {
    let gone = false;
    const acquiring = pool.acquire(() => gone);
    gone = true;
    adapter.grant(7);
    expect((await acquiring).dead).toBe(true);
  });

  test('is told to the tracker with its wait', async () => {
    const acquiring = pool.acquire(() => true);
    nowMs = 1040;
    adapter.grant(7);
    await acquiring;
    expect(heard).toEqual([['acquired', 40, true]]);
  });
});

describe('giving back', () => {
  test('a good connection is released', async () => {
    const acquiring = pool.acquire();
    adapter.grant(7);
    await (await acquiring).release();
    expect(adapter.calls).toEqual(['release 7']);
  });

  test('a broken connection is destroyed', async () => {
    const acquiring = pool.acquire();
    adapter.grant(7);
    await (await acquiring).release({ broken: true });
    expect(adapter.calls).toEqual(['destroy 7']);
  });

  test('tells the tracker how long it was held, from the grant and not from the acquire', async () => {
    const acquiring = pool.acquire();
    nowMs = 1500;
    adapter.grant(7);
    const lease = await acquiring;
    nowMs = 1550;
    await lease.release();
    expect(heard).toContainEqual(['released', 50]);
  });
});

describe('an acquire that fails', () => {
  test('says which pool, how long it waited and how the pool stood', async () => {
    const acquiring = pool.acquire();
    nowMs = 1500;
    adapter.state = { total: 4, idle: 0, used: 4, pending: 0 };
    adapter.refuse('late');
    expect(await rejectionOf(acquiring)).toMatchObject({
      code: 'POOL_ACQUIRE_TIMEOUT',
      message: 'pool "orders": no connection after 500 ms (total=4, used=4, idle=0, pending=1)',
    });
  });

  test('counts itself and the others that wait as pending', async () => {
    const failing = rejectionOf(pool.acquire());
    void pool.acquire();
    void pool.acquire();
    adapter.refuse('full');
    expect((await failing).message).toBe(
      'pool "orders": the queue is full after 0 ms (total=4, used=3, idle=1, pending=3)',
    );
  });

  test('on a pool that is closed says so', async () => {
    const failing = rejectionOf(pool.acquire());
    adapter.refuse('closed');
    expect(await failing).toMatchObject({
      code: 'POOL_CLOSED',
      message: 'pool "orders": the pool is closed after 0 ms (total=4, used=3, idle=1, pending=1)',
    });
  });

  test("has the library's error as its cause", async () => {
    const failing = rejectionOf(pool.acquire());
    adapter.refuse('late');
    expect((await failing).cause).toMatchObject({ message: 'late' });
  });

  test('has the error of the last create as its cause while none succeeds', async () => {
    adapter.lastCreateError = new Error('the database is down');
    const failing = rejectionOf(pool.acquire());
    adapter.refuse('late');
    expect((await failing).cause).toBe(adapter.lastCreateError);
  });

  test('is told to the tracker with its wait', async () => {
    const failing = rejectionOf(pool.acquire());
    nowMs = 1300;
    adapter.refuse('late');
    await failing;
    expect(heard).toEqual([['acquireFailed', 300, 'POOL_ACQUIRE_TIMEOUT']]);
  });

  test('counts as a time-out only when it was one', async () => {
    const failing = [rejectionOf(pool.acquire()), rejectionOf(pool.acquire()), rejectionOf(pool.acquire())];
    for (const message of ['late', 'full', 'closed']) adapter.refuse(message);
    await Promise.all(failing);
    expect(pool.stats()).toMatchObject({ timeouts: 1, grants: 0 });
  });
});

describe('the gauges', () => {
  test("are the library's counts with the pool's own", () => {
    expect(pool.stats()).toEqual({
      max: 4,
      total: 4,
      idle: 1,
      used: 3,
      pending: 0,
      oldestWaitMs: 0,
      grants: 0,
      deadGrants: 0,
      timeouts: 0,
    });
  });

  test('the oldest wait is that of the acquire that has waited longest', () => {
    void pool.acquire();
    nowMs = 1200;
    void pool.acquire();
    nowMs = 1300;
    expect(pool.stats().oldestWaitMs).toBe(300);
  });

  test('the oldest wait passes to the next acquire when the oldest is granted', async () => {
    const oldest = pool.acquire();
    nowMs = 1200;
    void pool.acquire();
    nowMs = 1300;
    adapter.grant(1);
    await oldest;
    expect(pool.stats().oldestWaitMs).toBe(100);
  });

  test('the oldest wait passes to the next acquire when the oldest fails', async () => {
    const oldest = rejectionOf(pool.acquire());
    nowMs = 1250;
    void pool.acquire();
    nowMs = 1300;
    adapter.refuse('late');
    await oldest;
    expect(pool.stats().oldestWaitMs).toBe(50);
  });

  test('nobody waits longer than 0 ms when nobody waits', async () => {
    const acquiring = pool.acquire();
    nowMs = 1300;
    adapter.grant(1);
    await acquiring;
    expect(pool.stats().oldestWaitMs).toBe(0);
  });
});

test('warming up and closing are left to the library', async () => {
  await pool.warmUp(5000);
  await pool.close();
  expect(adapter.calls).toEqual(['warmUp 5000', 'close']);
});

test('a pool without a tracker measures all the same', async () => {
  const quiet = new MeasuredPool('quiet', adapter);
  const acquiring = quiet.acquire();
  adapter.grant(1);
  await (await acquiring).release();
  expect(quiet.stats().grants).toBe(1);
});

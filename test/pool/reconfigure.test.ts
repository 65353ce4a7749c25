import { afterEach, beforeEach, expect, test } from 'vitest';
import { genericPoolAdapter } from '../../src/pool/generic-pool.ts';
import { MeasuredPool } from '../../src/pool/measured-pool.ts';
import type { Lease } from '../../src/pool/pool.ts';
import { rejectionOf } from '../support/caught.ts';
import { until } from '../support/until.ts';

let made: number;
let closed: number;
let pool: MeasuredPool<number>;
let leases: Lease<number>[];

beforeEach(async () => {
  [made, closed, leases] = [0, 0, []];
  const factory = {
    create: async () => ++made,
    destroy: async () => {
      closed++;
    },
    isUsable: () => true,
  };
  pool = new MeasuredPool('orders', genericPoolAdapter(factory, { max: 2, acquireTimeoutMs: null, maxPending: null }));
  await pool.warmUp(5000);
});
afterEach(async () => {
  for (const lease of leases) await lease.release();
  await pool.close();
});

async function take(): Promise<void> {
  leases.push(await pool.acquire());
}

async function giveBack(): Promise<void> {
  await leases.pop()?.release();
}

test('a pool that grows serves at once who waits', async () => {
  await take();
  await take();
  const waiting = [take(), take()];
  pool.reconfigure({ max: 4, acquireTimeoutMs: null, maxPending: null });
  await Promise.all(waiting);
  expect(pool.stats()).toMatchObject({ max: 4, used: 4, pending: 0, grants: 4 });
});

test('a pool that shrinks closes what is idle now, and the rest as it comes back', async () => {
  pool.reconfigure({ max: 4, acquireTimeoutMs: null, maxPending: null });
  for (let i = 0; i < 4; i++) await take();
  await giveBack();
  pool.reconfigure({ max: 2, acquireTimeoutMs: null, maxPending: null });
  await until(() => closed === 1, 'the idle one is closed');
  expect(pool.stats()).toMatchObject({ max: 2, used: 3 });
  await giveBack();
  await until(() => closed === 2, 'the third is closed');
  await giveBack();
  await until(() => pool.stats().total === 2, 'two are left');
  expect(closed).toBe(2);
  expect(pool.stats()).toMatchObject({ used: 1, idle: 1 });
});

test('a deadline and a bound hold for those who come from then on', async () => {
  await take();
  await take();
  const patient = take();
  pool.reconfigure({ max: 2, acquireTimeoutMs: 5, maxPending: 2 });
  const late = rejectionOf(pool.acquire());
  expect(await rejectionOf(pool.acquire())).toMatchObject({ code: 'POOL_QUEUE_FULL' });
  expect(await late).toMatchObject({ code: 'POOL_ACQUIRE_TIMEOUT' });
  await giveBack();
  await patient;
  expect(pool.stats()).toMatchObject({ used: 2, timeouts: 1, grants: 3 });
  pool.reconfigure({ max: 2, acquireTimeoutMs: null, maxPending: null });
  const [third, fourth] = [take(), take()];
  await giveBack();
  await third;
  await giveBack();
  await fourth;
});

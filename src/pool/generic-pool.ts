import { setTimeout as sleep } from 'node:timers/promises';
import { createPool } from 'generic-pool';
import type { PoolAdapter, PoolTracker } from './pool.ts';

export interface GenericPoolOptions {
  max: number;
  /** Longest wait for a connection, in milliseconds; null, generic-pool's default, waits for ever. */
  acquireTimeoutMs: number | null;
  /** Longest queue; null, generic-pool's default, has no bound. */
  maxPending: number | null;
}

/** What the pool needs to know of the connections that it holds. */
export interface ConnectionFactory<C> {
  create(): Promise<C>;
  destroy(connection: C): Promise<void>;
  /** Whether an idle connection can still be used. */
  isUsable(connection: C): boolean;
}

const firstBackoffMs = 20;
const longestBackoffMs = 1000;

/**
 * generic-pool 3.9 behind the adapter port, around its traps:
 * - a `create` that fails is called again at once, in a loop that starves the event loop: ours waits before it rejects,
 *   each time twice as long, up to a second;
 * - a `validate` that rejects loses its slot for ever: ours cannot reject;
 * - `release` rejects on a second release: callers await it;
 * - a queue bound counts acquires that wait for the first connections: warm up before you let requests in.
 */
export function genericPoolAdapter<C>(
  factory: ConnectionFactory<C>,
  options: GenericPoolOptions,
  tracker: PoolTracker = {},
): PoolAdapter<C> {
  let failures = 0;
  let lastCreateError: Error | null = null;

  const create = async (): Promise<C> => {
    const startedMs = performance.now();
    try {
      const connection = await factory.create();
      failures = 0;
      lastCreateError = null;
      tracker.created?.(performance.now() - startedMs);
      return connection;
    } catch (error) {
      lastCreateError = error instanceof Error ? error : new Error(String(error));
      tracker.createFailed?.(lastCreateError);
      await sleep(Math.min(firstBackoffMs * 2 ** failures++, longestBackoffMs));
      throw error;
    }
  };

  const pool = createPool<C>(
    {
      create,
      destroy: async (connection) => {
        tracker.destroyed?.();
        await factory.destroy(connection);
      },
      validate: async (connection) => {
        try {
          return factory.isUsable(connection);
        } catch {
          return false;
        }
      },
    },
    {
      max: options.max,
      testOnBorrow: true,
      ...(options.acquireTimeoutMs === null ? {} : { acquireTimeoutMillis: options.acquireTimeoutMs }),
      ...(options.maxPending === null ? {} : { maxWaitingClients: options.maxPending }),
    },
  );
  // Without a listener generic-pool drops these; the tracker has heard them already.
  pool.on('factoryCreateError', () => {});
  pool.on('factoryDestroyError', () => {});

  return {
    max: options.max,
    acquire: () => pool.acquire(),
    release: (connection) => pool.release(connection),
    destroy: (connection) => pool.destroy(connection),
    counts: () => ({
      // `size` counts connections that are still being created; a pool's total does not.
      total: pool.available + pool.borrowed,
      idle: pool.available,
      used: pool.borrowed,
      pending: pool.pending,
    }),
    classify(error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      if (name === 'TimeoutError') return 'POOL_ACQUIRE_TIMEOUT';
      if (message.includes('max waitingClients')) return 'POOL_QUEUE_FULL';
      return message.includes('draining') ? 'POOL_CLOSED' : null;
    },
    get lastCreateError() {
      return lastCreateError;
    },
    // Holding what it has while it asks for more makes the pool create: an acquire that finds an idle one would not.
    async warmUp(deadlineMs) {
      const held: C[] = [];
      const deadline = sleep(deadlineMs, null, { ref: false });
      try {
        while (held.length < options.max) {
          const connection = await Promise.race([pool.acquire(), deadline]);
          if (connection === null) throw lastCreateError ?? new Error(`the pool is not warm after ${deadlineMs} ms`);
          held.push(connection);
        }
      } finally {
        for (const connection of held) await pool.release(connection);
      }
    },
    async close() {
      await pool.drain();
      await pool.clear();
    },
  };
}

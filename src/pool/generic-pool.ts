import { setTimeout as sleep } from 'node:timers/promises';
import { createPool } from 'generic-pool';
import type { PoolSettings } from '../recording/events.ts';
import type { PoolAdapter, PoolTracker } from './pool.ts';

/** generic-pool's defaults are null: it waits for ever and its queue has no bound. */
export type GenericPoolOptions = PoolSettings;

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
  /** Acquires of our own, that only make the pool look at its settings. */
  let asking = 0;

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

  const release = (connection: C): Promise<void> =>
    // More than the maximum exist after it was lowered.
    pool.size > pool.max ? pool.destroy(connection) : pool.release(connection);

  return {
    get max() {
      return pool.max;
    },
    acquire: () => pool.acquire(),
    release,
    destroy: (connection) => pool.destroy(connection),
    counts: () => ({
      // `size` counts connections that are still being created; a pool's total does not.
      total: pool.available + pool.borrowed,
      idle: pool.available,
      used: pool.borrowed,
      pending: pool.pending - asking,
    }),
    classify(error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      if (name === 'TimeoutError') return 'POOL_ACQUIRE_TIMEOUT';
      if (message.includes('max waitingClients')) return 'POOL_QUEUE_FULL';
      return message.includes('draining') ? 'POOL_CLOSED' : 'POOL_ACQUIRE_FAILED';
    },
    get lastCreateError() {
      return lastCreateError;
    },
    // Holding what it has while it asks for more makes the pool create: an acquire that finds an idle one would not.
    async warmUp(deadlineMs) {
      const held: C[] = [];
      const deadline = sleep(deadlineMs, null, { ref: false });
      try {
        while (held.length < pool.max) {
          const acquired = pool.acquire();
          // An acquire deadline shorter than ours ends an attempt, not the warm-up.
          const connection = await Promise.race([acquired.catch(() => undefined), deadline]);
          if (connection === null) {
            acquired.then(
              (late) => pool.release(late),
              () => {},
            );
            throw lastCreateError ?? new Error(`the pool is not warm after ${deadlineMs} ms`);
          }
          if (connection !== undefined) held.push(connection);
        }
      } finally {
        for (const connection of held) await pool.release(connection);
      }
    },
    reconfigure(settings) {
      const config = liveConfig(pool);
      // generic-pool looks at what it may open or close when somebody asks it for something: to open, one who asks is
      // enough; each idle connection beyond the maximum has to be taken out.
      const asks = settings.max > config.max ? 1 : Math.min(pool.available, Math.max(0, pool.size - settings.max));
      config.max = settings.max;
      config.acquireTimeoutMillis = settings.acquireTimeoutMs ?? undefined;
      config.maxWaitingClients = settings.maxPending ?? undefined;
      for (let i = 0; i < asks; i++) {
        asking++;
        const asked = pool.acquire().finally(() => asking--);
        void asked.then(release, () => {});
      }
    },
    async close() {
      await pool.drain();
      await pool.clear();
    },
  };
}

interface LiveConfig {
  max: number;
  acquireTimeoutMillis: number | undefined;
  maxWaitingClients: number | undefined;
}

/** The settings that generic-pool reads at each acquire. Private to it, hence looked for before use. */
function liveConfig(pool: object): LiveConfig {
  const config = (pool as { _config?: Partial<LiveConfig> })._config;
  if (typeof config?.max !== 'number') throw new Error('this generic-pool cannot be changed while it runs');
  return config as LiveConfig;
}

import { PileupError } from '../errors.ts';
import type { PoolSettings } from '../recording/events.ts';
import type { Lease, Pool, PoolAdapter, PoolStats, PoolTracker } from './pool.ts';

/**
 * A pool that is measured: the same waits, uses and dead grants for every library, taken outside of the library.
 * `now` gives milliseconds.
 */
export class MeasuredPool<C> implements Pool<C> {
  readonly name: string;
  readonly #adapter: PoolAdapter<C>;
  readonly #tracker: PoolTracker;
  readonly #now: () => number;
  /** Start of each acquire that waits. A Set keeps the order of insertion, so its first member is the oldest. */
  readonly #waiting = new Set<{ sinceMs: number }>();
  #grants = 0;
  #deadGrants = 0;
  #timeouts = 0;

  constructor(name: string, adapter: PoolAdapter<C>, tracker: PoolTracker = {}, now = () => performance.now()) {
    this.name = name;
    this.#adapter = adapter;
    this.#tracker = tracker;
    this.#now = now;
  }

  async acquire(isClientGone: () => boolean = () => false): Promise<Lease<C>> {
    const ticket = { sinceMs: this.#now() };
    this.#waiting.add(ticket);
    let connection: C;
    try {
      connection = await this.#adapter.acquire();
    } catch (error) {
      // The counts in the error are those that the acquire lost against: it still counts as pending here.
      const waitMs = this.#now() - ticket.sinceMs;
      const failure = this.#acquireError(error, waitMs);
      this.#waiting.delete(ticket);
      if (failure.code === 'POOL_ACQUIRE_TIMEOUT') this.#timeouts++;
      this.#tracker.acquireFailed?.(waitMs, failure);
      throw failure;
    }
    this.#waiting.delete(ticket);
    const grantedMs = this.#now();
    const waitMs = grantedMs - ticket.sinceMs;
    const dead = isClientGone();
    this.#grants++;
    if (dead) this.#deadGrants++;
    this.#tracker.acquired?.(waitMs, dead);
    return {
      connection,
      waitMs,
      dead,
      release: ({ broken = false } = {}) => {
        this.#tracker.released?.(this.#now() - grantedMs);
        return broken ? this.#adapter.destroy(connection) : this.#adapter.release(connection);
      },
    };
  }

  stats(): PoolStats {
    const [oldest] = this.#waiting;
    return {
      max: this.#adapter.max,
      ...this.#adapter.counts(),
      oldestWaitMs: oldest ? this.#now() - oldest.sinceMs : 0,
      grants: this.#grants,
      deadGrants: this.#deadGrants,
      timeouts: this.#timeouts,
    };
  }

  warmUp(deadlineMs: number): Promise<void> {
    return this.#adapter.warmUp(deadlineMs);
  }

  reconfigure(settings: PoolSettings): void {
    if (!this.#adapter.reconfigure) throw new Error(`pool "${this.name}" cannot be changed while it serves`);
    this.#adapter.reconfigure(settings);
  }

  close(): Promise<void> {
    return this.#adapter.close();
  }

  #acquireError(error: unknown, waitMs: number): PileupError {
    const { total, used, idle } = this.#adapter.counts();
    const code = this.#adapter.classify(error);
    return new PileupError(
      code,
      `pool "${this.name}": ${reasons[code]} after ${waitMs.toFixed(0)} ms ` +
        `(total=${total}, used=${used}, idle=${idle}, pending=${this.#waiting.size})`,
      { cause: this.#adapter.lastCreateError ?? error },
    );
  }
}

const reasons = {
  POOL_ACQUIRE_TIMEOUT: 'no connection',
  POOL_QUEUE_FULL: 'the queue is full',
  POOL_CLOSED: 'the pool is closed',
  POOL_ACQUIRE_FAILED: 'the acquire failed',
};

import type { PoolSettings } from '../recording/events.ts';

/** The state of a pool at one moment, in HikariCP's and OpenTelemetry's words. */
export interface PoolCounts {
  /** Connections that exist. */
  total: number;
  idle: number;
  used: number;
  /** Acquires that wait. */
  pending: number;
}

/** What a pool library has to offer to be measured. One adapter per library. */
export interface PoolAdapter<C> {
  readonly max: number;
  /** Rejects with the library's own error; the measured pool translates it. */
  acquire(): Promise<C>;
  release(connection: C): Promise<void>;
  destroy(connection: C): Promise<void>;
  counts(): PoolCounts;
  /** Why an acquire failed, read off the library's error. */
  classify(error: unknown): 'POOL_ACQUIRE_TIMEOUT' | 'POOL_QUEUE_FULL' | 'POOL_CLOSED' | 'POOL_ACQUIRE_FAILED';
  /** The error of the last attempt to create a connection, while none has succeeded since. */
  readonly lastCreateError: Error | null;
  /** Opens connections until all `max` exist. Throws the create error if that takes longer than `deadlineMs`. */
  warmUp(deadlineMs: number): Promise<void>;
  /**
   * Changes the pool while it serves. Whoever waits already keeps the deadline that it came with, and connections
   * beyond the new maximum are closed as they come back. Left out where a library cannot do it.
   */
  reconfigure?(settings: PoolSettings): void;
  close(): Promise<void>;
}

/** Hears what a pool does. Every method may be left out. Times are milliseconds. */
export interface PoolTracker {
  created?(createMs: number): void;
  createFailed?(error: Error): void;
  destroyed?(): void;
  acquired?(waitMs: number, dead: boolean): void;
  released?(useMs: number): void;
  acquireFailed?(waitMs: number, error: Error): void;
}

/** Gauges and totals since the pool was made. */
export interface PoolStats extends PoolCounts {
  max: number;
  /** How long the acquire that has waited longest has waited, in milliseconds; 0 when none waits. */
  oldestWaitMs: number;
  grants: number;
  /** Grants to requests whose client had already left. */
  deadGrants: number;
  timeouts: number;
}

/** A connection on loan. Give it back exactly once. */
export interface Lease<C> {
  readonly connection: C;
  readonly waitMs: number;
  readonly dead: boolean;
  /** Back to the pool; a connection that is no longer usable is destroyed instead. */
  release(options?: { broken?: boolean }): Promise<void>;
}

export interface Pool<C> {
  readonly name: string;
  /**
   * Waits for a connection. `isClientGone` is asked at the moment of the grant: a grant to a request whose client
   * has left is counted as dead. Throws a PileupError with the time waited and the counts of the pool.
   */
  acquire(isClientGone?: () => boolean): Promise<Lease<C>>;
  stats(): PoolStats;
  warmUp(deadlineMs: number): Promise<void>;
  close(): Promise<void>;
}

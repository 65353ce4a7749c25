import type { ErrorCode } from '../errors.ts';
import type { PoolSettings } from '../recording/events.ts';

/** What the lab tells a process that it started. */
export type ToChild =
  | { type: 'start'; epoch: string; recording: string; log: string; config: unknown }
  | { type: 'phase'; phase: LoadPhase }
  | { type: 'stop-phase' }
  /** To the load: go on with so many connections. */
  | { type: 'connections'; connections: number }
  /** To the api: change the pool while it serves. */
  | { type: 'pool'; settings: PoolSettings };

/** What such a process tells the lab. */
export type FromChild =
  | { type: 'started'; port: number | null }
  | { type: 'failed'; error: { code: ErrorCode | null; message: string; hint: string | null } }
  | { type: 'phase-done' }
  | { type: 'pool-changed' }
  | { type: 'progress'; progress: LoadProgress };

/** Counts since the load process started. */
export interface LoadProgress {
  sent: number;
  ok: number;
  failed: number;
  open: number;
}

export interface LoadPhase {
  name: string;
  connections: number;
  durationMs: number;
  amount: number | null;
}

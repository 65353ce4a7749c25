import type { ErrorCode } from '../errors.ts';

/** What the lab tells a process that it started. */
export type ToChild =
  | { type: 'start'; epoch: string; recording: string; log: string; config: unknown }
  | { type: 'phase'; phase: LoadPhase }
  | { type: 'stop-phase' };

/** What such a process tells the lab. */
export type FromChild =
  | { type: 'started'; port: number | null }
  | { type: 'failed'; error: { code: ErrorCode | null; message: string; hint: string | null } }
  | { type: 'phase-done' }
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

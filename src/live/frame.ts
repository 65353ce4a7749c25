import type { PoolSettings } from '../recording/events.ts';
import type { ClientOutcome } from '../recording/outcomes.ts';

/** Length of a frame. Rates on the page are counts of a frame, over this. */
export const frameMs = 500;

/** What a run is, said once, before anything else. */
export interface RunFacts {
  id: string;
  scenario: string;
  /** What the load goes to, in words. */
  target: string;
  mode: 'live' | 'replay';
  /** Replays: how many times faster than it happened. */
  speed: number;
  /** The page may steer the run. */
  presents: boolean;
  frameMs: number;
  phases: { name: string; seconds: number; connections: number }[];
  totalSeconds: number;
  timeoutMs: number | null;
  /** Null: a load alone, against a server whose pool cannot be seen. */
  pool: PoolSettings | null;
}

/** Percentiles of complete answers over a while, in milliseconds, and how many there were. */
export interface LatencyNow {
  p50: number;
  p99: number;
  n: number;
}

export interface PoolNow {
  max: number;
  used: number;
  pending: number;
  oldestWaitMs: number;
  /** Grants of this frame, and how many of them went to clients that had left. */
  grants: number;
  deadGrants: number;
}

export type Level = 'none' | 'good' | 'warning' | 'bad';

/** Half a second of a run. Counts are of this half second; gauges are the last reading in it; null is unknown. */
export interface Frame {
  /** Its end, in seconds since the first phase began. */
  seconds: number;
  /** How old its end was when it was made, in milliseconds. */
  ageMs: number;
  phase: string | null;
  /** Connections that the load was told to keep. */
  connections: number;
  held: boolean;
  sent: number | null;
  /** Requests that ended in it, by outcome; outcomes without any are left out. */
  outcomes: Partial<Record<ClientOutcome, number>>;
  /** Of the answers of the last two seconds, for the chart. */
  latencyMs: LatencyNow | null;
  /** Of the answers of the last ten seconds, for the number. */
  latency10sMs: LatencyNow | null;
  pool: PoolNow | null;
  /** What the model says would wait. */
  predictedPending: number | null;
  files: { open: number; limit: number | null } | null;
  loopDelayMs: number | null;
  verdict: { level: Level; text: string };
}

/** A moment on the time axis. */
export interface Mark {
  seconds: number;
  kind: 'phase' | 'finding' | 'change' | 'mark';
  text: string;
  /** The same in a word or two, to be written in a chart. */
  label: string;
}

export interface Ending {
  status: 'complete' | 'partial';
  reason: string | null;
}

/** What the stream carries, by the name of its event. */
export interface LiveEvents {
  facts: RunFacts;
  frame: Frame;
  mark: Mark;
  /** The pool as a presenter has set it. */
  pool: PoolSettings;
  /** The verdict of the whole recording. */
  verdict: { code: string; text: string };
  end: Ending;
}

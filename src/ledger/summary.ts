import type { AutocannonFacts } from '../recording/events.ts';
import type { ClientOutcome, ServerOutcome, Stage } from '../recording/outcomes.ts';
import type { Conservation } from './conservation.ts';
import type { Percentiles } from './percentiles.ts';

export type OutcomeCounts = Partial<Record<ClientOutcome, number>>;

/** One cell of the reconciliation: so many requests ended like this at the client and like that at the api. */
export interface ReconciliationRow {
  client: ClientOutcome;
  server: ServerOutcome | 'never_reached';
  count: number;
}

/** What the pool did in a part of a phase. */
export interface PoolUse {
  /** Share of the time that its connections were used, 0 to 1. */
  busyShare: number | null;
  grants: number;
  deadGrants: number;
  grantsPerSec: number;
}

export interface PhaseSummary {
  name: string;
  startSeconds: number;
  seconds: number;
  connections: number;
  sent: number;
  okPerSec: number;
  outcomes: OutcomeCounts;
  /** Of the complete responses. */
  latencyMs: Percentiles | null;
  /** Age at death of the requests that failed. */
  failureAgeMs: Percentiles | null;
  predicted: { cliffConnections: number; okPerSec: number; capacityPerSec: number } | null;
  pool: PoolUse | null;
  /** The same figures without the first quarter, when the queue was still filling up. */
  settled: { okPerSec: number; pool: PoolUse | null };
}

/** A link of the chain of events: what happened, when for the first time, and how often. */
export interface StoryLink {
  code: string;
  atSeconds: number;
  text: string;
}

export interface Finding {
  code: string;
  severity: 'info' | 'warning' | 'error';
  text: string;
  evidence: Record<string, number | string>;
  next: string;
}

export interface LogSummary {
  lines: number;
  /** Lines by the code of their error. */
  byCode: Record<string, number>;
}

/** A `--fail-on` expression and the value that it met. */
export interface ThresholdResult {
  expression: string;
  value: string;
  crossed: boolean;
}

/** What one run amounts to: `summary.json`, and `--json` of run, demo and load. */
export interface Summary {
  schemaVersion: 1;
  run: {
    id: string;
    scenario: string;
    kind: 'scenario' | 'load';
    /** How the api writes its responses; null for a load alone. */
    style: 'node' | 'gin' | null;
    status: 'complete' | 'partial';
    startedAt: string;
    durationMs: number;
    node: string;
    libuv: string;
    platform: string;
    kernel: string;
  };
  verdict: { code: string; text: string };
  conservation: Conservation;
  client: {
    outcomes: OutcomeCounts;
    latencyMs: Percentiles | null;
    failureAgeMs: Percentiles | null;
    /** Requests by outcome and the error that ended them, as `reset read ECONNRESET`. */
    errors: Record<string, number>;
    timeoutStages: Partial<Record<Stage, number>>;
    log: LogSummary;
  };
  server: { outcomes: Partial<Record<ServerOutcome, number>>; log: LogSummary } | null;
  reconciliation: ReconciliationRow[] | null;
  orders: { written: number; answered: number; ghost: number } | null;
  ghostWrites: number | null;
  autocannon: AutocannonFacts | null;
  phases: PhaseSummary[];
  cliff: { predictedConnections: number; measuredConnections: number | null } | null;
  pool: {
    max: number;
    waitMs: Percentiles | null;
    useMs: Percentiles | null;
    pendingMax: number;
    oldestWaitMs: number;
    timeouts: number;
    grants: number;
    deadGrants: number;
    /** Seconds after the end of the load in which the pool went on working for clients that had left. */
    workedForNobodySeconds: number | null;
  } | null;
  files: { limit: number | null; max: number } | null;
  eventLoop: { delayP99Ms: number } | null;
  kernel: Record<string, number> | null;
  story: StoryLink[];
  findings: Finding[];
  /** The --fail-on expressions, where any were given. */
  thresholds?: ThresholdResult[];
}

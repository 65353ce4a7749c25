import type { ClientOutcome, ServerOutcome, Stage } from './outcomes.ts';

/** Every line of a recording: when (ms since the run's epoch), what, and the facts. */
interface Envelope<E extends string, D> {
  t: number;
  event: E;
  data: D;
}

/**
 * An error as the kernel or the library gave it. `errno` and `syscall` are present on kernel errors only; Node's own
 * imitations ("socket hang up", "aborted") carry neither.
 */
export interface ErrorFacts {
  code: string;
  errno: number | null;
  syscall: string | null;
}

export interface PhaseFacts {
  name: string;
  seconds: number;
  connections: number;
}

export interface PoolSettings {
  max: number;
  /** Longest wait for a connection, in milliseconds; null: for ever. */
  acquireTimeoutMs: number | null;
  /** Longest queue; null: no bound. */
  maxPending: number | null;
}

export interface PoolSample {
  max: number;
  total: number;
  idle: number;
  used: number;
  pending: number;
  oldestWaitMs: number;
  grants: number;
  deadGrants: number;
  timeouts: number;
}

export interface AutocannonFacts {
  requests: number;
  errors: number;
  timeouts: number;
  resets: number;
  non2xx: number;
  latencyMs: { p50: number; p90: number; p99: number; max: number };
}

/** Absolute values of the kernel's TCP counters (/proc/net/snmp and /proc/net/netstat). */
export type KernelCounters = Record<string, number>;

export type ClientEvent =
  /** A connection was established. `openedMs`: when it was asked for. */
  | Envelope<'client.connection', { connection: number; port: number; openedMs: number }>
  /** A request ended. `ageMs`: from send to the complete response, or to its death. */
  | Envelope<
      'client.request',
      {
        connection: number;
        nth: number;
        method: string;
        path: string;
        sentMs: number;
        outcome: ClientOutcome;
        stage: Stage | null;
        status: number | null;
        ageMs: number;
        error: ErrorFacts | null;
      }
    >
  /** Counts taken on their own as requests are sent and settled; the ledger checks the lines against them. */
  | Envelope<'client.progress', { sent: number; settled: number; open: number }>
  | Envelope<'client.end', { sent: number; settled: number }>
  | Envelope<'autocannon.phase', { phase: string } & AutocannonFacts>
  | Envelope<'autocannon.total', AutocannonFacts>;

export type ServerEvent =
  | Envelope<'server.start', { port: number; pid: number; style: string }>
  | Envelope<'server.connection', { connection: number; port: number | null }>
  | Envelope<
      'server.request',
      {
        connection: number;
        nth: number;
        method: string;
        path: string;
        receivedMs: number;
        waitMs: number | null;
        grantedMs: number | null;
        useMs: number | null;
        deadGrant: boolean;
        outcome: ServerOutcome;
        status: number | null;
        clientGoneMs: number | null;
        error: ErrorFacts | null;
      }
    >
  | Envelope<
      'server.sample',
      {
        pool: PoolSample;
        sockets: number;
        open: number;
        loopDelayP99Ms: number;
        loopDelayMaxMs: number;
      }
    >
  | Envelope<'server.pool', { event: 'created' | 'create_failed' | 'destroyed'; createMs: number | null }>
  | Envelope<'server.end', { received: number; ended: number; pool: PoolSample }>;

export type DatabaseEvent =
  /** A statement was executed for the request that `key` names. `order`: the number of the order it wrote. */
  | Envelope<
      'database.statement',
      { key: string; name: string; connection: number; receivedMs: number; startedMs: number; order: number | null }
    >
  | Envelope<'database.fault', { kind: 'refused' | 'closed' | 'hung'; connection: number }>
  | Envelope<'database.end', { statements: number; orders: number }>;

export type LabEvent =
  | Envelope<'phase.start', PhaseFacts>
  /** `seconds`: how long its load lasted, where a presenter decided that; else it lasted as long as planned. */
  | Envelope<'phase.end', { name: string; seconds?: number }>
  /** Somebody pressed `m` on the live page. */
  | Envelope<'mark', { text: string }>
  /** What a presenter changed while it ran: in force from now on. */
  | Envelope<'pool.change', PoolSettings>
  | Envelope<'load.change', { connections: number }>
  /** A phase that is held does not end when its time is over. */
  | Envelope<'phase.hold', { held: boolean }>
  | Envelope<
      'lab.sample',
      { files: number | null; fileLimit: number | null; tcpInUse: number | null; tcpTimeWait: number | null }
    >
  | Envelope<'kernel.counters', KernelCounters>
  | Envelope<'process.exit', { name: string; code: number | null; signal: string | null; expected: boolean }>
  | Envelope<'run.interrupted', { signal: string }>
  | Envelope<'run.end', { status: 'complete' | 'partial'; reason: string | null }>;

/** Everything that a recording can hold, on disk as NDJSON and on the wire as the same JSON. */
export type PileupEvent = ClientEvent | ServerEvent | DatabaseEvent | LabEvent;

export type EventName = PileupEvent['event'];

/** The data of each event, by its name. */
export type EventData = { [E in EventName]: Extract<PileupEvent, { event: E }>['data'] };

/** Reads the facts of an error object; `code` falls back to the error's name. */
export function errorFacts(error: unknown): ErrorFacts {
  const e = error as { code?: unknown; errno?: unknown; syscall?: unknown; name?: unknown };
  return {
    code: typeof e.code === 'string' ? e.code : String(e.name ?? 'Error'),
    errno: typeof e.errno === 'number' ? e.errno : null,
    syscall: typeof e.syscall === 'string' ? e.syscall : null,
  };
}

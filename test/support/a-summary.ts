import type { Books } from '../../src/ledger/summarise.ts';
import type { PhaseSummary, Summary } from '../../src/ledger/summary.ts';

/** A phase in which everything went well: 4 connections on a pool of 4 that serves 80 a second. */
export function aPhase(changes: Partial<PhaseSummary> = {}): PhaseSummary {
  const pool = { busyShare: 0.95, grants: 304, deadGrants: 0, grantsPerSec: 76 };
  return {
    name: 'baseline',
    startSeconds: 0,
    seconds: 4,
    connections: 4,
    sent: 304,
    okPerSec: 76,
    outcomes: { ok: 304 },
    latencyMs: { count: 304, p50: 51.2, p90: 52.5, p99: 55.75, max: 60.1 },
    failureAgeMs: null,
    predicted: { cliffConnections: 80, okPerSec: 80, capacityPerSec: 80 },
    pool,
    settled: { okPerSec: 76, pool },
    ...changes,
  };
}

/** The phase of the incident: twice the connections that the cliff allows, and next to no answers. */
export function aCollapsedPhase(changes: Partial<PhaseSummary> = {}): PhaseSummary {
  return aPhase({
    name: 'pile-up',
    startSeconds: 4,
    seconds: 10,
    connections: 160,
    sent: 1500,
    okPerSec: 7.5,
    outcomes: { ok: 75, timeout: 1320, reset: 90, closed_early: 15 },
    latencyMs: { count: 75, p50: 510.5, p90: 900, p99: 990.25, max: 998 },
    failureAgeMs: { count: 1425, p50: 1000.5, p90: 1001, p99: 1002, max: 1010 },
    predicted: { cliffConnections: 80, okPerSec: 0, capacityPerSec: 80 },
    pool: { busyShare: 1, grants: 800, deadGrants: 720, grantsPerSec: 80 },
    settled: { okPerSec: 0, pool: { busyShare: 1, grants: 600, deadGrants: 600, grantsPerSec: 80 } },
    ...changes,
  });
}

/** What a quiet run amounts to: every request was answered, and nothing is worth a finding. */
export function quietBooks(changes: Partial<Books> = {}): Books {
  return {
    schemaVersion: 1,
    run: {
      id: 'quiet',
      scenario: 'pool-exhaustion',
      kind: 'scenario',
      style: 'gin',
      status: 'complete',
      startedAt: '2026-01-02T03:04:05.678Z',
      durationMs: 4123,
      node: '20.19.0',
      libuv: '1.49.1',
      platform: 'linux-x64',
      kernel: '6.1.0',
    },
    conservation: { sent: 304, settled: 304, unfinished: 0, balanced: true, violations: [], missing: [] },
    client: {
      outcomes: { ok: 304 },
      latencyMs: { count: 304, p50: 51.2, p90: 52.5, p99: 55.75, max: 60.1 },
      failureAgeMs: null,
      errors: {},
      timeoutStages: {},
      log: { lines: 0, byCode: {} },
    },
    server: { outcomes: { completed: 304 }, log: { lines: 0, byCode: {} } },
    reconciliation: [{ client: 'ok', server: 'completed', count: 304 }],
    orders: { written: 0, answered: 0, ghost: 0 },
    ghostWrites: 0,
    autocannon: null,
    phases: [aPhase()],
    cliff: { predictedConnections: 80, measuredConnections: null },
    pool: {
      max: 4,
      waitMs: { count: 304, p50: 0.1, p90: 0.2, p99: 0.5, max: 1.25 },
      useMs: { count: 304, p50: 50.6, p90: 51, p99: 52, max: 53 },
      pendingMax: 0,
      oldestWaitMs: 0,
      timeouts: 0,
      grants: 304,
      deadGrants: 0,
      workedForNobodySeconds: null,
    },
    files: { limit: 256, max: 26 },
    eventLoop: { delayP99Ms: 1.5 },
    kernel: { TCPAbortOnClose: 0 },
    story: [{ code: 'phase_baseline', atSeconds: 0, text: 'phase baseline begins: 4 connections' }],
    ...changes,
  };
}

/** What the incident amounts to, with something to show in every part. */
export function incidentBooks(changes: Partial<Books> = {}): Books {
  return quietBooks({
    conservation: { sent: 1804, settled: 1804, unfinished: 0, balanced: true, violations: [], missing: [] },
    client: {
      outcomes: { ok: 379, timeout: 1320, reset: 90, closed_early: 15 },
      latencyMs: { count: 379, p50: 52.1, p90: 700, p99: 980.5, max: 998 },
      failureAgeMs: { count: 1425, p50: 1000.5, p90: 1001, p99: 1002, max: 1010 },
      errors: { 'reset read ECONNRESET': 90 },
      timeoutStages: { wait: 1320 },
      log: { lines: 105, byCode: { 'read ECONNRESET': 90 } },
    },
    server: {
      outcomes: { completed: 379, write_failed: 720, client_gone_waiting: 600 },
      log: { lines: 720, byCode: { 'write EPIPE': 720 } },
    },
    reconciliation: [
      { client: 'ok', server: 'completed', count: 379 },
      { client: 'timeout', server: 'write_failed', count: 720 },
      { client: 'timeout', server: 'client_gone_waiting', count: 600 },
      { client: 'reset', server: 'never_reached', count: 90 },
      { client: 'closed_early', server: 'never_reached', count: 15 },
    ],
    orders: { written: 270, answered: 90, ghost: 180 },
    ghostWrites: 180,
    autocannon: {
      requests: 379,
      errors: 1410,
      timeouts: 1320,
      resets: 0,
      non2xx: 0,
      latencyMs: { p50: 52, p90: 700, p99: 981, max: 998 },
    },
    phases: [aPhase(), aCollapsedPhase()],
    cliff: { predictedConnections: 80, measuredConnections: 79.6 },
    pool: {
      max: 4,
      waitMs: { count: 1099, p50: 1900, p90: 2000, p99: 2010, max: 2034.5 },
      useMs: { count: 1099, p50: 50.6, p90: 51, p99: 52, max: 53 },
      pendingMax: 1210,
      oldestWaitMs: 2030.4,
      timeouts: 0,
      grants: 1099,
      deadGrants: 720,
      workedForNobodySeconds: 3.04,
    },
    files: { limit: 256, max: 256 },
    kernel: { TCPAbortOnClose: 90 },
    story: [
      { code: 'phase_baseline', atSeconds: 0, text: 'phase baseline begins: 4 connections' },
      { code: 'phase_pile-up', atSeconds: 4, text: 'phase pile-up begins: 160 connections' },
      {
        code: 'client_timeout',
        atSeconds: 5.01,
        text: 'the first client gives up: its time-out has passed (1,320 times in this run)',
      },
    ],
    ...changes,
  });
}

/** A summary of books, with conclusions that the test gives. */
export function summaryOf(books: Books, conclusions: Partial<Summary> = {}): Summary {
  return {
    verdict: { code: 'all_answered', text: 'All requests were answered.' },
    findings: [],
    ...books,
    ...conclusions,
  };
}

import { predictedPending, type QueueModel } from '../queueing/predicted-pending.ts';
import { type ClientOutcome, clientOutcomes, isFailure } from '../recording/outcomes.ts';
import type { Join } from './join.ts';
import type { Mark } from './mark.ts';
import { percentiles } from './percentiles.ts';
import type { RunRecord } from './read-run.ts';
import { RowsByBin } from './rows-by-bin.ts';
import type { OutcomeCounts } from './summary.ts';

/**
 * What happened in one stretch of time. Counts are of the stretch, not per second. What was not measured in it is
 * null, never 0: a gap in the samples stays a gap.
 */
export interface TimelineBin {
  /** When the bin begins, in seconds since the first phase began. */
  seconds: number;
  /** Requests that clients sent. */
  sent: number;
  /** How requests ended that ended here, whenever they were sent; outcomes that did not occur are left out. */
  outcomes: OutcomeCounts;
  /** Of the complete answers that ended here. */
  latencyMs: { count: number; p50: number; p99: number } | null;
  /** Median age at death of the requests that failed here. */
  failureAgeMs: number | null;
  /** The last sample of the pool in the bin; `pending` and `oldestWaitMs` are the highest of its samples. */
  pool: { max: number; used: number; pending: number; oldestWaitMs: number } | null;
  /** How many the model expects to wait; null where there is no model (a load alone). */
  predictedPending: number | null;
  /** Connections that the pool granted. Null for a load alone. */
  grants: number | null;
  /** Those of them that went to clients that had left. */
  deadGrants: number | null;
  /** Requests that ended here at the client and that the api never saw. Null for a load alone. */
  neverReached: number | null;
  /** The most open files of the api in the bin. */
  files: number | null;
  /** The highest p99 of the api's event-loop delay in the bin. */
  loopDelayMs: number | null;
}

/** A phase on the time axis, in seconds since the first one began. */
export interface TimelinePhase {
  name: string;
  startSeconds: number;
  endSeconds: number;
  connections: number;
}

/** A run on a time axis: plain JSON, at most about 2,000 bins, however long the run. */
export interface Timeline {
  binMs: number;
  bins: TimelineBin[];
  phases: TimelinePhase[];
  /** What people did while it ran, such as a pool that they made larger. */
  marks: { seconds: number; text: string }[];
  /** The lines that a figure is held against; null where there is none. */
  limits: { timeoutMs: number | null; fileLimit: number | null };
}

/** What is drawn with a run and is not in its tables. */
export interface TimelineOptions {
  /** Null for a load alone. */
  queue: QueueModel | null;
  timeoutMs: number | null;
  marks: readonly Mark[];
}

const mostBins = 2000;
const widthsMs = [100, 200, 500, 1000, 2000, 5000, 10_000];
const unfinished = clientOutcomes.indexOf('unfinished');
const failed = clientOutcomes.map(isFailure);

/** Puts a recording on a time axis that begins with its first phase. `join` is null for a load alone. */
export function timelineOf(run: RunRecord, join: Join | null, options: TimelineOptions): Timeline {
  const { queue, timeoutMs, marks } = options;
  const originMs = run.phases[0]?.startMs ?? 0;
  const lengthMs = Math.max(1, run.lastMs - originMs);
  const binMs = widthsMs.find((width) => lengthMs / width <= mostBins) ?? Math.ceil(lengthMs / mostBins);
  const size = Math.floor(lengthMs / binMs) + 1;
  // What is a little early, since a client is told of the phase before the lab notes it, belongs to the first bin.
  const binOf = (atMs: number): number => Math.min(size - 1, Math.max(0, Math.floor((atMs - originMs) / binMs)));
  const bins = Array.from({ length: size }, (_, i) => emptyBin((i * binMs) / 1000, join !== null));

  countRequests(run, join, bins, binOf);
  addAges(run, bins, binOf);
  if (join) countGrants(run, bins, binOf);
  addSamples(run, bins, binOf, originMs);
  // Once somebody has changed the run, its configuration predicts nothing.
  const predictable = Math.min(size, ...marks.flatMap(({ atMs, changesRun }) => (changesRun ? [binOf(atMs)] : [])));
  if (queue) addPrediction(run, bins.slice(0, predictable), queue, originMs, binMs);
  return {
    binMs,
    bins,
    phases: run.phases.map(({ name, startMs, endMs, connections }) => ({
      name,
      startSeconds: (startMs - originMs) / 1000,
      endSeconds: ((endMs ?? run.lastMs) - originMs) / 1000,
      connections,
    })),
    marks: marks.map(({ atMs, text }) => ({ seconds: Math.max(0, atMs - originMs) / 1000, text })),
    limits: {
      timeoutMs,
      fileLimit: run.labSamples.find(({ data }) => data.fileLimit !== null)?.data.fileLimit ?? null,
    },
  };
}

function emptyBin(seconds: number, hasApi: boolean): TimelineBin {
  const zero = hasApi ? 0 : null;
  return {
    seconds,
    sent: 0,
    outcomes: {},
    latencyMs: null,
    failureAgeMs: null,
    pool: null,
    predictedPending: null,
    grants: zero,
    deadGrants: zero,
    neverReached: zero,
    files: null,
    loopDelayMs: null,
  };
}

type BinOf = (atMs: number) => number;

function countRequests({ client }: RunRecord, join: Join | null, bins: TimelineBin[], binOf: BinOf): void {
  for (let row = 0; row < client.rows; row++) {
    const sentIn = bins[binOf(client.sentMs.at(row))] as TimelineBin;
    sentIn.sent++;
    const bin = bins[binOf(client.endedMs(row))] as TimelineBin;
    const outcome = clientOutcomes[client.outcome.at(row)] as ClientOutcome;
    bin.outcomes[outcome] = (bin.outcomes[outcome] ?? 0) + 1;
    if (join && (join.serverRowOf[row] as number) < 0) bin.neverReached = (bin.neverReached ?? 0) + 1;
  }
}

function addAges({ client }: RunRecord, bins: TimelineBin[], binOf: BinOf): void {
  const rows = new RowsByBin(client.rows, bins.length, (row) => binOf(client.endedMs(row)));
  bins.forEach((bin, i) => {
    const ages = (wanted: (outcome: number) => boolean) =>
      percentiles(
        rows.values(
          i,
          (row) => wanted(client.outcome.at(row)),
          (row) => client.ageMs.at(row),
        ),
      );
    const answers = ages((outcome) => !failed[outcome] && outcome !== unfinished);
    if (answers) bin.latencyMs = { count: answers.count, p50: answers.p50, p99: answers.p99 };
    bin.failureAgeMs = ages((outcome) => failed[outcome] === true)?.p50 ?? null;
  });
}

function countGrants({ server }: RunRecord, bins: TimelineBin[], binOf: BinOf): void {
  for (let row = 0; row < server.rows; row++) {
    const grantedMs = server.grantedMs.at(row);
    if (Number.isNaN(grantedMs)) continue;
    const bin = bins[binOf(grantedMs)] as TimelineBin;
    bin.grants = (bin.grants ?? 0) + 1;
    bin.deadGrants = (bin.deadGrants ?? 0) + server.deadGrant.at(row);
  }
}

function addSamples(run: RunRecord, bins: TimelineBin[], binOf: BinOf, originMs: number): void {
  for (const { t, data } of run.serverSamples) {
    if (t < originMs) continue;
    const bin = bins[binOf(t)] as TimelineBin;
    const { max, used, pending, oldestWaitMs } = data.pool;
    bin.pool = {
      max,
      used,
      pending: Math.max(pending, bin.pool?.pending ?? 0),
      oldestWaitMs: Math.max(oldestWaitMs, bin.pool?.oldestWaitMs ?? 0),
    };
    bin.loopDelayMs = Math.max(data.loopDelayP99Ms, bin.loopDelayMs ?? 0);
  }
  for (const { t, data } of run.labSamples) {
    if (t < originMs || data.files === null) continue;
    const bin = bins[binOf(t)] as TimelineBin;
    bin.files = Math.max(data.files, bin.files ?? 0);
  }
}

function addPrediction(run: RunRecord, bins: TimelineBin[], queue: QueueModel, originMs: number, binMs: number): void {
  const spans = run.phases.map(({ startMs, endMs, seconds, connections }) => ({
    startMs: startMs - originMs,
    // The lab ends a phase some time after its load has stopped.
    endMs: Math.min(startMs + seconds * 1000, endMs ?? run.lastMs) - originMs,
    connections,
  }));
  const pendingAt = predictedPending(queue, spans);
  for (const bin of bins) bin.predictedPending = Math.round(pendingAt(bin.seconds * 1000 + binMs / 2) * 10) / 10;
}

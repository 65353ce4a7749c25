import { count, decimal, percent } from '../numbers.ts';
import { type ClientOutcome, isFailure } from '../recording/outcomes.ts';
import type { Frame, PoolNow, RunFacts } from './frame.ts';

type Verdict = Frame['verdict'];

/** A frame before its verdict. */
export type Measured = Omit<Frame, 'verdict'>;

/** Shorter than this nothing is concluded. */
const leastSeconds = 5;
const judgedSeconds = 2;

/** Words for the classes of failure; a newcomer reads them from the back of a room. */
export const failureWords: Partial<Record<ClientOutcome, string>> = {
  timeout: 'timed out',
  reset: 'connection reset by peer',
  broken_pipe: 'broken pipe',
  closed_early: 'closed before an answer',
  refused: 'connection refused',
  connect_timeout: 'connect timed out',
  no_ports: 'no local port left',
  no_files: 'client out of files',
  dns: 'name not found',
};

/** What the last two seconds show, in a sentence. `frames`: those of the run, oldest first. */
export function verdictNow(frames: readonly Measured[], facts: RunFacts): Verdict {
  const last = frames.at(-1);
  if (!last || last.seconds < leastSeconds) {
    const have = Math.max(0, Math.floor(last?.seconds ?? 0));
    return { level: 'none', text: `Not enough data yet (${have} of ${leastSeconds} s)` };
  }
  const recent = frames.slice(-Math.round((judgedSeconds * 1000) / facts.frameMs));
  const { ok, shed, failed, worst } = endings(recent);
  const { pool } = last;
  const waits = pool !== null && pool.pending > 0 && pool.used >= pool.max;
  if (last.connections === 0) return withoutLoad(pool);
  if (failed > 0 && pool && waits) {
    const doneFor = failed > ok ? starved(recent, pool, facts, ok) : null;
    return { level: 'bad', text: doneFor ?? `The pool is the bottleneck: ${queue(pool, recent)}.` };
  }
  if (failed > 0) {
    const share = percent(failed / (ok + shed + failed));
    return {
      level: 'bad',
      text: `${share} of the requests fail: ${failureWords[worst] ?? worst.replaceAll('_', ' ')}.`,
    };
  }
  if (shed > 0) {
    const share = percent(ok / (ok + shed));
    return {
      level: 'warning',
      text: `Every request is answered: ${share} with what it asked for, the rest with an error status instead of silence.`,
    };
  }
  if (pool && waits && pool.pending > pool.max) {
    return {
      level: 'warning',
      text: `The pool is the bottleneck: ${queue(pool, recent)}. Every answer is still in time.`,
    };
  }
  if (ok === 0) return { level: 'warning', text: 'No request has ended in the last two seconds.' };
  return { level: 'good', text: `All is well: every request is answered${pool ? `, and ${busy(pool)}` : ''}.` };
}

function withoutLoad(pool: PoolNow | null): Verdict {
  if (!pool || pool.used === 0) return { level: 'good', text: 'No load, and the pool is idle.' };
  return {
    level: 'warning',
    text: `No load any more, but the pool works on: ${count(pool.pending)} requests wait, and their clients have left.`,
  };
}

/** The pool is busy and hardly anybody is answered: for whom does it work? */
function starved(recent: readonly Measured[], pool: PoolNow, facts: RunFacts, ok: number): string | null {
  let grants = 0;
  let dead = 0;
  for (const frame of recent) {
    grants += frame.pool?.grants ?? 0;
    dead += frame.pool?.deadGrants ?? 0;
  }
  if (grants === 0 || dead < grants / 2 || facts.timeoutMs === null) return null;
  const answered = ok === 0 ? 'Nobody is answered' : 'Hardly anybody is answered';
  return (
    `${answered}: the pool is ${pool.used} of ${pool.max} busy, ${percent(dead / grants)} of that for clients that have ` +
    `left. ${count(pool.pending)} wait, up to ${seconds(pool.oldestWaitMs)}; a client gives up after ${seconds(facts.timeoutMs)}.`
  );
}

/** The number and its unit stay on one line. */
function seconds(ms: number): string {
  return `${decimal(ms / 1000)}\u00a0s`;
}

function queue(pool: PoolNow, recent: readonly Measured[]): string {
  const first = recent.find((frame) => frame.pool !== null);
  const span = first ? (recent.at(-1)?.seconds ?? 0) - first.seconds : 0;
  const growth = span > 0 ? (pool.pending - (first?.pool?.pending ?? 0)) / span : 0;
  const trend = growth >= 1 ? `, ${count(growth)} more each second` : growth <= -1 ? ', and fewer each second' : '';
  return `${pool.used} of ${pool.max} connections busy, ${count(pool.pending)} requests waiting${trend}`;
}

function busy({ used, max, pending }: PoolNow): string {
  return pending === 0 ? `nobody waits (${used} of ${max} busy)` : `${count(pending)} wait (${used} of ${max} busy)`;
}

function endings(frames: readonly Measured[]): { ok: number; shed: number; failed: number; worst: ClientOutcome } {
  const sums = new Map<ClientOutcome, number>();
  for (const { outcomes } of frames) {
    for (const [outcome, n] of Object.entries(outcomes) as [ClientOutcome, number][]) {
      sums.set(outcome, (sums.get(outcome) ?? 0) + n);
    }
  }
  const failures = [...sums].filter(([outcome]) => isFailure(outcome)).sort((a, b) => b[1] - a[1]);
  return {
    ok: sums.get('ok') ?? 0,
    shed: (sums.get('rejected') ?? 0) + (sums.get('http_error') ?? 0),
    failed: failures.reduce((sum, [, n]) => sum + n, 0),
    worst: failures[0]?.[0] ?? 'other_error',
  };
}

import type { ClientOutcome } from '../../recording/outcomes.ts';
import type { Frame, LiveEvents, Mark } from '../frame.ts';

/** What the page knows of the run: everything that the stream has said. */
export interface RunState {
  facts: LiveEvents['facts'] | null;
  frames: Frame[];
  marks: Mark[];
  pool: LiveEvents['pool'] | null;
  verdict: LiveEvents['verdict'] | null;
  ending: LiveEvents['end'] | null;
  lastId: number;
}

export function newState(): RunState {
  return { facts: null, frames: [], marks: [], pool: null, verdict: null, ending: null, lastId: 0 };
}

/** Takes one event of the stream. Returns false for one that is known already. */
export function apply<E extends keyof LiveEvents>(state: RunState, id: number, event: E, data: LiveEvents[E]): boolean {
  if (id <= state.lastId) return false;
  state.lastId = id;
  const take: { [N in keyof LiveEvents]: (data: LiveEvents[N]) => void } = {
    facts: (facts) => {
      state.facts = facts;
      state.pool = facts.pool;
    },
    frame: (frame) => state.frames.push(frame),
    mark: (mark) => state.marks.push(mark),
    pool: (pool) => {
      state.pool = pool;
    },
    verdict: (verdict) => {
      state.verdict = verdict;
    },
    end: (ending) => {
      state.ending = ending;
    },
  };
  take[event](data);
  return true;
}

const answers: ReadonlySet<string> = new Set(['ok', 'rejected', 'http_error']);

/** Requests of a frame by what the room wants to know of them. */
export function endings({ outcomes }: Frame): { ok: number; shed: number; failed: number } {
  let failed = 0;
  for (const [outcome, n] of Object.entries(outcomes))
    if (!answers.has(outcome) && outcome !== 'unfinished') failed += n;
  return { ok: outcomes.ok ?? 0, shed: (outcomes.rejected ?? 0) + (outcomes.http_error ?? 0), failed };
}

/** The failure that most requests of these frames ended in. */
export function topFailure(frames: readonly Frame[]): ClientOutcome | null {
  const sums = new Map<string, number>();
  for (const { outcomes } of frames) {
    for (const [outcome, n] of Object.entries(outcomes)) {
      if (!answers.has(outcome) && outcome !== 'unfinished') sums.set(outcome, (sums.get(outcome) ?? 0) + n);
    }
  }
  const [top] = [...sums].sort((a, b) => b[1] - a[1]);
  return (top?.[0] as ClientOutcome | undefined) ?? null;
}

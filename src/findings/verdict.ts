import type { Books } from '../ledger/summarise.ts';
import type { Summary } from '../ledger/summary.ts';
import { count, decimal, percent } from '../numbers.ts';
import { collapsedPhase, failuresOf } from './find.ts';

/** The one sentence that says what a run came to. */
export function verdictOf(books: Books): Summary['verdict'] {
  const { conservation, client, run } = books;
  if (conservation.balanced === false) {
    return { code: 'not_balanced', text: `The books do not balance: ${conservation.violations.join('; ')}.` };
  }
  if (conservation.sent === 0) return { code: 'not_enough_data', text: 'Nothing was sent, so nothing can be said.' };
  const verdict = complete(books);
  if (run.status === 'complete' && conservation.balanced) return verdict;
  return { code: 'partial', text: `This recording is partial; up to where it ends: ${verdict.text}` };

  function complete(all: Books): Summary['verdict'] {
    const collapsed = collapsedPhase(all);
    if (collapsed) return { code: 'pool_exhausted', text: exhausted(all, collapsed) };
    const failures = failuresOf(client.outcomes);
    const share = `${count(failures)} of ${count(conservation.sent)} requests`;
    if (failures > 0) return { code: 'failures', text: `${share} got no answer: ${worst(client.outcomes)}.` };
    const bad = (client.outcomes.http_error ?? 0) + (client.outcomes.rejected ?? 0);
    if (bad > 0) {
      return {
        code: 'errors_answered',
        text: `Every request was answered, ${count(bad)} of ${count(conservation.sent)} with an error status.`,
      };
    }
    return { code: 'all_answered', text: `All ${count(conservation.sent)} requests were answered.` };
  }
}

function exhausted({ pool }: Books, phase: NonNullable<ReturnType<typeof collapsedPhase>>): string {
  const busy = phase.settled.pool?.busyShare ?? 0;
  const dead =
    phase.settled.pool && phase.settled.pool.grants > 0 ? phase.settled.pool.deadGrants / phase.settled.pool.grants : 0;
  return (
    `The connection pool was exhausted: ${phase.connections} connections on a pool of ${pool?.max}. After the first ` +
    `${decimal(phase.seconds / 4)} s they got ` +
    `${decimal(phase.settled.okPerSec)} answers a second, of the ${decimal(phase.predicted?.capacityPerSec ?? 0, 0)} that it can give, while ` +
    `it was ${percent(busy)} busy, ${percent(dead)} of that for clients that had already left.`
  );
}

function worst(outcomes: Summary['client']['outcomes']): string {
  return Object.entries(outcomes)
    .filter(([outcome]) => !['ok', 'rejected', 'http_error', 'unfinished'].includes(outcome))
    .sort((a, b) => b[1] - a[1])
    .map(([outcome, n]) => `${count(n)} ${outcome}`)
    .join(', ');
}

import { setTimeout as sleep } from 'node:timers/promises';
import { PileupError } from '../errors.ts';

const deadlineMs = 10_000;

/**
 * Looks every millisecond until `look` gives something other than null, and gives that. Throws PROCESS_FAILED, with
 * what was waited for and what was there, after `deadlineMs`.
 */
export async function waitFor<T>(what: string, look: () => T | null, seen: () => string = () => 'nothing'): Promise<T> {
  const giveUpAt = performance.now() + deadlineMs;
  for (;;) {
    const found = look();
    if (found !== null) return found;
    if (performance.now() > giveUpAt) {
      throw new PileupError('PROCESS_FAILED', `waited ${deadlineMs / 1000} s for ${what}; there was ${seen()}`);
    }
    await sleep(1);
  }
}

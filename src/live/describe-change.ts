import { count } from '../numbers.ts';
import type { PoolSettings } from '../recording/events.ts';

/** What is new in a pool's settings, in words. */
export function describeChange(before: PoolSettings | null, now: PoolSettings): string {
  const { max, acquireTimeoutMs, maxPending } = now;
  const news = [
    max === before?.max ? null : `pool of ${count(max)}`,
    acquireTimeoutMs === before?.acquireTimeoutMs
      ? null
      : acquireTimeoutMs === null
        ? 'no deadline'
        : `deadline ${count(acquireTimeoutMs)} ms`,
    maxPending === before?.maxPending ? null : maxPending === null ? 'no queue bound' : `queue ≤ ${count(maxPending)}`,
  ].filter((word) => word !== null);
  return news.length === 0 ? 'pool as before' : news.join(', ');
}

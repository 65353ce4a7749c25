import type { LatencyNow } from './frame.ts';

/** Each bucket is so much wider than the one before, so a percentile is right to half of that: 1 %. */
const growth = 1.02;
const leastMs = 0.05;
const logGrowth = Math.log(growth);
/** Up to ten minutes, the longest time-out that a scenario can have. */
const buckets = Math.ceil(Math.log(600_000 / leastMs) / logGrowth) + 1;

/** Counts latencies of a stretch of time in buckets on a log scale: thousands a second cost no memory. */
export class LatencyCounts {
  readonly #counts = new Uint32Array(buckets);

  add(ms: number): void {
    const bucket = Math.ceil(Math.log(Math.max(ms, leastMs) / leastMs) / logGrowth);
    const i = Math.min(bucket, buckets - 1);
    this.#counts[i] = (this.#counts[i] as number) + 1;
  }

  addTo(sum: Uint32Array): void {
    for (let i = 0; i < buckets; i++) sum[i] = (sum[i] as number) + (this.#counts[i] as number);
  }
}

/** Nearest-rank percentiles over several stretches; null of no latencies. */
export function latencyOver(stretches: readonly LatencyCounts[]): LatencyNow | null {
  const sum = new Uint32Array(buckets);
  for (const stretch of stretches) stretch.addTo(sum);
  const n = sum.reduce((total, count) => total + count, 0);
  if (n === 0) return null;
  const rank = (p: number): number => {
    const wanted = Math.max(1, Math.ceil((p / 100) * n));
    let seen = 0;
    const bucket = sum.findIndex((count) => {
      seen += count;
      return seen >= wanted;
    });
    // The middle of the bucket, on its log scale.
    return Math.round(leastMs * growth ** (bucket - 0.5) * 100) / 100;
  };
  return { p50: rank(50), p99: rank(99), n };
}

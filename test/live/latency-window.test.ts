import { expect, test } from 'vitest';
import { LatencyCounts, latencyOver } from '../../src/live/latency-window.ts';

test('percentiles over several stretches are right to the width of a bucket', () => {
  const stretches = [new LatencyCounts(), new LatencyCounts(), new LatencyCounts()];
  for (let ms = 1; ms <= 3000; ms++) stretches[ms % 3]?.add(ms);
  const { p50, p99, n } = latencyOver(stretches) ?? { p50: 0, p99: 0, n: 0 };
  expect(n).toBe(3000);
  // A bucket is 2 % wide and its middle is given.
  expect(Math.abs(p50 / 1500 - 1)).toBeLessThan(0.011);
  expect(Math.abs(p99 / 2970 - 1)).toBeLessThan(0.011);
});

test('no latencies have no percentiles', () => {
  expect(latencyOver([])).toBeNull();
  expect(latencyOver([new LatencyCounts()])).toBeNull();
});

test('what is beyond the scale is put at its ends', () => {
  const counts = new LatencyCounts();
  for (const ms of [0, 1e9]) counts.add(ms);
  expect(latencyOver([counts])).toMatchObject({ n: 2 });
});

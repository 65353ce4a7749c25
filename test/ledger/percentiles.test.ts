import { describe, expect, test } from 'vitest';
import { percentiles } from '../../src/ledger/percentiles.ts';

const upTo = (n: number): Float64Array => Float64Array.from({ length: n }, (_value, i) => i + 1);

describe('percentiles are values that occurred, by nearest rank', () => {
  test.each([
    { n: 1, p50: 1, p90: 1, p99: 1 },
    { n: 2, p50: 1, p90: 2, p99: 2 },
    { n: 3, p50: 2, p90: 3, p99: 3 },
    { n: 4, p50: 2, p90: 4, p99: 4 },
    { n: 10, p50: 5, p90: 9, p99: 10 },
    { n: 11, p50: 6, p90: 10, p99: 11 },
    { n: 99, p50: 50, p90: 90, p99: 99 },
    { n: 100, p50: 50, p90: 90, p99: 99 },
    { n: 101, p50: 51, p90: 91, p99: 100 },
    { n: 200, p50: 100, p90: 180, p99: 198 },
    { n: 1000, p50: 500, p90: 900, p99: 990 },
    { n: 100_000, p50: 50_000, p90: 90_000, p99: 99_000 },
  ])('of the numbers 1 to $n: $p50, $p90, $p99', ({ n, p50, p90, p99 }) => {
    expect(percentiles(upTo(n))).toEqual({ count: n, p50, p90, p99, max: n });
  });
});

test('the order of the values does not matter', () => {
  expect(percentiles(Float64Array.of(30, 10, 20))).toEqual({ count: 3, p50: 20, p90: 30, p99: 30, max: 30 });
});

test('values are sorted as numbers and not as texts', () => {
  expect(percentiles(Float64Array.of(100, 9, 20))?.p50).toBe(20);
});

test('values are given to a microsecond', () => {
  expect(percentiles(Float64Array.of(1.23456))?.max).toBe(1.235);
});

test('of nothing there are none', () => {
  expect(percentiles(new Float64Array(0))).toBeNull();
});

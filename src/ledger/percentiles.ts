export interface Percentiles {
  count: number;
  p50: number;
  p90: number;
  p99: number;
  max: number;
}

/** Nearest-rank percentiles of milliseconds, to a microsecond; null of no values. Sorts `values` in place. */
export function percentiles(values: Float64Array): Percentiles | null {
  if (values.length === 0) return null;
  values.sort();
  const rank = (p: number): number => {
    const value = values[Math.max(0, Math.ceil((p / 100) * values.length) - 1)] as number;
    return Math.round(value * 1000) / 1000;
  };
  return { count: values.length, p50: rank(50), p90: rank(90), p99: rank(99), max: rank(100) };
}

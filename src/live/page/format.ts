/** 1234.5 → `1,235`; a small number keeps a decimal where it has one. */
export function rate(perSec: number): string {
  const digits = perSec > 0 && perSec < 10 ? 1 : 0;
  return perSec.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** Milliseconds as a number and its unit, such as `155` `ms` or `2.9` `s`. */
export function duration(ms: number): [string, string] {
  if (ms >= 1000) return [(ms / 1000).toFixed(ms >= 10_000 || ms % 1000 === 0 ? 0 : 1), 's'];
  return [ms >= 10 ? ms.toFixed(0) : ms.toFixed(1), 'ms'];
}

export function durationText(ms: number): string {
  return duration(ms).join(' ');
}

export function count(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}

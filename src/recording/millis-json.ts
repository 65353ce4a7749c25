/** Milliseconds as JSON, to a microsecond: what `toFixed(3)` gives, in about half the time. Not below 0. */
export function millisJson(ms: number): string {
  const micros = Math.round(ms * 1000);
  const whole = Math.trunc(micros / 1000);
  const rest = micros - whole * 1000;
  return `${whole}${rest < 10 ? '.00' : rest < 100 ? '.0' : '.'}${rest}`;
}

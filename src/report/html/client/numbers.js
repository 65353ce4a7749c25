/** A value to read: two decimals below ten, none above a thousand. */
export function exact(value) {
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 1000 ? 1 : 0;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** A value beside an axis, where room is scarce. */
export function short(value) {
  if (Math.abs(value) >= 1e6) return `${+(value / 1e6).toPrecision(3)}M`;
  if (Math.abs(value) >= 1e4) return `${+(value / 1e3).toPrecision(3)}k`;
  return (+value.toPrecision(3)).toLocaleString('en-US');
}

/** A time of the run, never rounded to more than a hundredth of a second. */
export function atSecond(seconds) {
  return (+seconds.toFixed(2)).toLocaleString('en-US');
}

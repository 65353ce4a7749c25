import type { Clock } from '../../src/recording/clock.ts';

/** A clock that moves by one each time it is read: what it says is an order, the same on every machine. */
export function tickingClock(): Clock & { readings(): number } {
  let ticks = 0;
  return Object.assign(() => ++ticks, { readings: () => ticks });
}

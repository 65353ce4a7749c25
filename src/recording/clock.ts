/**
 * Milliseconds since the run's epoch. `process.hrtime` is CLOCK_MONOTONIC, which every process of one machine
 * shares, so timestamps of different processes can be compared.
 */
export type Clock = () => number;

/** The present moment as an epoch that other processes of this machine can be given. */
export function newEpoch(): bigint {
  return process.hrtime.bigint();
}

/** A clock that reads 0 at `epoch`. */
export function clockSince(epoch: bigint): Clock {
  // performance.now() ticks with the same clock as hrtime and is several times cheaper to read than a bigint.
  // A process that is put to sleep between the two readings sees too small an offset, so the largest of some counts.
  const offsets = Array.from({ length: 9 }, () => Number(process.hrtime.bigint() - epoch) / 1e6 - performance.now());
  const offsetMs = Math.max(...offsets);
  return () => performance.now() + offsetMs;
}

/** A closed-loop load on a pool: so many clients, each with one request open at a time. Times in milliseconds. */
export interface ClosedLoop {
  /** Connections of the pool, c. */
  poolMax: number;
  /** Mean time that a request holds a connection, S. */
  holdMs: number;
  /** How long a client waits for its answer, T. */
  timeoutMs: number;
  /** Pause of a client between an answer and its next request, Z. */
  thinkMs: number;
}

/** The most that the pool can serve, c/S, in requests per second. */
export function capacityPerSec({ poolMax, holdMs }: Pick<ClosedLoop, 'poolMax' | 'holdMs'>): number {
  return (poolMax / holdMs) * 1000;
}

/**
 * The cliff: how many clients can be open before goodput falls to zero, N* = c·(T + Z)/S.
 *
 * The interactive response time law (Denning and Buzen, "The Operational Analysis of Queueing Network Models", 1978)
 * gives the response time of a saturated closed loop, R = N·S/c − Z. The pool is first come first served and knows
 * nothing of deadlines, so once R > T every request that is served has been given up already.
 */
export function cliffClients({ poolMax, holdMs, timeoutMs, thinkMs }: ClosedLoop): number {
  return (poolMax * (timeoutMs + thinkMs)) / holdMs;
}

/** Goodput of `clients` clients in requests per second: min(c/S, N/(S + Z)) up to the cliff, nothing beyond it. */
export function goodputPerSec(loop: ClosedLoop, clients: number): number {
  if (clients > cliffClients(loop)) return 0;
  return Math.min(capacityPerSec(loop), (clients / (loop.holdMs + loop.thinkMs)) * 1000);
}

/** The longest queue that can still be served in time, c·(T − S)/S: a bound for the pool's queue. */
export function longestQueueInTime({ poolMax, holdMs, timeoutMs }: Omit<ClosedLoop, 'thinkMs'>): number {
  return Math.max(0, Math.floor((poolMax * (timeoutMs - holdMs)) / holdMs));
}

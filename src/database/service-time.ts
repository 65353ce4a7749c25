export interface ServiceTime {
  distribution: 'constant' | 'exponential' | 'lognormal';
  /** Mean service time of one statement of weight 1, in milliseconds. */
  meanMs: number;
  /** Coefficient of variation (standard deviation / mean); lognormal only. */
  cv: number;
}

/** A source of numbers in [0, 1). */
export type Random = () => number;

/** Mulberry32 (Tommy Ettinger): 32 bits of state, passes gjrand; enough for service times, and repeatable. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * One draw of the service time, in milliseconds.
 *
 * exponential: −mean · ln(1 − u).
 * lognormal: exp(μ + σ·n) with σ² = ln(1 + cv²) and μ = ln(mean) − σ²/2, which makes `meanMs` the mean and not the
 * median; n is a standard normal by Box and Muller (1958).
 */
export function drawServiceMs(time: ServiceTime, random: Random): number {
  switch (time.distribution) {
    case 'constant':
      return time.meanMs;
    case 'exponential':
      return -time.meanMs * Math.log(1 - random());
    case 'lognormal': {
      const variance = Math.log(1 + time.cv * time.cv);
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      return Math.exp(Math.log(time.meanMs) - variance / 2 + Math.sqrt(variance) * normal);
    }
  }
}

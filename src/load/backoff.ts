/**
 * How long to wait before a connection is opened again after a failure: uniform in [½, 1½] of `meanMs`, so that
 * clients that failed together do not come back together. 0 means at once.
 */
export function backoffMs(meanMs: number, random: () => number): number {
  return meanMs * (0.5 + random());
}

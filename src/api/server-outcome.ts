import type { ErrorFacts } from '../recording/events.ts';
import type { ServerOutcome } from '../recording/outcomes.ts';

/** What the server was doing for a request. */
export type Work = 'waiting' | 'querying' | 'writing';

export interface Ending {
  /** The kernel's error on the socket, if there was one before the response was finished. */
  writeError: ErrorFacts | null;
  /** What the server was doing when the client left, or null if the client was there to the end. */
  clientGoneWhile: Work | null;
  rejected: boolean;
  failed: boolean;
}

/**
 * The one outcome of a request. A write that the kernel refused says most, so it wins; a client that had left comes
 * next, since whatever the server made of the request then, nobody heard it.
 */
export function serverOutcome(ending: Ending): ServerOutcome {
  const { writeError, clientGoneWhile } = ending;
  if (writeError && isWriteFailure(writeError)) return 'write_failed';
  if (clientGoneWhile) return `client_gone_${clientGoneWhile}`;
  if (ending.rejected) return 'rejected';
  return ending.failed ? 'failed' : 'completed';
}

/** EPIPE or ECONNRESET on write, from the kernel: Node's imitations carry no errno. */
export function isWriteFailure(error: ErrorFacts): boolean {
  return error.errno !== null && error.syscall === 'write' && (error.code === 'EPIPE' || error.code === 'ECONNRESET');
}

import type { ErrorFacts } from '../recording/events.ts';
import type { ClientOutcome } from '../recording/outcomes.ts';

const connectOutcomes: Record<string, ClientOutcome> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'connect_timeout',
  EADDRNOTAVAIL: 'no_ports',
  EMFILE: 'no_files',
  ENFILE: 'no_files',
};

/**
 * The outcome that a socket error means for the requests that were open on the socket. ECONNRESET and EPIPE count as
 * the kernel's word only with `errno` and `syscall`; Node makes errors of the same code, without either, when it has
 * seen a FIN.
 */
export function outcomeOfError(error: ErrorFacts): ClientOutcome {
  if (error.syscall === 'getaddrinfo') return 'dns';
  if (error.code === 'EMFILE' || error.code === 'ENFILE') return 'no_files';
  const isKernel = error.errno !== null && error.syscall !== null;
  if (error.code === 'ECONNRESET') return isKernel ? 'reset' : 'closed_early';
  if (error.code === 'EPIPE') return isKernel ? 'broken_pipe' : 'closed_early';
  // An attempt at several addresses fails with an AggregateError that has a code and no syscall.
  if (error.syscall === 'connect' || error.syscall === null) return connectOutcomes[error.code] ?? 'other_error';
  return 'other_error';
}

/** The outcome of a complete response. */
export function outcomeOfStatus(status: number): ClientOutcome {
  if (status >= 200 && status < 400) return 'ok';
  return status === 429 || status === 503 ? 'rejected' : 'http_error';
}

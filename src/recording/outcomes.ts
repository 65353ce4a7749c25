/** What became of a request in the client's eyes. Every request that was sent ends in exactly one of these. */
export const clientOutcomes = [
  'ok',
  'rejected',
  'http_error',
  'timeout',
  'reset',
  'broken_pipe',
  'closed_early',
  'refused',
  'connect_timeout',
  'no_ports',
  'no_files',
  'dns',
  'other_error',
  'unfinished',
] as const;
export type ClientOutcome = (typeof clientOutcomes)[number];

/** Where the request stood when it ended: connecting, sending, waiting for the head, or reading the body. */
export const stages = ['connect', 'send', 'wait', 'body'] as const;
export type Stage = (typeof stages)[number];

/** What became of a request in the server's eyes. */
export const serverOutcomes = [
  'completed',
  'client_gone_waiting',
  'client_gone_querying',
  'client_gone_writing',
  'write_failed',
  'rejected',
  'failed',
] as const;
export type ServerOutcome = (typeof serverOutcomes)[number];

/** Outcomes in which the client holds a complete response, whatever its status. */
export const answeredOutcomes: ReadonlySet<ClientOutcome> = new Set(['ok', 'rejected', 'http_error']);

/** Neither an answer nor a failure: the load stopped while the request was open. */
export function isFailure(outcome: ClientOutcome): boolean {
  return !answeredOutcomes.has(outcome) && outcome !== 'unfinished';
}

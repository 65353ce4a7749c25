/**
 * What ended a connection as far as the client's socket can tell, where nothing captured it: tcp_reset() leaves EPIPE
 * after a FIN and ECONNRESET without one.
 */
export function inferWire(state: string, pendingError: string, connectResult: string): string {
  if (connectResult === 'ECONNREFUSED') return 'R.';
  if (state === 'CLOSE_WAIT') return 'F.';
  if (pendingError === 'ECONNRESET') return 'R.';
  if (pendingError === 'EPIPE') return 'F. R.';
  return 'nothing';
}

/** A captured wire reduced to FIN and RST from the server, which is what can be inferred. */
export function inferable(wire: string): string {
  const ends = wire
    .replace(/client R\.?/g, '')
    .split(' ')
    .filter((flags) => /[FR]/.test(flags));
  return ends.join(' ') || 'nothing';
}

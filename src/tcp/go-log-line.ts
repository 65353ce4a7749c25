/** The C library's words for the errors of the lab, in Go's small letters. */
const words: Readonly<Record<string, string>> = {
  ECONNRESET: 'connection reset by peer',
  ECONNREFUSED: 'connection refused',
  EPIPE: 'broken pipe',
  ETIMEDOUT: 'connection timed out',
  ENOTCONN: 'transport endpoint is not connected',
};

/** The line that the article's Go client logs of a call, or the empty string where the call did not fail. */
export function goLogLine(call: 'read' | 'write', result: string, clientPort: number, serverPort: number): string {
  if (call === 'read' && result === '0') return 'client: EOF';
  const word = words[result];
  if (word === undefined) return '';
  return `client: ${call} tcp 127.0.0.1:${clientPort}->127.0.0.1:${serverPort}: ${call}: ${word}`;
}

/** The same request with `Connection: close` where autocannon always writes `Connection: keep-alive`. */
export function withConnectionClose(request: Buffer): Buffer {
  const header = 'Connection: keep-alive\r\n';
  const at = request.indexOf(header);
  return Buffer.concat([
    request.subarray(0, at),
    Buffer.from('Connection: close\r\n'),
    request.subarray(at + header.length),
  ]);
}

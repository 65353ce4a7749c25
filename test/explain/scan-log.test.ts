import { describe, expect, it } from 'vitest';
import type { LogTally } from '../../src/explain/log-tally.ts';
import { scanLog } from '../../src/explain/scan-log.ts';

const kernelReset = { type: 'Error', message: 'read ECONNRESET', errno: -104, code: 'ECONNRESET', syscall: 'read' };
const hangUp = { type: 'Error', message: 'socket hang up', stack: 'Error: socket hang up', code: 'ECONNRESET' };
const tenOClock = 1795341600000;

const pino = (err: object, afterMs = 0): string =>
  `${JSON.stringify({ level: 50, time: tenOClock + afterMs, pid: 1, err, msg: 'failed' })}\n`;
const request = (i: number): string =>
  `${JSON.stringify({ level: 30, time: tenOClock + i, url: `/orders/${i}`, msg: 'done' })}\n`;

async function* inPieces(log: Buffer, size: number): AsyncGenerator<Buffer> {
  const memory = Buffer.alloc(size);
  for (let at = 0; at < log.length; at += size) {
    // The same memory each time, as the reader of files does it.
    yield memory.subarray(0, log.copy(memory, 0, at, at + size));
  }
}

const scan = (log: string | Buffer, size = 64 * 1024): Promise<LogTally> =>
  scanLog(inPieces(Buffer.from(log as string), size));

function counts({ symptoms }: LogTally): Record<string, number> {
  return Object.fromEntries(symptoms.map(({ entry, count }) => [entry.id, count]));
}

describe('a log', () => {
  it('of pino is counted by symptom and by minute, the most frequent first', async () => {
    const log = [
      request(1),
      pino(hangUp, 1000),
      pino(kernelReset, 2000),
      request(2),
      pino(kernelReset, 61_000),
      pino(kernelReset, 62_000),
    ].join('');
    const tally = await scan(log);
    expect(tally).toMatchObject({ lines: 6, known: 4, bytes: log.length });
    expect(tally.symptoms.map(({ entry, count, minutes }) => [entry.id, count, Object.fromEntries(minutes)])).toEqual([
      ['read-econnreset', 3, { '2026-11-22T10:00Z': 1, '2026-11-22T10:01Z': 2 }],
      ['socket-hang-up', 1, { '2026-11-22T10:00Z': 1 }],
    ]);
  });

  it('of Gin is counted, with the time of the line above an error, and of a recovered panic', async () => {
    const log =
      '[GIN] 2026/11/22 - 10:00:00 | 200 |  5.113892441s |        10.0.0.9 | GET      "/orders/1"\n' +
      'Error #01: write tcp 10.0.0.5:8080->10.0.0.9:41214: write: broken pipe\n' +
      '[GIN] 2026/11/22 - 10:01:00 | 200 |      51.213µs |        10.0.0.9 | GET      "/orders/2"\n' +
      '\n\n\u001b[31m2026/11/22 10:02:00 write tcp 10.0.0.5:8080->10.0.0.9:41215: write: broken pipe\n' +
      'GET /orders/1 HTTP/1.1\r\nHost: 10.0.0.5:8080\r\n\r\n\u001b[0m\n';
    const { symptoms } = await scan(log);
    expect(symptoms.map(({ entry, count }) => [entry.id, count])).toEqual([['go-write-broken-pipe', 2]]);
    expect(symptoms[0]?.minutes).toEqual(
      new Map([
        ['2026-11-22T10:00', 1],
        ['2026-11-22T10:02', 1],
      ]),
    );
  });

  it('of nginx and of other JSON is counted', async () => {
    const log =
      '10.0.0.9 - - [22/Nov/2026:12:28:22 +0000] "GET /l HTTP/1.1" 499 0 "-" "curl/7.88.1"\n' +
      '2026/11/22 12:28:20 [error] 1#1: *11 upstream timed out (110: Connection timed out) while reading response header from upstream\n' +
      '{"severity":"ERROR","timestamp":"2026-11-22T12:29:00Z","message":"Timed out fetching a new connection from the connection pool."}\n';
    const { symptoms } = await scan(log);
    expect(symptoms.map(({ entry, minutes }) => [entry.id, [...minutes.keys()]])).toEqual([
      ['nginx-499', ['2026-11-22T12:28Z']],
      ['nginx-upstream-timed-out', ['2026-11-22T12:28']],
      ['prisma-p2024', ['2026-11-22T12:29Z']],
    ]);
  });

  it('in plain text without times has its records under no time', async () => {
    const { symptoms } = await scan('it broke: read ECONNRESET\nit broke: read ECONNRESET\n');
    expect(symptoms[0]).toMatchObject({ count: 2, noTime: 2, minutes: new Map() });
  });

  it('with the errors that Node prints counts each of them once, and tells the kernel from Node', async () => {
    const kernel =
      "Error: lost\n    at TCP.onStreamRead (node:internal/stream_base_commons:218:20) {\n  errno: -104,\n  code: 'ECONNRESET',\n  syscall: 'read'\n}\n";
    const imitation =
      "Error: socket hang up\n    at Socket.socketOnEnd (node:_http_client:528:25) {\n  code: 'ECONNRESET'\n}\n";
    const nested =
      "TypeError: fetch failed\n    at node:internal/deps/undici/undici:14976:13 {\n  [cause]: Error: read ECONNRESET\n      at TCP.onStreamRead (node:internal) {\n    errno: -104,\n    code: 'ECONNRESET',\n    syscall: 'read'\n  }\n}\n";
    expect(counts(await scan(`start\n${kernel}${imitation}${kernel}${nested}end\n`))).toEqual({
      'read-econnreset': 3,
      'socket-hang-up': 1,
    });
  });

  it('with chained tracebacks of Python counts each failure once, with the time of the line above', async () => {
    const failure =
      '2026-11-22 10:00:00,123 ERROR orders: request failed\n' +
      'Traceback (most recent call last):\n  File "/app/pool.py", line 700, in urlopen\n    response = self._make_request(\n' +
      'ConnectionResetError: [Errno 104] Connection reset by peer\n\n' +
      'During handling of the above exception, another exception occurred:\n\n' +
      'Traceback (most recent call last):\n  File "/app/adapters.py", line 486, in send\n    resp = conn.urlopen(\n' +
      "urllib3.exceptions.ProtocolError: ('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))\n";
    const { symptoms } = await scan(failure + failure);
    expect(symptoms.map(({ entry, count, noTime }) => [entry.id, count, noTime])).toEqual([['python-reset', 2, 0]]);
  });

  it('with a Java exception and its causes counts it once', async () => {
    const log =
      '2026-11-22 10:00:00.123 ERROR orders - failed\njava.io.IOException: HTTP/1.1 header parser received no bytes\n' +
      '\tat java.net.http/jdk.internal.net.http.HttpClientImpl.send(HttpClientImpl.java:586)\n' +
      'Caused by: java.net.SocketException: Connection reset\n\tat java.base/sun.nio.ch.SocketChannelImpl.throwConnectionReset(SocketChannelImpl.java:394)\n';
    expect(counts(await scan(log + log))).toEqual({ 'java-connection-reset': 2 });
  });

  it('that is indented as a whole counts each line', async () => {
    expect(counts(await scan('  worker: read ECONNRESET\n'.repeat(50)))).toEqual({ 'read-econnreset': 50 });
    expect(counts(await scan('     12 read ECONNRESET\n      7 write EPIPE\n'))).toEqual({
      'read-econnreset': 1,
      'write-epipe': 1,
    });
  });

  it('has records that look like errors and are not known', async () => {
    const log = '{"level":50,"time":1795341600123,"msg":"no name for it"}\nERROR order 53300 is late\nall is well\n';
    const { known, unknown } = await scan(`x ${log}x ERROR order 53300 is late\n`);
    expect({ known, unknown }).toEqual({
      known: 0,
      unknown: {
        count: 2,
        examples: ['x {"level":50,"time":1795341600123,"msg":"no name for it"}', 'x ERROR order 53300 is late'],
      },
    });
  });

  it('may be empty, and may lack its last newline', async () => {
    expect(await scan('')).toMatchObject({ bytes: 0, lines: 0, known: 0 });
    expect(await scan('one\nread ECONNRESET')).toMatchObject({ lines: 2, known: 1 });
  });
});

it('counts the same however the log is cut into pieces', async () => {
  let log = '';
  for (let i = 0; i < 3000; i++) {
    log += request(i);
    if (i % 7 === 0) log += pino(kernelReset, i);
    if (i % 11 === 0) log += "Error: socket hang up\n    at Socket.socketOnEnd {\n  code: 'ECONNRESET'\n}\n";
  }
  const whole = counts(await scan(log, log.length));
  expect(whole).toEqual({ 'read-econnreset': 429, 'socket-hang-up': 273 });
  for (const size of [997, 4096, 65_536, 100_003]) expect(counts(await scan(log, size))).toEqual(whole);
});

describe('a hostile log', () => {
  it('with a line of 10 MB is read, and the lines after it as well', async () => {
    const long = Buffer.alloc(10_000_000, 'a');
    long.write('read ECONNRESET', 5_000_000);
    long.write('write EPIPE', 9_000_000);
    const log = Buffer.concat([Buffer.from(pino(kernelReset)), long, Buffer.from(`\n${pino(hangUp)}`)]);
    const tally = await scan(log);
    expect(tally.lines).toBe(3);
    expect(counts(tally)).toEqual({ 'read-econnreset': 2, 'socket-hang-up': 1 });
    for (const { example } of tally.symptoms) expect(example.length).toBeLessThanOrEqual(300);
  });

  it('with a line of 10 MB full of errors counts it once', async () => {
    expect(counts(await scan('read ECONNRESET '.repeat(625_000)))).toEqual({ 'read-econnreset': 1 });
  });

  it('with invalid UTF-8 and NUL bytes is read', async () => {
    const junk = Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x00, 0x0a]);
    const log = Buffer.concat([
      junk,
      Buffer.from('\u0000read ECONNRESET\u0000'),
      junk,
      junk,
      Buffer.from('write EPIPE'),
      junk,
    ]);
    expect(counts(await scan(log))).toEqual({ 'read-econnreset': 1, 'write-epipe': 1 });
  });

  it('with 20,000 different minutes keeps a bounded number of them, and loses no record', async () => {
    let log = '';
    for (let i = 0; i < 20_000; i++) log += `${new Date(tenOClock + i * 60_000).toISOString()} read ECONNRESET\n`;
    const [symptom] = (await scan(log)).symptoms;
    expect(symptom?.minutes.size).toBe(10_080);
    expect(symptom).toMatchObject({ count: 20_000, noTime: 0, otherMinutes: 20_000 - 10_080 });
  });

  it('of nothing but indented lines does not grow its records', async () => {
    expect(counts(await scan(`x\n${'\n  a'.repeat(200_000)}\nread ECONNRESET\n`))).toEqual({ 'read-econnreset': 1 });
  });
});

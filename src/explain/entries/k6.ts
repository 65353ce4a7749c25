import type { Entry } from '../entry.ts';
import { incident, tcp } from '../link.ts';

const table = 'k6 says so in its table of error codes (lib/netext/httpext/error_codes.go).';
const alsoMasked =
  'k6 is a Go program: a GET on a reused connection that is cut is tried again without a word, so the true count may be higher.';

/** The tag error_code of k6. Its texts have no ports in them, so that they group. */
function codeOf(code: string): Entry['matches'] {
  return [{ literal: 'error_code', pattern: new RegExp(`\\berror_code["']?\\s{0,4}[:=]\\s{0,4}["']?${code}\\b`) }];
}

export const k6Entries: readonly Entry[] = [
  {
    id: 'k6-1220',
    title: 'k6 1220: connection reset by peer',
    codes: ['1220'],
    matches: codeOf('1220'),
    examples: [
      '{"metric":"http_reqs","type":"Point","data":{"time":"2026-11-22T10:00:00.123Z","value":1,"tags":{"error":"read: connection reset by peer","error_code":"1220","method":"POST"}}}',
    ],
    wire: 'An RST came in, and no FIN before it.',
    sure: { level: 'certain', basis: 'source', why: `${table} ${alsoMasked}` },
    causes: ['The server closed with unread bytes, is out of files, or was killed.'],
    confirm: ['As for read ECONNRESET: nstat on the server, and its open files.'],
    change: ['As for read ECONNRESET.'],
    shownBy: [tcp('reset-by-peer'), incident],
  },
  {
    id: 'k6-1201',
    title: 'k6 1201: broken pipe',
    codes: ['1201'],
    matches: codeOf('1201'),
    examples: ['http_req_failed error_code=1201 error="write: broken pipe"'],
    wire: 'The server had closed while k6 was sending; its RST came, and the next write failed.',
    sure: { level: 'certain', basis: 'source', why: table },
    causes: ['An upload that was refused and cut; a server that is out of files.'],
    confirm: ['Is it the requests with a large body?'],
    change: ['As for write EPIPE.'],
    shownBy: [tcp('broken-pipe'), incident],
  },
  {
    id: 'k6-1212',
    title: 'k6 1212: dial: connection refused',
    codes: ['1212'],
    matches: codeOf('1212'),
    examples: ['error_code=1212 error="dial: connection refused"'],
    wire: 'The SYN was answered with an RST.',
    sure: { level: 'certain', basis: 'source', why: table },
    causes: ['The server crashed under the load, or restarts.'],
    confirm: ['ss -ltnp on the server; its exit code and its log.'],
    change: ['As for connect ECONNREFUSED.'],
    shownBy: [tcp('closed-port')],
  },
  {
    id: 'k6-1211',
    title: 'k6 1211: dial: i/o timeout',
    codes: ['1211'],
    matches: codeOf('1211'),
    examples: ['error_code=1211 error="dial: i/o timeout"'],
    wire: 'SYNs stayed without an answer.',
    sure: { level: 'certain', basis: 'source', why: table },
    causes: ['The accept queue of the server is full; a firewall that limits new connections.'],
    confirm: ['nstat -az TcpExtListenOverflows on the server.'],
    change: ['As for connect ETIMEDOUT.'],
    shownBy: [tcp('accept-queue-full')],
  },
  {
    id: 'k6-1050',
    title: 'k6 1050: request timeout',
    codes: ['1050'],
    matches: [...codeOf('1050'), { literal: 'msg="request failed"', pattern: /error="?[^\n]{0,200}request timeout/i }],
    examples: [
      'time="2026-11-22T10:00:00Z" level=warning msg="Request Failed" error="Get \\"http://10.0.0.5:3000/orders/1\\": request timeout"',
      'error_code=1050',
    ],
    wire: 'No answer came within the timeout of k6 (60 s by default); it then closed the connection.',
    sure: { level: 'certain', basis: 'source', why: table },
    causes: ['The server waits: for a connection of its pool, for a query.'],
    confirm: ['The wait time of the pool of the server.'],
    change: ['An acquire deadline and a bound of the queue in the server.'],
    shownBy: [incident],
  },
  {
    id: 'k6-dns',
    title: 'k6 1100, 1101: DNS lookup',
    codes: ['1100', '1101'],
    matches: codeOf('110[01]'),
    examples: ['error_code=1101 error="lookup: no such host"'],
    wire: 'No TCP packet was sent.',
    sure: { level: 'certain', basis: 'source', why: table },
    causes: ['A wrong name; a resolver that is overloaded by the load test.'],
    confirm: ['getent hosts <name> on the machine of k6.'],
    change: ['The option dns of k6 (ttl); an entry under hosts.'],
    shownBy: [],
  },
  {
    id: 'k6-status',
    title: 'k6 14xx, 15xx: an answer with a status of 4xx or 5xx',
    codes: ['1429', '1500', '1502', '1503', '1504'],
    matches: codeOf('1[45]\\d\\d'),
    examples: [
      'error_code=1503',
      '{"metric":"http_req_failed","type":"Point","data":{"time":"2026-11-22T10:00:00.123Z","value":1,"tags":{"error_code":"1504","status":"504"}}}',
    ],
    wire: 'Nothing is wrong on the wire: a complete answer came. The code is 1000 and the status.',
    sure: { level: 'certain', basis: 'source', why: table },
    causes: [
      '1503 and 1429: the server sheds load. 1502 and 1504: a proxy (see status-502, status-504). 1500: the handler failed.',
    ],
    confirm: ['The log of the server or of the proxy.'],
    change: ['Follow the status.'],
    shownBy: [],
  },
  {
    id: 'k6-tcp-other',
    title: 'k6 1200, 1202, 1210, 1213: another error of TCP',
    codes: ['1200', '1202', '1210', '1213'],
    matches: codeOf('12\\d\\d'),
    examples: ['error_code=1210 error="dial tcp 10.0.0.5:3000: socket: too many open files"'],
    wire: 'It depends on the text beside the code. 1210 and 1213 are failures to connect; 1200 and 1202 come later.',
    sure: { level: 'open', basis: 'source', why: table },
    causes: ['Often k6 itself is out of files or out of local ports.'],
    confirm: ['ulimit -n and ss -s on the machine of k6.'],
    change: ['Raise the limits of the machine of k6; spread the load over more of them.'],
    shownBy: [],
  },
  {
    id: 'k6-1000',
    title: 'k6 1000: unspecified, among them EOF',
    codes: ['1000'],
    matches: codeOf('1000'),
    examples: [
      '{"metric":"http_reqs","type":"Point","data":{"time":"2026-11-22T10:00:00.123Z","value":1,"tags":{"error":"EOF","error_code":"1000"}}}',
    ],
    wire: 'With the text EOF: a FIN came before any byte of an answer, "socket hang up" in Node. Otherwise the text decides.',
    sure: { level: 'likely', basis: 'source', why: `${table} EOF has no code of its own. ${alsoMasked}` },
    causes: ['The keep-alive race; a handler that crashed; a server that is out of files.'],
    confirm: ['The tag error beside it; open files of the server against its limit.'],
    change: ['As for socket hang up.'],
    shownBy: [tcp('node-fin-before-response')],
  },
];

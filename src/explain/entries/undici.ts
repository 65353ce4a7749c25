import type { Entry } from '../entry.ts';
import { incident, tcp } from '../link.ts';

/** What fetch and undici say. The cause below "fetch failed" is what counts. */
export const undiciEntries: readonly Entry[] = [
  {
    id: 'fetch-terminated',
    title: 'TypeError: terminated: the response was cut in the middle of its body',
    matches: [{ literal: 'typeerror: terminated' }, { literal: '"message":"terminated' }],
    examples: [
      "TypeError: terminated\n    at Fetch.onAborted (node:internal/deps/undici/undici:11190:53) {\n  [cause]: SocketError: other side closed\n      at Socket.<anonymous> (node:internal/deps/undici/undici:6436:28) {\n    code: 'UND_ERR_SOCKET'\n  }\n}",
      '{"level":50,"time":1795341600123,"pid":1,"hostname":"web","err":{"type":"TypeError","message":"terminated: other side closed","stack":"TypeError: terminated"},"msg":"export failed"}',
    ],
    wire: 'After the head of the response a FIN (cause "other side closed") or an RST (cause read ECONNRESET) came before the body was complete.',
    sure: {
      level: 'certain',
      basis: 'measured',
      why: 'Seen with both. A body without a length that is cut by an RST is taken for complete by fetch, and gives no error.',
    },
    causes: [
      'The server crashed or timed out while it streamed.',
      'A read timeout of a proxy in between.',
      'This side did not read the body, so the server gave up.',
    ],
    confirm: ['error.cause.code; Content-Length against the bytes received.'],
    change: [
      'Fix the server or the timeout of the proxy; resume with Range where it is offered.',
      'Read or cancel every body.',
    ],
    shownBy: [tcp('node-fin-mid-body'), tcp('node-rst-mid-body'), tcp('node-rst-without-length')],
  },
  {
    id: 'other-side-closed',
    title: 'UND_ERR_SOCKET "other side closed": a FIN before the response was complete',
    codes: ['UND_ERR_SOCKET'],
    matches: [{ literal: 'other side closed' }, { literal: 'UND_ERR_SOCKET' }],
    examples: [
      "TypeError: fetch failed\n    at node:internal/deps/undici/undici:14976:13 {\n  [cause]: SocketError: other side closed\n      at Socket.<anonymous> (node:internal/deps/undici/undici:6436:28) {\n    code: 'UND_ERR_SOCKET',\n    socket: {\n      localAddress: '127.0.0.1',\n      localPort: 57606,\n      remoteAddress: '127.0.0.1',\n      remotePort: 7300,\n      timeout: undefined,\n      bytesWritten: 169,\n      bytesRead: 0\n    }\n  }\n}",
    ],
    wire: 'The server closed with a FIN before the answer, or in its head. It is what node:http calls "socket hang up".',
    sure: { level: 'certain', basis: 'measured', why: 'An RST has the cause read ECONNRESET instead.' },
    causes: [
      'keepAliveTimeout of the server passed as the request went out.',
      'The handler crashed; the server closes each connection; a wrong Content-Length.',
      'The server is out of files.',
    ],
    confirm: ['cause.socket.bytesRead: 0 means before any answer. The idle time of the connection before.'],
    change: [
      'An Agent of undici with keepAliveTimeout and keepAliveMaxTimeout below those of the server.',
      'RetryAgent, or interceptors.retry, for what may be repeated: undici retries nothing by itself.',
    ],
    shownBy: [tcp('node-fin-before-response'), tcp('node-fin-mid-body')],
  },
  {
    id: 'undici-connect-timeout',
    title: 'UND_ERR_CONNECT_TIMEOUT: no connection within the limit of undici',
    codes: ['UND_ERR_CONNECT_TIMEOUT'],
    matches: [{ literal: 'UND_ERR_CONNECT_TIMEOUT' }, { literal: 'connect timeout error' }],
    examples: [
      "[cause]: ConnectTimeoutError: Connect Timeout Error (attempted address: 10.0.0.5:443, timeout: 10000ms) {\n  code: 'UND_ERR_CONNECT_TIMEOUT'\n}",
    ],
    wire: 'SYNs went out and no SYN-ACK came in time; or this event loop was too busy to notice it.',
    sure: {
      level: 'likely',
      basis: 'unchecked',
      why: 'The default of 10 s and the text are those of undici; not measured here.',
    },
    causes: [
      'A firewall drops packets; the accept queue of the server is full.',
      'The event loop of this process is blocked.',
    ],
    confirm: ['nstat -az TcpExtTCPSynRetrans here, TcpExtListenOverflows there; event-loop delay here.'],
    change: ['As for connect ETIMEDOUT. Unblock the event loop first.'],
    shownBy: [],
  },
  {
    id: 'undici-headers-timeout',
    title: 'UND_ERR_HEADERS_TIMEOUT, UND_ERR_BODY_TIMEOUT: the server did not answer in time',
    codes: ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'],
    matches: [
      { literal: 'UND_ERR_HEADERS_TIMEOUT' },
      { literal: 'UND_ERR_BODY_TIMEOUT' },
      { literal: 'headers timeout error' },
      { literal: 'body timeout error' },
    ],
    examples: [
      "[cause]: HeadersTimeoutError: Headers Timeout Error\n    at Timeout.onParserTimeout {\n  code: 'UND_ERR_HEADERS_TIMEOUT'\n}",
    ],
    wire: 'The request was sent and ACKed. No head, or no further part of the body, came for 300 s. Then this side closed.',
    sure: { level: 'likely', basis: 'unchecked', why: 'The defaults are those of undici; not measured here.' },
    causes: ['The server waits for a connection of its pool without a deadline, or for a slow query.'],
    confirm: ['The pool of the server: pending and oldest wait.'],
    change: ['A deadline in the pool of the server; a shorter headersTimeout here, so that it shows sooner.'],
    shownBy: [],
  },
  {
    id: 'fetch-own-timeout',
    title: 'The operation was aborted due to timeout: the deadline of this client passed',
    matches: [
      { literal: 'the operation was aborted due to timeout' },
      { literal: 'this operation was aborted' },
      { literal: 'the user aborted a request' },
    ],
    examples: ['TimeoutError: The operation was aborted due to timeout', 'AbortError: This operation was aborted'],
    wire: 'Nothing came within the deadline (AbortSignal.timeout), or this code called abort(). This side closed the connection.',
    sure: {
      level: 'certain',
      basis: 'measured',
      why: 'Made by the signal, not by the peer. A TimeoutError is AbortSignal.timeout(); an AbortError is a call of abort().',
    },
    causes: ['The server waits: for its pool, for a query.', 'The deadline is shorter than the work.'],
    confirm: ['The wait time of the pool of the server.'],
    change: ['Find the queue. The request may have been carried out all the same: do not repeat a write blindly.'],
    shownBy: [incident],
  },
];

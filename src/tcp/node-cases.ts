import type { NodeCase } from './node-case.ts';
import { wholeAnswer } from './scripted-peer.ts';

const partOfABody = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly a part';
const bodyWithoutLength = 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nonly a part';

const hangUp = 'req ECONNRESET "socket hang up" (no errno)';
const fetchFailed = 'TypeError "fetch failed" <- ';
const terminated = 'TypeError "terminated" <- ';
const otherSide = 'UND_ERR_SOCKET "other side closed" (no errno)';
const aborted = 'res ECONNRESET "aborted" (no errno)';

/** What Node's own clients make of the same packets. */
export const nodeCases: readonly NodeCase[] = [
  {
    kind: 'node',
    name: 'node-fin-before-response',
    title: 'FIN instead of a response',
    lesson:
      'No error came from the kernel: "socket hang up" and "other side closed" are Node’s names for a FIN. Only the ' +
      'half-open client writes twice and so gets the kernel’s EPIPE; the other is stopped by Node, without errno.',
    peer: ['reads the request', 'sends FIN'],
    expects: {
      net: 'end',
      'net, half-open': 'end, b written, write EPIPE',
      'net, writes on': 'end, EPIPE "This socket has been ended by the other party" (no errno)',
      http: hangUp,
      fetch: `${fetchFailed}${otherSide}`,
      wire: 'F.',
    },
  },
  {
    kind: 'node',
    name: 'node-rst-before-response',
    title: 'RST instead of a response (resetAndDestroy)',
    lesson: 'errno and syscall are there: it is the kernel that speaks.',
    peer: ['reads the request', 'sends RST'],
    expects: {
      net: 'read ECONNRESET',
      http: 'req read ECONNRESET',
      fetch: `${fetchFailed}read ECONNRESET`,
      wire: 'R.',
    },
  },
  {
    kind: 'node',
    name: 'node-close-unread',
    title: 'the server closes with the request unread (pauseOnConnect)',
    lesson: 'What maxConnections and a server without files do to a request that is already in the kernel.',
    peer: ['waits until the request is in the kernel, unread', 'closes without reading'],
    expects: {
      net: 'read ECONNRESET',
      http: 'req read ECONNRESET',
      fetch: `${fetchFailed}read ECONNRESET`,
      wire: 'R.',
    },
  },
  {
    kind: 'node',
    name: 'node-fin-mid-body',
    title: 'FIN in the middle of a body',
    lesson: 'The length was promised and not kept. A net client sees nothing wrong.',
    peer: ['reads the request', { writes: partOfABody }, 'waits until the client has it', 'sends FIN'],
    expects: {
      net: 'data, end',
      http: `200, ${aborted}`,
      fetch: `200, ${terminated}${otherSide}`,
      wire: 'F.',
    },
  },
  {
    kind: 'node',
    name: 'node-rst-mid-body',
    title: 'RST in the middle of a body',
    lesson: 'http reports it twice: the kernel’s error on the request, Node’s own on the response.',
    peer: ['reads the request', { writes: partOfABody }, 'waits until the client has it', 'sends RST'],
    expects: {
      net: 'data, read ECONNRESET',
      http: `200, req read ECONNRESET, ${aborted}`,
      fetch: `200, ${terminated}read ECONNRESET`,
      wire: 'R.',
    },
  },
  {
    kind: 'node',
    name: 'node-data-and-rst',
    title: 'data and RST in one turn of the event loop',
    lesson:
      'libuv before 1.52 stops at the data and takes the RST for an end. The same packets therefore gave an error ' +
      'that nobody had seen before when Node went to 24.16.',
    peer: ['reads the request', { writes: partOfABody }, 'sends RST'],
    expects: {
      net: [{ since: { uv: '1.52.0' }, is: 'data, read ECONNRESET' }, { is: 'data, end' }],
      http: [{ since: { uv: '1.52.0' }, is: `200, req read ECONNRESET, ${aborted}` }, { is: `200, ${aborted}` }],
      fetch: [
        { since: { uv: '1.52.0' }, is: `200, ${terminated}read ECONNRESET` },
        { is: `200, ${terminated}${otherSide}` },
      ],
      wire: 'R.',
    },
  },
  {
    kind: 'node',
    name: 'node-rst-without-length',
    title: 'RST in a body whose end is the end of the connection',
    lesson: 'Nothing says how long the body is, and fetch takes the RST for its end: a cut body, and success.',
    peer: ['reads the request', { writes: bodyWithoutLength }, 'waits until the client has it', 'sends RST'],
    expects: {
      net: 'data, read ECONNRESET',
      http: '200, req read ECONNRESET, end, complete=true',
      fetch: '200, end',
      wire: 'R.',
    },
  },
  {
    kind: 'node',
    name: 'node-reuse-after-fin',
    title: 'a keep-alive connection is used again after the server has closed it',
    lesson:
      'The FIN is in the kernel and the event loop has not looked. http hands out the dead socket and says ' +
      '"socket hang up"; reusedSocket tells that a retry is safe for what may be repeated. fetch looks first.',
    peer: ['reads the request', { writes: wholeAnswer }, 'waits until the client has it', 'sends FIN'],
    expects: {
      'http, reused': `reused, ${hangUp}`,
      'fetch, reused': '200, end',
      wire: 'F. R',
    },
  },
  {
    kind: 'node',
    name: 'node-reuse-after-rst',
    title: 'a keep-alive connection is used again after it was reset',
    lesson: 'As before, with a RST: now the write itself is told.',
    peer: ['reads the request', { writes: wholeAnswer }, 'waits until the client has it', 'sends RST'],
    expects: {
      'http, reused': 'reused, req write ECONNRESET',
      'fetch, reused': '200, end',
      wire: 'R.',
    },
  },
];

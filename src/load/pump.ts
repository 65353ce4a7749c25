import { channel } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { type AutocannonClient, type ResponseHead, requireInternals } from './autocannon-internals.ts';
import { backoffMs } from './backoff.ts';
import type { Books, ConnectionBooks } from './books.ts';
import { withConnectionClose } from './with-connection-close.ts';

export interface PumpOptions {
  timeoutMs: number;
  backoffMs: number;
  /** False: one request a connection, asked for with `Connection: close`. */
  keepAlive: boolean;
  /** Where in the round of requests this client starts. */
  firstRequest: number;
  /** How many requests the load may still send, over all of its pumps. */
  budget: { left: number };
}

/** A body of this size or more leaves in a write of its own, after its head, as clients that stream bodies do. */
const bodyApartBytes = 16 * 1024;

/** Numbers under which the parser keeps its callbacks. */
interface ParserCallbacks {
  kOnHeadersComplete: number;
  kOnBody: number;
}

interface Writes {
  first: Buffer;
  rest: Buffer | null;
}

/** setTimeout's longest delay, 24.8 days: never, for a load. */
const neverMs = 2 ** 31 - 1;

const retirePollMs = 10;

/** The pump whose autocannon client is opening a connection at this moment. */
let opening: Pump | null = null;

channel('net.client.socket').subscribe((message) => {
  opening?.adopt((message as { socket: Socket }).socket);
});

/**
 * Lets one autocannon client pump its traffic and keeps the books on it, from the sockets. autocannon builds the
 * requests, writes them and parses the answers; what it does not do is done here:
 * - each socket is watched before autocannon sees it, so what ended it is known and belongs to the right requests;
 * - each connection starts with a clean parser, and is the only one of its client;
 * - the deadline is per request, and may be under a second;
 * - a failed connection is opened again after a back-off, and one that the server wants closed is not written to.
 *
 * autocannon's own queue of start times is left as autocannon keeps it: only its own latency figures depend on it, and
 * those are shown as what they are.
 */
export class Pump {
  readonly #client: AutocannonClient;
  readonly #books: Books;
  readonly #options: PumpOptions;
  readonly #openConnection: () => void;
  readonly #writeRequest: () => void;
  readonly #writes = new WeakMap<Buffer, Writes>();
  #lastBuilt: Buffer | null = null;
  #lastWrites: Writes | null = null;
  #connection: ConnectionBooks | null = null;
  #socket: Socket | null = null;
  #hasStarted = false;
  #isStopped = false;
  #isFinished = false;
  /** The last connection ended in a failure, so the next one waits. */
  #backsOff = false;
  /** The response in hand says that its connection will close. */
  #isClosing = false;
  #isHead = false;
  #deadline: NodeJS.Timeout | null = null;
  #reopening: NodeJS.Timeout | null = null;

  /** To be called from autocannon's `setupClient`, before the client has opened its connection. */
  constructor(client: unknown, books: Books, options: PumpOptions) {
    requireInternals(client);
    this.#client = client;
    this.#books = books;
    this.#options = options;
    this.#openConnection = client._connect.bind(client);
    this.#writeRequest = client._doRequest.bind(client);
    client.timeout = neverMs;
    client._connect = () => this.#connect();
    client._doRequest = () => this.#request();
    client.on('response', (status: number) => this.#connection?.answered(status));
    this.#watchParser();
    const getRequestBuffer = client.getRequestBuffer.bind(client);
    client.getRequestBuffer = () => this.#writesOf(getRequestBuffer()).first;
    const { requests } = client.requestIterator;
    const start = options.firstRequest % requests.length;
    client.requestIterator.setRequests([...requests.slice(start), ...requests.slice(0, start)]);
  }

  get isIdle(): boolean {
    return this.#connection === null || this.#connection.isIdle;
  }

  /** Sends nothing more. What is open may still be answered. */
  stop(): void {
    this.#isStopped = true;
    if (this.#reopening) clearTimeout(this.#reopening);
  }

  /** Sends nothing more, and ends the client once what is open has been settled. */
  retire(): void {
    this.stop();
    if (this.isIdle) this.finish();
    else setTimeout(() => this.retire(), retirePollMs);
  }

  /** Ends what is still open as unfinished, and the client. */
  finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.stop();
    this.#connection?.end('unfinished');
    this.#abandon();
    // autocannon takes it for granted that a client has had a connection.
    this.#client.conn ??= new Socket();
    this.#client.destroy();
  }

  /** Watches a socket that the client has just made. Runs before autocannon's own listeners are attached. */
  adopt(socket: Socket): void {
    const connection = this.#books.openConnection();
    this.#connection = connection;
    this.#socket = socket;
    // As Node's own http client and Go's do: else a body that follows its head waits for the head's acknowledgement.
    socket.setNoDelay(true);
    socket.on('connect', () => connection.connected(socket.localPort ?? 0, () => socket.writableLength === 0));
    socket.on('end', () => {
      // A body without a length ends with the connection; autocannon never tells its parser.
      if (!connection.isIdle && this.#client.parser.state === 'BODY_RAW') this.#client.parser.finish();
      if (!connection.isIdle) this.#fail(() => connection.end('closed_early'));
    });
    socket.on('error', (error) => this.#fail(() => connection.failed(error)));
    socket.on('close', () => {
      if (!connection.isIdle)
        this.#fail(() => connection.end('other_error', { code: 'CLOSED', errno: null, syscall: null }));
    });
  }

  /** autocannon calls this to open its first connection and whenever one has ended. */
  #connect(): void {
    if (!this.#hasStarted) {
      this.#hasStarted = true;
      this.#skipBodies();
      // Our deadline takes the place of autocannon's, which it sets again with each write.
      this.#client.timeoutTicker.reschedule = () => {};
      this.#open();
      return;
    }
    this.#abandon();
    if (this.#isStopped || this.#reopening) return;
    const delayMs = this.#backsOff ? backoffMs(this.#options.backoffMs, Math.random) : 0;
    this.#backsOff = false;
    // Never at once: the parser may be in the middle of a chunk of the old connection.
    this.#reopening = setTimeout(() => {
      this.#reopening = null;
      this.#open();
    }, delayMs);
  }

  #open(): void {
    if (this.#isStopped || this.#options.budget.left <= 0) return;
    this.#isClosing = false;
    this.#client.parser.reinitialize('RESPONSE');
    opening = this;
    try {
      this.#openConnection();
    } finally {
      opening = null;
    }
  }

  /** autocannon calls this to send the next request. */
  #request(): void {
    if (this.#isClosing) {
      if (this.isIdle) this.#connect();
      return;
    }
    const { budget } = this.#options;
    if (this.#isStopped || budget.left <= 0) return;
    budget.left--;
    // Only net.connect announces its sockets; one of tls.connect is met here, before its first write.
    const { conn } = this.#client;
    if (conn && conn !== this.#socket) this.adopt(conn);
    const sentMs = this.#books.clock();
    this.#writeRequest();
    const { method = 'GET', path = '/', requestBuffer } = this.#client.requestIterator.currentRequest;
    const { rest } = this.#writesOf(requestBuffer);
    if (rest) this.#socket?.write(rest);
    this.#isHead = method === 'HEAD';
    this.#connection?.sent(method, path, sentMs);
    this.#deadline ??= setTimeout(() => this.#checkDeadline(), this.#options.timeoutMs);
  }

  #headArrived(head: ResponseHead): void {
    this.#connection?.headArrived(head.statusCode);
    // Without a length the parser takes a body for endless, and an endless body closes; an answer to HEAD has none.
    const closes = this.#isHead ? asksToClose(head.headers) : !head.shouldKeepAlive;
    if (closes) this.#isClosing = true;
  }

  #fail(settle: () => void): void {
    this.#backsOff = true;
    settle();
  }

  /** One timer a connection, set for its oldest request: answers on the way move the deadline, not the timer. */
  #checkDeadline(): void {
    this.#deadline = null;
    const oldestSentMs = this.#connection?.oldestSentMs ?? null;
    if (oldestSentMs === null) return;
    const leftMs = oldestSentMs + this.#options.timeoutMs - this.#books.clock();
    if (leftMs > 0) this.#deadline = setTimeout(() => this.#checkDeadline(), leftMs);
    else this.#timeOut();
  }

  #timeOut(): void {
    const client = this.#client;
    this.#fail(() => this.#connection?.end('timeout'));
    client._destroyConnection();
    this.#connect();
    // What autocannon does when its own deadline passes, so that its figures are its own.
    for (let i = 0; i < client.opts.pipelining; i++) client.emit('timeout');
  }

  /** Lets go of the connection: whatever still comes from its socket is neither parsed nor answered. */
  #abandon(): void {
    if (this.#deadline) clearTimeout(this.#deadline);
    this.#deadline = null;
    this.#connection = null;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    for (const event of ['error', 'end', 'data', 'close', 'connect']) socket.removeAllListeners(event);
    socket.on('error', () => {});
    socket.destroy();
  }

  /** autocannon ignores what its parser says of bytes that are no HTTP, and waits. */
  #watchParser(): void {
    const { parser } = this.#client;
    const execute = parser.execute.bind(parser);
    parser.execute = (chunk) => {
      const result = execute(chunk);
      if (parser.hadError) {
        const code = (result as NodeJS.ErrnoException).code ?? 'HPE_INVALID';
        this.#fail(() => this.#connection?.end('other_error', { code, errno: null, syscall: null }));
        this.#connect();
      }
      return result;
    };
  }

  /**
   * autocannon waits for the body that the length in an answer to HEAD speaks of; there is none. And it keeps the text
   * of every body, which only its own `verifyBody` and `onResponse` would look at.
   */
  #skipBodies(): void {
    const { parser } = this.#client;
    const { kOnHeadersComplete: onHeadersComplete, kOnBody } = parser.constructor as unknown as ParserCallbacks;
    parser[kOnBody] = () => undefined;
    const headersComplete = parser[onHeadersComplete] as (head: ResponseHead) => unknown;
    parser[onHeadersComplete] = ((head: ResponseHead) => {
      headersComplete.call(parser, head);
      this.#headArrived(head);
      return this.#isHead;
    }) as (...args: never[]) => unknown;
  }

  /** What autocannon is given to write in place of the request that it built, made once for each request. */
  #writesOf(built: Buffer): Writes {
    if (built !== this.#lastBuilt) {
      this.#lastBuilt = built;
      this.#lastWrites = this.#writes.get(built) ?? this.#makeWrites(built);
    }
    return this.#lastWrites as Writes;
  }

  #makeWrites(built: Buffer): Writes {
    const request = this.#options.keepAlive ? built : withConnectionClose(built);
    const bodyAt = request.indexOf('\r\n\r\n') + 4;
    const apart = request.length - bodyAt >= bodyApartBytes;
    const writes = apart
      ? { first: request.subarray(0, bodyAt), rest: request.subarray(bodyAt) }
      : { first: request, rest: null };
    this.#writes.set(built, writes);
    return writes;
  }
}

/** `headers` alternates names and values. */
function asksToClose(headers: readonly string[]): boolean {
  return headers.some(
    (value, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === 'connection' && value.toLowerCase() === 'close',
  );
}

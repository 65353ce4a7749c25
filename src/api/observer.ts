import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../recording/clock.ts';
import { type ErrorFacts, errorFacts } from '../recording/events.ts';
import { millisJson } from '../recording/millis-json.ts';
import type { ServerOutcome } from '../recording/outcomes.ts';
import { pathJson } from '../recording/path-json.ts';
import type { Recorder } from '../recording/writer.ts';
import { type Observation, setObservation } from './observation.ts';
import { serverOutcome, type Work } from './server-outcome.ts';

/** How a request ended, for the log. */
export interface EndedRequest {
  method: string;
  path: string;
  outcome: ServerOutcome;
  error: ErrorFacts | null;
  waitMs: number | null;
  elapsedMs: number;
  clientGone: boolean;
}

interface ConnectionState {
  id: number;
  requests: number;
  goneMs: number | null;
  error: ErrorFacts | null;
  open: Set<RequestObservation>;
}

/**
 * Watches the http server from outside of the handlers: numbers each connection and each request on it, notes when
 * clients leave, and records one event when a request has ended. A request has ended when its handler is done *and*
 * its response is closed: a handler goes on for a while after its client has left, and that work counts.
 */
export class HttpObserver {
  readonly #recorder: Recorder;
  readonly #clock: Clock;
  readonly #onEnd: (ended: EndedRequest) => void;
  readonly #connections = new WeakMap<Socket, ConnectionState>();
  #ending: RequestObservation[] = [];
  #accepted = 0;
  #received = 0;
  #ended = 0;
  #sockets = 0;

  constructor(recorder: Recorder, clock: Clock, onEnd: (ended: EndedRequest) => void) {
    this.#recorder = recorder;
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  get received(): number {
    return this.#received;
  }

  get ended(): number {
    return this.#ended;
  }

  get sockets(): number {
    return this.#sockets;
  }

  /** From here on `observationOf` knows every request before its handler does. */
  attach(server: Server): void {
    // Ahead of the app's own listener, and not as a middleware: a layer of the router costs more than all the rest.
    server.prependListener('request', (req, res) => this.#begin(req, res));
    server.on('connection', (socket: Socket) => {
      const connection: ConnectionState = {
        id: ++this.#accepted,
        requests: 0,
        goneMs: null,
        error: null,
        open: new Set(),
      };
      this.#connections.set(socket, connection);
      this.#sockets++;
      this.#recorder.record('server.connection', { connection: connection.id, port: socket.remotePort ?? null });
      socket.on('error', (error) => {
        connection.error ??= errorFacts(error);
        this.#clientGone(connection);
      });
      socket.on('end', () => this.#clientGone(connection));
      socket.on('close', () => {
        this.#sockets--;
        this.#clientGone(connection);
        for (const request of connection.open) request.closed();
      });
    });
  }

  #begin(req: IncomingMessage, res: ServerResponse): void {
    const connection = this.#connections.get(req.socket);
    if (!connection) throw new Error('the observer is not attached to this server');
    this.#received++;
    const request = new RequestObservation(req, res, connection, this.#clock, this);
    connection.open.add(request);
    res.on('close', () => request.closed());
    setObservation(res, request);
  }

  /**
   * A failed write destroys the socket at once, but tells of its error a tick after it has closed the response (Node 20
   * and 22 even say 'finish' then): on a socket that is gone, the outcome is looked at once the turn is over. A socket
   * that lives on had no such write; not to wait there spares the event loop a turn for each request.
   */
  end(request: RequestObservation): void {
    if (!request.req.socket.destroyed && request.clientGoneMs === null) {
      this.#record(request);
      return;
    }
    if (this.#ending.length === 0) setImmediate(() => this.#endAll());
    this.#ending.push(request);
  }

  #endAll(): void {
    const ending = this.#ending;
    this.#ending = [];
    for (const request of ending) this.#record(request);
  }

  #clientGone(connection: ConnectionState): void {
    connection.goneMs ??= this.#clock();
    for (const request of connection.open) request.clientGone(connection.goneMs);
  }

  #record(request: RequestObservation): void {
    const { req, res, connection } = request;
    connection.open.delete(request);
    this.#ended++;
    const socketError = request.clientGoneMs === null ? writeErrorOf(connection) : connection.error;
    const outcome = request.outcome(socketError);
    const error = socketError ?? request.error;
    const { method = '' } = req;
    const { path } = request;
    this.#recorder.recordJson(
      'server.request',
      `{"connection":${connection.id},"nth":${request.nth},"method":"${method}","path":${pathJson(path)},` +
        `"receivedMs":${millisJson(request.receivedMs)},"waitMs":${fixed(request.waitMs)},` +
        `"grantedMs":${fixed(request.grantedMs)},"useMs":${fixed(request.useMs)},"deadGrant":${request.deadGrant},` +
        `"outcome":"${outcome}","status":${res.headersSent ? res.statusCode : null},` +
        `"clientGoneMs":${fixed(request.clientGoneMs)},"error":${error === null ? 'null' : JSON.stringify(error)}}`,
    );
    if (outcome === 'completed') return;
    this.#onEnd({
      method,
      path,
      outcome,
      error,
      waitMs: request.waitMs,
      elapsedMs: this.#clock() - request.receivedMs,
      clientGone: request.clientGoneMs !== null,
    });
  }
}

class RequestObservation implements Observation {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly connection: ConnectionState;
  /** As the client sent it: routers change `req.url`. */
  readonly path: string;
  readonly nth: number;
  readonly receivedMs: number;
  waitMs: number | null = null;
  grantedMs: number | null = null;
  useMs: number | null = null;
  deadGrant = false;
  clientGoneMs: number | null = null;
  /** What the handler, the pool or the database threw. */
  error: ErrorFacts | null = null;
  readonly #clock: Clock;
  readonly #observer: HttpObserver;
  #work: Work = 'waiting';
  #goneWhile: Work | null = null;
  #rejected = false;
  #failed = false;
  #handled = false;
  #closed = false;
  #ended = false;

  constructor(
    req: IncomingMessage,
    res: ServerResponse,
    connection: ConnectionState,
    clock: Clock,
    observer: HttpObserver,
  ) {
    this.req = req;
    this.res = res;
    this.connection = connection;
    this.nth = ++connection.requests;
    this.path = req.url ?? '';
    this.receivedMs = clock();
    this.#clock = clock;
    this.#observer = observer;
    if (connection.goneMs !== null) this.clientGone(connection.goneMs);
  }

  get key(): string {
    return `${this.connection.id}.${this.nth}`;
  }

  isClientGone(): boolean {
    return this.connection.goneMs !== null;
  }

  granted(waitMs: number, dead: boolean): void {
    this.waitMs = waitMs;
    this.grantedMs = this.#clock();
    this.deadGrant = dead;
    this.#work = 'querying';
  }

  queried(useMs: number): void {
    this.useMs = useMs;
    this.#work = 'writing';
  }

  rejected(error: unknown): void {
    this.#rejected = true;
    this.error = errorFacts(error);
  }

  failed(error: unknown): void {
    this.#failed = true;
    this.error = errorFacts(error);
  }

  handled(): void {
    this.#handled = true;
    this.#endIfOver();
  }

  clientGone(atMs: number): void {
    if (this.res.writableFinished || this.clientGoneMs !== null) return;
    this.clientGoneMs = atMs;
    this.#goneWhile = this.#work;
  }

  closed(): void {
    this.#closed = true;
    this.#endIfOver();
  }

  outcome(writeError: ErrorFacts | null): ServerOutcome {
    return serverOutcome({
      writeError,
      clientGoneWhile: this.#goneWhile,
      rejected: this.#rejected,
      failed: this.#failed,
    });
  }

  #endIfOver(): void {
    if (this.#ended || !this.#handled || !this.#closed) return;
    this.#ended = true;
    this.#observer.end(this);
  }
}

/** If the client was there to the end, only a failed write says anything about this response; other errors came later. */
function writeErrorOf(connection: ConnectionState): ErrorFacts | null {
  return connection.error?.syscall === 'write' ? connection.error : null;
}

function fixed(value: number | null): string {
  return value === null ? 'null' : millisJson(value);
}

import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Request, RequestHandler } from 'express';
import type { Clock } from '../recording/clock.ts';
import { type ErrorFacts, errorFacts } from '../recording/events.ts';
import { millisJson } from '../recording/millis-json.ts';
import type { ServerOutcome } from '../recording/outcomes.ts';
import type { Recorder } from '../recording/writer.ts';
import { serverOutcome, type Work } from './server-outcome.ts';

/** What a handler tells about its request as it goes. */
export interface Observation {
  /** The api's key of the request: connection and ordinal. */
  readonly key: string;
  /** Whether the client has closed, or reset, its connection. */
  isClientGone(): boolean;
  granted(waitMs: number, dead: boolean): void;
  queried(useMs: number): void;
  /** Shed: by the acquire deadline, the queue bound or a policy. */
  rejected(error: unknown): void;
  failed(error: unknown): void;
  /** The handler is done with the request. */
  handled(): void;
}

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

  attach(server: Server): void {
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

  /** Puts an Observation at `res.locals.observation` of every request. */
  middleware(): RequestHandler {
    return (req, res, next) => {
      res.locals.observation = this.#begin(req, res);
      next();
    };
  }

  #begin(req: Request, res: ServerResponse): RequestObservation {
    const connection = this.#connections.get(req.socket);
    if (!connection) throw new Error('the observer is not attached to this server');
    this.#received++;
    const request = new RequestObservation(req, res, connection, this.#clock, () => this.#endSoon(request));
    connection.open.add(request);
    res.on('close', () => request.closed());
    return request;
  }

  /**
   * A failed write tells the socket of its error a tick after it has closed the response (Node 20 and 22 even say
   * 'finish' then), so the outcome is looked at once the tick is over.
   */
  #endSoon(request: RequestObservation): void {
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
    const { method } = req;
    const path = req.originalUrl;
    this.#recorder.recordJson(
      'server.request',
      `{"connection":${connection.id},"nth":${request.nth},"method":"${method}","path":${JSON.stringify(path)},` +
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
  readonly req: Request;
  readonly res: ServerResponse;
  readonly connection: ConnectionState;
  readonly key: string;
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
  readonly #onEnd: () => void;
  #work: Work = 'waiting';
  #goneWhile: Work | null = null;
  #rejected = false;
  #failed = false;
  #handled = false;
  #closed = false;
  #ended = false;

  constructor(req: Request, res: ServerResponse, connection: ConnectionState, clock: Clock, onEnd: () => void) {
    this.req = req;
    this.res = res;
    this.connection = connection;
    this.nth = ++connection.requests;
    this.key = `${connection.id}.${this.nth}`;
    this.receivedMs = clock();
    this.#clock = clock;
    this.#onEnd = onEnd;
    if (connection.goneMs !== null) this.clientGone(connection.goneMs);
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
    this.#onEnd();
  }
}

/** If the client was there to the end, only a failed write says anything about this response; other errors came later. */
function writeErrorOf(connection: ConnectionState): ErrorFacts | null {
  return connection.error?.syscall === 'write' ? connection.error : null;
}

function fixed(value: number | null): string {
  return value === null ? 'null' : millisJson(value);
}

import { createServer, type Server, type Socket } from 'node:net';
import { listen, portOf } from '../listen.ts';
import type { Clock } from '../recording/clock.ts';
import type { Recorder } from '../recording/writer.ts';
import type { Row } from './connection.ts';
import { type QueryMessage, receive, send } from './protocol.ts';
import { drawServiceMs, type ServiceTime, seededRandom } from './service-time.ts';

export interface DatabaseConfig {
  serviceTime: ServiceTime;
  seed: number;
  /** How many times longer than a plain statement a named one takes. */
  weights: Record<string, number>;
  /** Statements served at once over all connections; null: as many as there are connections. */
  maxActive: number | null;
  /** Connections accepted; the next one is refused with DATABASE_TOO_MANY_CONNECTIONS. */
  maxConnections: number;
  faults: {
    /** Close the connection after it has served this many statements. */
    closeAfterQueries: number | null;
    /** Leave every nth statement without an answer, for ever. */
    hangEveryNth: number | null;
    /** Refuse every connection. */
    refuse: boolean;
  };
}

interface Job {
  socket: Socket;
  connection: number;
  query: QueryMessage;
  receivedMs: number;
  /** Called when the statement is done, so that the connection can go on to its next one. */
  done: () => void;
}

/**
 * The simulated database: a TCP server that takes a drawn time for each statement, runs one statement at a time on a
 * connection and at most `maxActive` in all, and records every statement that it executed with the key of the
 * request that asked.
 */
export class SimulatedDatabase {
  readonly #config: DatabaseConfig;
  readonly #recorder: Recorder;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Statements that wait for one of the `maxActive` places, first come first served. */
  readonly #queue: Job[] = [];
  #connections = 0;
  #active = 0;
  #received = 0;
  #statements = 0;
  #orders = 0;

  constructor(config: DatabaseConfig, recorder: Recorder, clock: Clock) {
    this.#config = config;
    this.#recorder = recorder;
    this.#clock = clock;
    this.#random = seededRandom(config.seed);
    this.#server = createServer((socket) => this.#accept(socket));
  }

  get orders(): number {
    return this.#orders;
  }

  /** Listens and returns the port. Throws PORT_TAKEN. */
  async listen(port: number, host: string): Promise<number> {
    await listen(this.#server, port, host, 'database');
    return portOf(this.#server);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#recorder.record('database.end', { statements: this.#statements, orders: this.#orders });
  }

  #accept(socket: Socket): void {
    const connection = ++this.#connections;
    socket.on('error', () => {});
    const { faults, maxConnections } = this.#config;
    if (faults.refuse || this.#sockets.size >= maxConnections) {
      this.#recorder.record('database.fault', { kind: 'refused', connection });
      send(socket, { error: faults.refuse ? 'DATABASE_REFUSED' : 'DATABASE_TOO_MANY_CONNECTIONS' });
      socket.end();
      return;
    }
    socket.setNoDelay(true);
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    const waiting: Job[] = [];
    let served = 0;
    let busy = false;

    const next = (): void => {
      const job = waiting.shift();
      busy = job !== undefined;
      if (job) this.#enqueue(job);
    };
    const done = (): void => {
      served++;
      if (faults.closeAfterQueries !== null && served >= faults.closeAfterQueries) {
        this.#recorder.record('database.fault', { kind: 'closed', connection });
        socket.end();
        return;
      }
      next();
    };
    receive<QueryMessage>(socket, (query) => {
      waiting.push({ socket, connection, query, receivedMs: this.#clock(), done });
      if (!busy) next();
    });
    send(socket, { hello: 1 });
  }

  #enqueue(job: Job): void {
    const places = this.#config.maxActive ?? Number.POSITIVE_INFINITY;
    if (this.#active < places) this.#execute(job);
    else this.#queue.push(job);
  }

  #execute(job: Job): void {
    const startedMs = this.#clock();
    const { hangEveryNth } = this.#config.faults;
    if (hangEveryNth !== null && ++this.#received % hangEveryNth === 0) {
      this.#recorder.record('database.fault', { kind: 'hung', connection: job.connection });
      // It keeps its connection busy for ever, and holds none of the places that the others wait for.
      this.#executeNext();
      return;
    }
    this.#active++;
    const weight = this.#config.weights[job.query.name] ?? 1;
    setTimeout(() => {
      this.#active--;
      this.#finish(job, startedMs);
      this.#executeNext();
      job.done();
    }, drawServiceMs(this.#config.serviceTime, this.#random) * weight);
  }

  #executeNext(): void {
    const queued = this.#queue.shift();
    if (queued) this.#execute(queued);
  }

  #finish(job: Job, startedMs: number): void {
    const { query, connection, receivedMs } = job;
    const order = query.name === 'order.write' ? ++this.#orders : null;
    this.#statements++;
    this.#recorder.record('database.statement', {
      key: query.key,
      name: query.name,
      connection,
      receivedMs,
      startedMs,
      order,
    });
    const row: Row = order === null ? { name: query.name, values: query.values } : { order };
    if (!job.socket.destroyed) send(job.socket, { id: query.id, rows: [row] });
  }
}

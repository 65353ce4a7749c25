import { connect, type Socket } from 'node:net';
import { errorTable, PileupError } from '../errors.ts';
import type { Connection, Row, Statement } from './connection.ts';
import { type QueryMessage, receive, type ServerMessage, send } from './protocol.ts';

export interface Address {
  host: string;
  port: number;
}

interface Waiting {
  resolve: (rows: Row[]) => void;
  reject: (error: Error) => void;
}

/** Opens a connection to the simulated database; resolves when the database has said that it will serve it. */
export function connectSimulated(address: Address): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect(address.port, address.host);
    const connection = new SimulatedConnection(socket);
    let greeted = false;
    receive<ServerMessage>(socket, (message) => {
      if (typeof message !== 'object' || message === null) socket.destroy(new SyntaxError('not a message'));
      else if ('rows' in message) connection.answered(message.id, message.rows);
      else if ('hello' in message) {
        greeted = true;
        resolve(connection);
      } else if (message.error in errorTable) {
        reject(new PileupError(message.error, 'the database refused the connection'));
      } else socket.destroy(new SyntaxError('not a message'));
    });
    socket.once('error', (error) => {
      const foreign = error instanceof SyntaxError;
      reject(foreign ? new PileupError('DATABASE_PROTOCOL', 'this is no simulated database', { cause: error }) : error);
    });
    socket.once('close', () => {
      if (!greeted) reject(new PileupError('DATABASE_CONNECTION_LOST', 'the database closed before it said hello'));
    });
  });
}

class SimulatedConnection implements Connection {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #alive = true;
  #cause: Error | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('error', (error) => {
      this.#cause = error;
    });
    socket.on('end', () => this.#lost());
    socket.on('close', () => this.#lost());
  }

  get alive(): boolean {
    return this.#alive;
  }

  query(statement: Statement): Promise<Row[]> {
    if (!this.#alive) return Promise.reject(this.#lostError());
    const message: QueryMessage = {
      id: ++this.#lastId,
      name: statement.name,
      key: statement.requestKey,
      values: statement.values,
    };
    return new Promise((resolve, reject) => {
      this.#waiting.set(message.id, { resolve, reject });
      send(this.#socket, message);
    });
  }

  answered(id: number, rows: Row[]): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.resolve(rows);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket.destroyed) resolve();
      else {
        this.#socket.once('close', () => resolve());
        this.#socket.destroy();
      }
    });
  }

  #lost(): void {
    this.#alive = false;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#lostError());
    this.#waiting.clear();
  }

  #lostError(): Error {
    return new PileupError('DATABASE_CONNECTION_LOST', 'the connection to the database ended', { cause: this.#cause });
  }
}

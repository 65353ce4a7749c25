import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What the server does with a request, in place of a good answer after `serviceMs`. */
export type Fault = 'reset' | 'fin' | 'hang' | 'cut' | 'cut-reset' | 'garbage' | 'error' | 'unavailable';

export interface FaultyServer {
  url: string;
  /** How many requests met each fault; `healthy` is the rest. */
  counts: Record<Fault | 'healthy', number>;
  /** Times from a request, or from its connection if it is the first one on it, to the end of its good answer, in ms. */
  healthyMs: number[];
  connections: () => number;
  close(): Promise<void>;
}

export interface FaultyOptions {
  fault: Fault | null;
  /** Every nth request meets the fault. */
  everyNth: number;
  serviceMs: number;
  /** Ask for the connection to be closed with each answer. */
  closes?: boolean;
  /** Send good answers without a length, so that the end of the connection ends them. */
  withoutLength?: boolean;
}

/** A server that misbehaves on a known share of its requests and keeps count. */
export async function startFaultyServer(options: FaultyOptions): Promise<FaultyServer> {
  const { fault, everyNth, serviceMs, closes = false, withoutLength = false } = options;
  const counts = {
    reset: 0,
    fin: 0,
    hang: 0,
    cut: 0,
    'cut-reset': 0,
    garbage: 0,
    error: 0,
    unavailable: 0,
    healthy: 0,
  };
  const healthyMs: number[] = [];
  const sockets = new Set<Socket>();
  /** When each connection was accepted that has had no good answer yet. */
  const acceptedMs = new Map<Socket, number>();
  let requests = 0;
  let connections = 0;
  const server: Server = createServer((req, res) => {
    req.resume();
    requests++;
    if (!closes && !withoutLength && req.headers.connection !== 'close') acceptedMs.delete(req.socket);
    if (fault !== null && requests % everyNth === 0) {
      counts[fault]++;
      misbehave(fault, req.socket, res);
      return;
    }
    counts.healthy++;
    // To its client, the first request on a connection begins with the connection.
    const startedMs = acceptedMs.get(req.socket) ?? performance.now();
    acceptedMs.delete(req.socket);
    setTimeout(() => {
      const done = (): void => {
        healthyMs.push(performance.now() - startedMs);
      };
      if (withoutLength) req.socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello', done);
      else {
        res.writeHead(200, { 'content-length': 5, ...(closes ? { connection: 'close' } : {}) });
        res.end('hello', done);
      }
    }, serviceMs);
  });
  server.on('connection', (socket) => {
    connections++;
    sockets.add(socket);
    acceptedMs.set(socket, performance.now());
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    counts,
    healthyMs,
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function misbehave(fault: Fault, socket: Socket, res: ServerResponse): void {
  switch (fault) {
    case 'reset':
      socket.resetAndDestroy();
      return;
    case 'fin':
      socket.destroy();
      return;
    case 'hang':
      return;
    case 'cut':
    case 'cut-reset':
      res.writeHead(200, { 'content-length': 100 });
      // The half that was sent has to be there before the end of it comes.
      res.write('half of a body', () =>
        setTimeout(() => (fault === 'cut' ? socket.destroy() : socket.resetAndDestroy()), 20),
      );
      return;
    case 'garbage':
      socket.end('this is not HTTP\r\n\r\n');
      return;
    case 'error':
      res.writeHead(500, { 'content-length': 0 }).end();
      return;
    case 'unavailable':
      res.writeHead(503, { 'content-length': 0 }).end();
      return;
  }
}

/** The median by nearest rank. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
}

import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen, portOf } from '../listen.ts';
import type { EventLog } from './event-log.ts';
import { streamTo } from './event-stream.ts';
import { guardFor, isToken } from './guard.ts';
import { staticFiles } from './static-files.ts';

export interface LiveServerOptions {
  log: EventLog;
  host: string;
  port: number;
  /** Does what a page asks for. Resolves with null, or with why it was not done. */
  onAsked(body: unknown): Promise<string | null>;
  /** A page has opened the stream. */
  onReader?(): void;
}

export interface LiveServer {
  url: string;
  /** Ends every open stream. A browser comes back at once with the id of the last event that it has. */
  dropReaders(): void;
  close(): Promise<void>;
}

const longestBody = 4096;
const lastWordsMs = 1000;

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves the page and its stream. Everything but the page's own files needs the token that is in the URL. */
export async function startLiveServer({ log, host, port, onAsked, onReader }: LiveServerOptions): Promise<LiveServer> {
  const token = randomBytes(16).toString('hex');
  const files = staticFiles();
  const readers = new Set<ServerResponse>();
  const server = createServer((req, res) => {
    // A client that breaks off in the middle of its request is told nothing, and the run goes on.
    answer(req, res).catch(() => res.destroy());
  });
  await listen(server, port, host, 'live page');
  const actualPort = portOf(server);
  const guard = guardFor(host, actualPort);

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    protect(res);
    const refusal = guard(req);
    if (refusal) return say(res, 403, refusal);
    const address = `http://live.invalid${req.url}`;
    if (!URL.canParse(address)) return say(res, 400, 'the path does not parse');
    const url = new URL(address);
    const file = files.get(url.pathname);
    if (file && req.method === 'GET') {
      res.writeHead(200, { 'content-type': file.type }).end(file.body);
      return;
    }
    if (!isToken(url.searchParams.get('token'), token)) return say(res, 403, 'the token is missing or wrong');
    if (url.pathname === '/events' && req.method === 'GET') {
      readers.add(res);
      res.on('close', () => readers.delete(res));
      onReader?.();
      return streamTo(req, res, log);
    }
    if (url.pathname === '/ask' && req.method === 'POST') {
      const body = await jsonBody(req);
      if (body === undefined) return say(res, 400, 'the request is not JSON, or too long');
      const why = await onAsked(body);
      // Not done is an answer, and no failure of the request: a browser would complain of one.
      return say(res, 200, why === null ? 'done' : `not done: ${why}`);
    }
    say(res, 404, 'no such page');
  }

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}/?token=${token}`,
    dropReaders() {
      for (const reader of readers) reader.end();
    },
    async close() {
      log.end();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), lastWordsMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

function protect(res: ServerResponse): void {
  res.setHeader('content-security-policy', contentSecurityPolicy);
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('cross-origin-resource-policy', 'same-origin');
  // The token is in the URL of the page: it goes nowhere else.
  res.setHeader('referrer-policy', 'no-referrer');
  res.setHeader('cache-control', 'no-store');
}

function say(res: ServerResponse, status: number, message: string): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify({ message }));
}

/** The body as JSON; undefined when it is none or too long. */
async function jsonBody(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req) {
    length += (chunk as Buffer).length;
    if (length > longestBody) return undefined;
    chunks.push(chunk as Buffer);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

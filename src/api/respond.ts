import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Response } from 'express';

/** How an api writes a response. Resolves when it has done all that it will do. */
export type Responder = (res: Response, status: number, body: object) => Promise<void>;

export type ApiStyle = 'node' | 'gin';

/** An ordinary Express response: one write, and silence if the client has left. */
const respondAsNode: Responder = async (res, status, body) => {
  res.status(status).json(body);
};

/**
 * A response as Gin's writer and Go's net/http make it: head and body leave in several writes, whether the client is
 * still there or not. The first write to a client that has closed succeeds and brings back an RST; the next one is
 * `write EPIPE`. A turn of the event loop between the writes keeps Node from joining them into one.
 */
const respondAsGin: Responder = async (res, status, body) => {
  const bytes = Buffer.from(JSON.stringify(body));
  const middle = bytes.length >> 1;
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length });
  res.flushHeaders();
  await nextTurn();
  res.write(bytes.subarray(0, middle));
  await nextTurn();
  res.end(bytes.subarray(middle));
};

export const responders = { node: respondAsNode, gin: respondAsGin } satisfies Record<ApiStyle, Responder>;

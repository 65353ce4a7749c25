import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Names under which a page of this machine may ask for it. */
const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/** Why a request is refused, or null. */
export type Guard = (req: IncomingMessage) => string | null;

/**
 * Refuses what does not come to this server by its own name: a page elsewhere whose name was pointed at this address
 * (DNS rebinding) has a foreign `Host`, and a page elsewhere that sends us something has a foreign `Origin`.
 */
export function guardFor(host: string, port: number): Guard {
  const names = new Set([...loopbackNames, host.includes(':') ? `[${host}]` : host].map((name) => `${name}:${port}`));
  return ({ headers }) => {
    if (!names.has(headers.host ?? '')) return 'this server is not known under that name';
    const { origin } = headers;
    if (origin !== undefined && !names.has(origin.replace(/^http:\/\//, '')))
      return 'that page may not ask this server';
    return null;
  };
}

/** Compares in a time that says nothing of how much of it was right. */
export function isToken(given: string | null, token: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

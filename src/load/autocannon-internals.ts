import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { PileupError } from '../errors.ts';

/** The part of autocannon's Client that the ledger needs. Private to autocannon, hence looked for before use. */
export interface AutocannonClient extends EventEmitter {
  /** Missing until the first connection is opened. */
  conn?: Socket;
  /** Milliseconds; autocannon's own deadline, re-armed at each write. */
  timeout: number;
  /** Made at the end of the constructor. */
  timeoutTicker: { reschedule(ms: number): void };
  opts: { pipelining: number };
  parser: ResponseParser;
  requestIterator: {
    currentRequest: { method?: string; path?: string; requestBuffer: Buffer };
    setRequests(requests: object[]): void;
    requests: object[];
  };
  _connect(): void;
  _doRequest(): void;
  _destroyConnection(): void;
  getRequestBuffer(): Buffer;
  destroy(): void;
}

interface ResponseParser {
  state: string;
  hadError: boolean;
  execute(chunk: Buffer): unknown;
  finish(): unknown;
  reinitialize(type: string): void;
  [callback: number]: (...args: never[]) => unknown;
}

/** What autocannon's `headers` event carries. */
export interface ResponseHead {
  statusCode: number;
  shouldKeepAlive: boolean;
  headers: readonly string[];
}

/**
 * Checks that a client of the installed autocannon has what the ledger hooks into.
 * Throws AUTOCANNON_CHANGED, naming what is missing.
 */
export function requireInternals(client: unknown): asserts client is AutocannonClient {
  const c = client as Record<string, unknown>;
  const parser = (c.parser ?? {}) as Record<string, unknown>;
  const callbacks = (parser.constructor ?? {}) as unknown as Record<string, unknown>;
  const iterator = (c.requestIterator ?? {}) as Record<string, unknown>;
  const expected: Record<string, boolean> = {
    'client.on': typeof c.on === 'function',
    'client.timeout': typeof c.timeout === 'number',
    'client._connect': typeof c._connect === 'function',
    'client._doRequest': typeof c._doRequest === 'function',
    'client._destroyConnection': typeof c._destroyConnection === 'function',
    'client.getRequestBuffer': typeof c.getRequestBuffer === 'function',
    'client.destroy': typeof c.destroy === 'function',
    'client.parser.execute': typeof parser.execute === 'function',
    'client.parser.finish': typeof parser.finish === 'function',
    'client.parser.reinitialize': typeof parser.reinitialize === 'function',
    'client.parser.state': typeof parser.state === 'string',
    'client.parser.hadError': typeof parser.hadError === 'boolean',
    'client.parser.constructor.kOnHeadersComplete': typeof callbacks.kOnHeadersComplete === 'number',
    'client.parser.constructor.kOnBody': typeof callbacks.kOnBody === 'number',
    'client.requestIterator.currentRequest': typeof iterator.currentRequest === 'object',
    'client.requestIterator.requests': Array.isArray(iterator.requests),
    'client.requestIterator.setRequests': typeof iterator.setRequests === 'function',
  };
  const missing = Object.keys(expected).filter((name) => !expected[name]);
  if (missing.length > 0) {
    throw new PileupError('AUTOCANNON_CHANGED', `this autocannon has no ${missing.join(', ')}`, {
      hint: 'install autocannon 9.0.0, the version that pileup is built for',
    });
  }
}

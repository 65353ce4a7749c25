import type { Expected } from './expected.ts';

/** What a server that is built on node:net does with each connection, in order. */
export type PeerStep =
  | 'reads the request'
  | 'waits until the request is in the kernel, unread'
  | { writes: string }
  | 'waits until the client has it'
  | 'sends FIN'
  | 'sends RST'
  | 'closes without reading';

/** A client of Node, or a way of using one. */
export type ClientName =
  | 'net'
  | 'net, silent'
  | 'net, half-open'
  | 'net, silent, half-open'
  | 'net, writes on'
  | 'http'
  | 'http, reused'
  | 'fetch'
  | 'fetch, reused';

/** A case that needs nothing but Node: each client meets the same peer on a connection of its own. */
export interface NodeCase {
  kind: 'node';
  name: string;
  title: string;
  lesson: string;
  peer: readonly PeerStep[];
  expects: { readonly [Client in ClientName | 'wire']?: Expected };
}

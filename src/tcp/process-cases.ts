import type { ProcessCase } from './process-case.ts';

/** The cases whose server or client is a process of its own. What each name of a check does: run-process-case.ts. */
export const processCases: readonly ProcessCase[] = [
  {
    kind: 'process',
    name: 'out-of-files-server',
    title: 'a Node server that has no files left',
    lesson:
      'libuv accepts and closes at once, and the server hears nothing: no error, no connection, no drop. A client ' +
      'whose bytes were already in the kernel gets a RST; one that had not written yet gets a FIN, and EPIPE if it goes on.',
    steps: [
      'the server opens files until there are none left, and blocks its event loop',
      'five clients connect; three of them write',
      'the kernel holds their bytes; the server’s loop goes on',
    ],
    expects: {
      'wrote first': 'read ECONNRESET',
      silent: 'end',
      'silent, then writes twice': 'end, b written, write EPIPE',
      http: 'req read ECONNRESET',
      fetch: 'TypeError "fetch failed" <- read ECONNRESET',
      'the server was told': 'nothing',
    },
  },
  {
    kind: 'process',
    name: 'out-of-files-client',
    title: 'a client that has no files left',
    lesson:
      'Only an address that needs no lookup says EMFILE. A name says that it does not exist: getaddrinfo could not ' +
      'open /etc/hosts or a socket to ask.',
    steps: ['the client opens files until there are none left', 'it connects to an address, and to a name'],
    expects: {
      'net, 127.0.0.1': 'connect EMFILE',
      // Mostly ENOTFOUND; the C library may also pass on whatever errno some step of the search left.
      'net, localhost': 'getaddrinfo …',
      'http, 127.0.0.1': 'connect EMFILE',
      'fetch, 127.0.0.1': 'TypeError "fetch failed" <- connect EMFILE',
    },
  },
  {
    kind: 'process',
    name: 'node-blocked-accept',
    title: 'a Node server whose event loop is blocked, with a backlog of 1',
    lesson:
      'The kernel accepts on the server’s behalf until the queue holds backlog + 1. The next client gets no answer ' +
      'to its SYN, and its connect succeeds only when the SYN is sent again: after 1, 3, 7 s.',
    steps: [
      'the server listens with a backlog of 1 and blocks its event loop',
      'three clients connect, one after the other',
      'the server’s loop goes on',
    ],
    expects: {
      'clients 1 and 2': 'connected',
      'client 3': 'SYN_SENT',
      'client 3, later': 'connected',
    },
  },
];

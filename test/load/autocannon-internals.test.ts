import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import autocannon from 'autocannon';
import { describe, expect, test } from 'vitest';
import { requireInternals } from '../../src/load/autocannon-internals.ts';
import { errorOf } from '../support/caught.ts';

/** A client with everything that the ledger hooks into, as plain as it can be. */
function completeClient() {
  const nothing = () => {};
  return {
    on: nothing,
    timeout: 1000,
    _connect: nothing,
    _doRequest: nothing,
    _destroyConnection: nothing,
    getRequestBuffer: nothing,
    destroy: nothing,
    parser: {
      execute: nothing,
      finish: nothing,
      reinitialize: nothing,
      state: 'RESPONSE_LINE',
      hadError: false,
      constructor: { kOnHeadersComplete: 2, kOnBody: 3 },
    },
    requestIterator: { currentRequest: {}, requests: [], setRequests: nothing },
  };
}

test('a client that has everything passes', () => {
  expect(() => requireInternals(completeClient())).not.toThrow();
});

describe('a client that lacks something is refused, and what it lacks is named', () => {
  test.each(['on', 'timeout', '_connect', '_doRequest', '_destroyConnection', 'getRequestBuffer', 'destroy'] as const)(
    'client.%s',
    (name) => {
      const { [name]: _left, ...client } = completeClient();
      expect(errorOf(() => requireInternals(client))).toMatchObject({
        code: 'AUTOCANNON_CHANGED',
        message: `this autocannon has no client.${name}`,
      });
    },
  );

  test.each(['execute', 'finish', 'reinitialize', 'state', 'hadError'] as const)('client.parser.%s', (name) => {
    const { [name]: _left, ...parser } = completeClient().parser;
    expect(errorOf(() => requireInternals({ ...completeClient(), parser }))).toMatchObject({
      code: 'AUTOCANNON_CHANGED',
      message: `this autocannon has no client.parser.${name}`,
    });
  });

  test.each(['kOnHeadersComplete', 'kOnBody'] as const)('client.parser.constructor.%s', (name) => {
    const { parser, ...client } = completeClient();
    const { [name]: _left, ...callbacks } = parser.constructor;
    const changed = { ...client, parser: { ...parser, constructor: callbacks } };
    expect(errorOf(() => requireInternals(changed))).toMatchObject({
      code: 'AUTOCANNON_CHANGED',
      message: `this autocannon has no client.parser.constructor.${name}`,
    });
  });

  test.each(['currentRequest', 'requests', 'setRequests'] as const)('client.requestIterator.%s', (name) => {
    const { [name]: _left, ...requestIterator } = completeClient().requestIterator;
    expect(errorOf(() => requireInternals({ ...completeClient(), requestIterator }))).toMatchObject({
      code: 'AUTOCANNON_CHANGED',
      message: `this autocannon has no client.requestIterator.${name}`,
    });
  });

  test('all that is missing, when it is more than one thing', () => {
    const { on: _on, destroy: _destroy, ...client } = completeClient();
    expect(errorOf(() => requireInternals(client)).message).toBe('this autocannon has no client.on, client.destroy');
  });

  test('a client without parser and iterator', () => {
    const { parser: _parser, requestIterator: _iterator, ...client } = completeClient();
    expect(errorOf(() => requireInternals(client)).message).toBe(
      'this autocannon has no client.parser.execute, client.parser.finish, client.parser.reinitialize, ' +
        'client.parser.state, client.parser.hadError, client.parser.constructor.kOnHeadersComplete, ' +
        'client.parser.constructor.kOnBody, client.requestIterator.currentRequest, ' +
        'client.requestIterator.requests, client.requestIterator.setRequests',
    );
  });

  test('with the version that has it', () => {
    expect(errorOf(() => requireInternals({})).hint).toBe(
      'install autocannon 9.0.0, the version that pileup is built for',
    );
  });
});

test('the autocannon that is installed has everything', async () => {
  const server = createServer((_req, res) => res.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clients: unknown[] = [];
  await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections: 1,
    amount: 1,
    setupClient: (client: unknown) => {
      clients.push(client);
    },
  });
  await new Promise((resolve) => server.close(resolve));
  expect(clients).toHaveLength(1);
  expect(() => requireInternals(clients[0])).not.toThrow();
});

import type { ScenarioInput } from './schema.ts';

/**
 * The incident. Four connections of 50 ms serve 80 requests a second, so with a client timeout of 1 s the cliff is at
 * 80 connections; the pile-up uses twice as many. No fault is injected: the limit of open files does the rest.
 */
export const poolExhaustion: ScenarioInput = {
  name: 'pool-exhaustion',
  title: 'A pool of four, twice the connections that it can serve, and an open-file limit',
  database: { serviceTime: { distribution: 'constant', meanMs: 50 } },
  pool: { max: 4 },
  api: { style: 'gin', fileLimit: 256 },
  load: {
    timeoutMs: 1000,
    requests: [
      { method: 'GET', path: '/orders/1', share: 3 },
      { method: 'POST', path: '/orders', bodyBytes: 256 * 1024 },
    ],
  },
  phases: [
    { name: 'baseline', seconds: 4, connections: 4 },
    { name: 'pile-up', seconds: 10, connections: 160 },
    { name: 'drain', seconds: 5, connections: 0 },
    { name: 'recovery', seconds: 4, connections: 4 },
  ],
};

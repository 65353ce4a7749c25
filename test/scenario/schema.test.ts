import { describe, expect, test } from 'vitest';
import { builtIn } from '../../src/scenario/built-in.ts';
import { limits, scenarioSchema } from '../../src/scenario/schema.ts';

const least = { name: 'mine', title: 'Mine', phases: [{ name: 'only', seconds: 1, connections: 2 }] };

test('a scenario that says as little as it can has every default', () => {
  expect(scenarioSchema.parse(least)).toEqual({
    name: 'mine',
    title: 'Mine',
    database: {
      serviceTime: { distribution: 'constant', meanMs: 50, cv: 1 },
      seed: 1,
      weights: { 'report.daily': 10 },
      maxActive: null,
      maxConnections: 100,
      faults: { closeAfterQueries: null, hangEveryNth: null, refuse: false },
      port: 0,
    },
    pool: { max: 4, acquireTimeoutMs: null, maxPending: null },
    api: { style: 'node', fileLimit: null, port: 0 },
    load: {
      timeoutMs: 1000,
      pipelining: 1,
      backoffMs: 100,
      keepAlive: true,
      requests: [{ method: 'GET', path: '/orders/1', bodyBytes: 0, share: 1 }],
    },
    phases: [{ name: 'only', seconds: 1, connections: 2 }],
  });
});

test('a part that is given in part has the defaults of the rest', () => {
  const { database } = scenarioSchema.parse({ ...least, database: { serviceTime: { meanMs: 20 } } });
  expect(database.serviceTime).toEqual({ distribution: 'constant', meanMs: 20, cv: 1 });
});

test('a request has the defaults of what it leaves out', () => {
  const { load } = scenarioSchema.parse({ ...least, load: { requests: [{ path: '/reports/daily' }] } });
  expect(load.requests).toEqual([{ method: 'GET', path: '/reports/daily', bodyBytes: 0, share: 1 }]);
});

test('what was parsed parses to itself', () => {
  const scenario = scenarioSchema.parse(least);
  expect(scenarioSchema.parse(scenario)).toEqual(scenario);
});

test('the default weights of one scenario are not those of another', () => {
  const first = scenarioSchema.parse(least);
  first.database.weights['report.daily'] = 99;
  first.load.requests.push({ method: 'GET', path: '/', bodyBytes: 0, share: 1 });
  const second = scenarioSchema.parse(least);
  expect(second.database.weights).toEqual({ 'report.daily': 10 });
  expect(second.load.requests).toHaveLength(1);
});

test.each([...builtIn])('the built-in scenario %s is a scenario, under its own name', (name, scenario) => {
  expect(scenarioSchema.parse(scenario).name).toBe(name);
});

describe('what pileup does to a machine is bounded', () => {
  test.each<[string, object]>([
    ['too many connections', { phases: [{ name: 'a', seconds: 1, connections: limits.connections + 1 }] }],
    ['too long a phase', { phases: [{ name: 'a', seconds: limits.seconds + 1, connections: 1 }] }],
    ['too large a body', { load: { requests: [{ path: '/orders', bodyBytes: limits.bodyBytes + 1 }] } }],
    ['too large a pool', { pool: { max: 1001 } }],
    ['no phase', { phases: [] }],
    ['no request', { load: { requests: [] } }],
    ['a phase of no time', { phases: [{ name: 'a', seconds: 0, connections: 1 }] }],
    ['half a connection', { phases: [{ name: 'a', seconds: 1, connections: 0.5 }] }],
    ['a pool of nothing', { pool: { max: 0 } }],
    ['a port beyond the last', { api: { port: 65_536 } }],
    ['a path without its slash', { load: { requests: [{ path: 'orders' }] } }],
    ['a name that is no name', { name: '../../etc' }],
  ])('%s is refused', (_case, change) => {
    expect(scenarioSchema.safeParse({ ...least, ...change }).success).toBe(false);
  });

  test('the bounds themselves are allowed', () => {
    const most = {
      ...least,
      load: { requests: [{ path: '/orders', bodyBytes: limits.bodyBytes }] },
      phases: [{ name: 'a', seconds: limits.seconds, connections: limits.connections }],
    };
    expect(scenarioSchema.safeParse(most).success).toBe(true);
  });

  test('a phase may have no connections at all', () => {
    const watching = { ...least, phases: [{ name: 'watch', seconds: 1, connections: 0 }] };
    expect(scenarioSchema.safeParse(watching).success).toBe(true);
  });
});

import { z } from 'zod';

/** Upper bounds of what pileup will do to a machine. */
export const limits = { connections: 10_000, seconds: 3600, bodyBytes: 512 * 1024 } as const;

const milliseconds = z.number().positive().max(600_000);
const count = z.int().positive();

const database = z.strictObject({
  serviceTime: z
    .strictObject({
      distribution: z.enum(['constant', 'exponential', 'lognormal']).default('constant'),
      meanMs: milliseconds.default(50),
      cv: z.number().positive().max(10).default(1).describe('standard deviation / mean; lognormal only'),
    })
    .prefault({}),
  seed: z.int().default(1),
  weights: z.record(z.string(), z.number().positive()).default({ 'report.daily': 10 }),
  maxActive: count.nullable().default(null),
  maxConnections: count.default(100),
  faults: z
    .strictObject({
      closeAfterQueries: count.nullable().default(null),
      hangEveryNth: count.nullable().default(null),
      refuse: z.boolean().default(false),
    })
    .prefault({}),
  port: z.int().min(0).max(65_535).default(0),
});

const pool = z.strictObject({
  max: count.max(1000).default(4),
  acquireTimeoutMs: milliseconds.nullable().default(null),
  maxPending: z.int().min(0).nullable().default(null),
});

const api = z.strictObject({
  style: z.enum(['node', 'gin']).default('node'),
  fileLimit: count.nullable().default(null),
  port: z.int().min(0).max(65_535).default(0),
});

const request = z.strictObject({
  method: z.enum(['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'PATCH']).default('GET'),
  path: z.string().startsWith('/', 'a path that starts with /'),
  bodyBytes: z.int().min(0).max(limits.bodyBytes).default(0),
  share: count.max(100).default(1),
});

const load = z.strictObject({
  timeoutMs: milliseconds.default(1000),
  pipelining: count.max(100).default(1),
  backoffMs: z.number().min(0).max(60_000).default(100),
  keepAlive: z.boolean().default(true),
  requests: z
    .array(request)
    .min(1)
    .default([{ method: 'GET', path: '/orders/1', bodyBytes: 0, share: 1 }]),
});

const phase = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'a name of lower-case letters, digits and dashes'),
  seconds: z.number().positive().max(limits.seconds),
  connections: z.int().min(0).max(limits.connections).describe('0: no load, watch only'),
});

export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'a name of lower-case letters, digits and dashes'),
  title: z.string().min(1).max(200),
  database: database.prefault({}),
  pool: pool.prefault({}),
  api: api.prefault({}),
  load: load.prefault({}),
  phases: z.array(phase).min(1).max(50),
});

/** One incident: the database, the pool, the api and the load, and the phases it goes through. */
export type Scenario = z.infer<typeof scenarioSchema>;
/** A scenario as it is written, before defaults are filled in. */
export type ScenarioInput = z.input<typeof scenarioSchema>;

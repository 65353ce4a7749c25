import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import type { Connection, Row, Statement } from '../database/connection.ts';
import { PileupError } from '../errors.ts';
import type { Pool } from '../pool/pool.ts';
import { observationOf } from './observation.ts';
import type { Responder } from './respond.ts';

const bodyLimit = '1mb';

export interface AppParts {
  pool: Pool<Connection>;
  respond: Responder;
}

/** The service under test. Every route but /healthz and /pool takes one connection and runs one statement on it. */
export function createApp({ pool, respond }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');

  /** Runs a handler and tells the observation when it is over, however it ended. */
  const route =
    (handle: (req: express.Request, res: Response) => Promise<void>): RequestHandler =>
    async (req, res) => {
      const observation = observationOf(res);
      try {
        await handle(req, res);
      } catch (error) {
        await answerFailure(error, res);
      } finally {
        observation.handled();
      }
    };

  const answerFailure = async (error: unknown, res: Response): Promise<void> => {
    const observation = observationOf(res);
    const shed =
      error instanceof PileupError && (error.code === 'POOL_ACQUIRE_TIMEOUT' || error.code === 'POOL_QUEUE_FULL');
    if (shed) observation.rejected(error);
    else observation.failed(error);
    if (res.headersSent) res.destroy();
    else await respond(res, shed ? 503 : 500, { error: shed ? 'overloaded' : 'internal error' });
  };

  const query = async (res: Response, name: string, values: readonly unknown[]): Promise<Row[]> => {
    const observation = observationOf(res);
    const lease = await pool.acquire(() => observation.isClientGone());
    observation.granted(lease.waitMs, lease.dead);
    const startedMs = performance.now();
    const statement: Statement = { name, values, requestKey: observation.key };
    try {
      return await lease.connection.query(statement);
    } finally {
      observation.queried(performance.now() - startedMs);
      await lease.release({ broken: !lease.connection.alive });
    }
  };

  app.get(
    '/healthz',
    route((_req, res) => respond(res, 200, { status: 'ok' })),
  );
  app.get(
    '/pool',
    route((_req, res) => respond(res, 200, pool.stats())),
  );
  app.get(
    '/orders/:id',
    route(async (req, res) => {
      const rows = await query(res, 'order.read', [req.params.id]);
      await respond(res, 200, { id: req.params.id, rows });
    }),
  );
  app.get(
    '/reports/daily',
    route(async (_req, res) => {
      const rows = await query(res, 'report.daily', []);
      await respond(res, 200, { report: 'daily', rows });
    }),
  );
  app.post(
    '/orders',
    express.raw({ type: () => true, limit: bodyLimit }),
    route(async (req, res) => {
      const sizeBytes = Buffer.isBuffer(req.body) ? req.body.length : 0;
      const rows = await query(res, 'order.write', [sizeBytes]);
      await respond(res, 201, { sizeBytes, rows });
    }),
  );

  app.use(route((_req, res) => respond(res, 404, { error: 'no such route' })));
  // Errors from before the handler: a body that is too large, malformed, or that broke off.
  const beforeHandler: ErrorRequestHandler = (error, _req, res, _next) => {
    const observation = observationOf(res);
    observation.failed(error);
    const status = typeof error?.status === 'number' ? error.status : 500;
    void respond(res, status, { error: 'bad request' }).finally(() => observation.handled());
  };
  app.use(beforeHandler);
  return app;
}

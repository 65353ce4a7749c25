import { createServer, type Server } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Connection } from '../database/connection.ts';
import { connectSimulated } from '../database/simulated-client.ts';
import { listen, portOf } from '../listen.ts';
import { genericPoolAdapter } from '../pool/generic-pool.ts';
import { MeasuredPool } from '../pool/measured-pool.ts';
import type { PoolStats, PoolTracker } from '../pool/pool.ts';
import type { Clock } from '../recording/clock.ts';
import type { PoolSettings } from '../recording/events.ts';
import { sampleEvery } from '../recording/sample-every.ts';
import type { Recorder } from '../recording/writer.ts';
import { createApp } from './app.ts';
import { type EndedRequest, HttpObserver } from './observer.ts';
import { type ApiStyle, responders } from './respond.ts';

export interface ApiConfig {
  style: ApiStyle;
  pool: PoolSettings;
  database: { host: string; port: number };
  host: string;
  port: number;
}

export interface RunningApi {
  port: number;
  /** Changes the pool while it serves. */
  changePool(settings: PoolSettings): void;
  /** Answers what is open for at most `graceMs`, then closes everything. */
  close(graceMs: number): Promise<void>;
}

const warmUpDeadlineMs = 5_000;
const sampleEveryMs = 100;
const loopResolutionMs = 10;

/** Starts the service under test: warms the pool up, then listens. Throws when either fails. */
export async function startApi(config: ApiConfig, recorder: Recorder, clock: Clock, log: Logger): Promise<RunningApi> {
  const pool = databasePool(config, recorder);
  await pool.warmUp(warmUpDeadlineMs);

  const observer = new HttpObserver(recorder, clock, (ended) => logEnd(log, config.style, ended, pool.stats()));
  const server = createServer(createApp({ pool, respond: responders[config.style] }));
  if (config.style === 'gin') keepHalfOpen(server);
  observer.attach(server);
  await listen(server, config.port, config.host, 'api');
  const port = portOf(server);
  recorder.record('server.start', { port, pid: process.pid, style: config.style });

  const delay = monitorEventLoopDelay({ resolution: loopResolutionMs });
  delay.enable();
  const stopSampling = sampleEvery(sampleEveryMs, () => {
    recorder.record('server.sample', {
      pool: pool.stats(),
      sockets: observer.sockets,
      open: observer.received - observer.ended,
      loopDelayP99Ms: beyondResolution(delay.percentile(99)),
      loopDelayMaxMs: beyondResolution(delay.max),
    });
    delay.reset();
  });

  return {
    port,
    changePool: (settings) => pool.reconfigure(settings),
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const deadline = clock() + graceMs;
      while (observer.ended < observer.received && clock() < deadline) await sleep(10);
      server.closeAllConnections();
      await closed;
      // Past the grace, what still waits in the pool would keep drain() waiting too.
      await Promise.race([pool.close(), sleep(graceMs, undefined, { ref: false })]);
      stopSampling();
      const { received, ended } = observer;
      recorder.record('server.end', { received, ended, pool: pool.stats() });
    },
  };
}

/** Node records the whole interval between two looks at the loop, in nanoseconds; the delay is what exceeds it. */
function beyondResolution(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - loopResolutionMs);
}

function databasePool(config: ApiConfig, recorder: Recorder): MeasuredPool<Connection> {
  const tracker: PoolTracker = {
    created: (createMs) => recorder.record('server.pool', { event: 'created', createMs }),
    createFailed: () => recorder.record('server.pool', { event: 'create_failed', createMs: null }),
    destroyed: () => recorder.record('server.pool', { event: 'destroyed', createMs: null }),
  };
  const adapter = genericPoolAdapter<Connection>(
    {
      create: () => connectSimulated(config.database),
      destroy: (connection) => connection.close(),
      isUsable: (connection) => connection.alive,
    },
    config.pool,
    tracker,
  );
  return new MeasuredPool('orders', adapter, tracker);
}

/**
 * Go's net/http goes on serving a client that has closed its side; so does Node's server with this property, which
 * its types leave out.
 */
function keepHalfOpen(server: Server & { httpAllowHalfOpen?: boolean }): void {
  server.httpAllowHalfOpen = true;
}

const kernelWords: Record<string, string> = {
  EPIPE: 'broken pipe',
  ECONNRESET: 'connection reset by peer',
};

/**
 * One log line for a request that ended badly. An ordinary Express app hears nothing of a client that left, so in
 * its style nothing is logged for one either: the recording has it, the log does not.
 */
function logEnd(log: Logger, style: ApiStyle, ended: EndedRequest, pool: PoolStats): void {
  if (style === 'node' && ended.outcome.startsWith('client_gone')) return;
  const { error } = ended;
  const reason = error ? `${error.syscall ? `${error.syscall}: ` : ''}${kernelWords[error.code] ?? error.code}` : null;
  log.error(
    {
      err: error,
      outcome: ended.outcome,
      route: `${ended.method} ${ended.path}`,
      waitedMs: ended.waitMs,
      elapsedMs: Math.round(ended.elapsedMs),
      clientGone: ended.clientGone,
      pool: { total: pool.total, used: pool.used, idle: pool.idle, pending: pool.pending },
    },
    reason ?? ended.outcome.replaceAll('_', ' '),
  );
}

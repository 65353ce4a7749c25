import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/api/app.ts';
import { type EndedRequest, HttpObserver } from '../../src/api/observer.ts';
import { type ApiStyle, responders } from '../../src/api/respond.ts';
import { MemoryRecorder } from './memory-recorder.ts';
import { StubPool } from './stub-pool.ts';
import { tickingClock } from './ticking-clock.ts';

export interface TestApi {
  port: number;
  pool: StubPool;
  recorder: MemoryRecorder;
  observer: HttpObserver;
  /** What was told of the requests that did not end well. */
  ended: EndedRequest[];
  close(): Promise<void>;
}

/** The service under test on a port of its own, with a pool that the test controls and a clock that only counts. */
export async function startTestApi(style: ApiStyle = 'node'): Promise<TestApi> {
  const clock = tickingClock();
  const recorder = new MemoryRecorder(clock);
  const pool = new StubPool();
  const ended: EndedRequest[] = [];
  const observer = new HttpObserver(recorder, clock, (request) => ended.push(request));
  const server = createServer(createApp({ pool, respond: responders[style] }));
  if (style === 'gin') Object.assign(server, { httpAllowHalfOpen: true });
  observer.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    pool,
    recorder,
    observer,
    ended,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** One request on a connection of its own. */
export function ask(port: number, method: string, path: string, body?: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = request({ host: '127.0.0.1', port, method, path, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('error', reject);
      res.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: text === '' ? null : JSON.parse(text) });
      });
    });
    req.on('error', reject);
    req.end(body);
  });
}

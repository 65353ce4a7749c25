// Requests per second of the instrumented api against the same Express app without instruments.
//   npx tsx bench/api-overhead.ts [pairs] [seconds]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeRatios, inPairs } from './support/pairs.ts';
import { root, runNode, type Served, serve } from './support/processes.ts';

const [pairs = 24, seconds = 1] = process.argv.slice(2).map(Number);
const directory = mkdtempSync(join(tmpdir(), 'pileup-bench-'));

/** The api on a pool whose connections answer at once, so that all there is to measure is the api itself. */
const program = (instrumented: boolean): string => `
  import { createServer } from 'node:http';
  import { createApp } from '${root}dist/api/app.js';
  import { HttpObserver } from '${root}dist/api/observer.js';
  import { responders } from '${root}dist/api/respond.js';
  import { genericPoolAdapter } from '${root}dist/pool/generic-pool.js';
  import { MeasuredPool } from '${root}dist/pool/measured-pool.js';
  import { clockSince, newEpoch } from '${root}dist/recording/clock.js';
  import { RecordingWriter } from '${root}dist/recording/writer.js';
  const connection = { alive: true, query: async () => [{ id: 1 }], close: async () => {} };
  const factory = { create: async () => ({ ...connection }), destroy: async () => {}, isUsable: () => true };
  const adapter = genericPoolAdapter(factory, { max: 64, acquireTimeoutMs: null, maxPending: null });
  const bare = {
    acquire: async () => {
      const held = await adapter.acquire();
      return { connection: held, waitMs: 0, dead: false, release: () => adapter.release(held) };
    },
  };
  const clock = clockSince(newEpoch());
  const instrumented = ${instrumented};
  const observer = instrumented
    ? new HttpObserver(new RecordingWriter('${join(directory, 'server.ndjson')}', clock), clock, () => {})
    : null;
  const pool = instrumented ? new MeasuredPool('orders', adapter) : bare;
  const server = createServer(createApp({ pool, respond: responders.node }));
  observer?.attach(server);
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** Both servers run all the while, and short bursts go to one and the other in turn: what the machine does meanwhile hits both. */
const instrumented = await serve(program(true));
const bare = await serve(program(false));

async function throughput(server: Served, burstSeconds: number): Promise<number> {
  const autocannon = join(root, 'node_modules/autocannon/autocannon.js');
  const burst = ['-c', '32', '-d', String(burstSeconds), '--json', `${server.url}orders/1`];
  const { stdout } = await runNode([autocannon, ...burst]);
  const result = JSON.parse(stdout) as { '2xx': number; duration: number };
  return result['2xx'] / result.duration;
}

console.log(`GET /orders/1, 32 connections, bursts of ${seconds} s; answers per second`);
for (const server of [instrumented, bare]) await throughput(server, 3);
const ratios = await inPairs(
  pairs,
  () => throughput(instrumented, seconds),
  () => throughput(bare, seconds),
  (ours, its) =>
    console.log(`  instrumented ${ours.toFixed(0)}  bare ${its.toFixed(0)}  ratio ${(ours / its).toFixed(3)}`),
);
console.log(`instrumented / bare: ${describeRatios(ratios)}`);
await instrumented.stop();
await bare.stop();
rmSync(directory, { recursive: true, force: true });

// Requests per second of `pileup load` against those of plain autocannon, on a bare node:http server.
//   npx tsx bench/load-overhead.ts [pairs] [seconds]
import { join } from 'node:path';
import { describeRatios, inPairs } from './support/pairs.ts';
import { pileup, root, runNode, serve } from './support/processes.ts';

const [pairs = 7, seconds = 5] = process.argv.slice(2).map(Number);
const connections = 50;

const server = await serve(`
  import { createServer } from 'node:http';
  const server = createServer((_req, res) => { res.end('hello'); });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`);
const shape = ['-c', String(connections), '-d', String(seconds)];

async function withPileup(): Promise<number> {
  const { phases } = await pileup(['load', server.url, ...shape]);
  return phases[0]?.okPerSec ?? 0;
}

async function withAutocannon(): Promise<number> {
  const { stdout } = await runNode([
    join(root, 'node_modules/autocannon/autocannon.js'),
    ...shape,
    '--json',
    server.url,
  ]);
  const result = JSON.parse(stdout) as { '2xx': number; duration: number };
  return result['2xx'] / result.duration;
}

console.log(`${connections} connections, ${seconds} s a run; answers per second`);
const ratios = await inPairs(pairs, withPileup, withAutocannon, (ours, its) => {
  console.log(`  pileup ${ours.toFixed(0)}  autocannon ${its.toFixed(0)}  ratio ${(ours / its).toFixed(3)}`);
});
console.log(`pileup load / autocannon: ${describeRatios(ratios)}`);
await server.stop();

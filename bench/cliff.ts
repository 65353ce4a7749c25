// Looks for the cliff by bisection for three pools, and measures goodput at nine tenths of the predicted one.
//   npx tsx bench/cliff.ts [seconds]
import type { PhaseSummary } from '../src/ledger/summary.ts';
import { cliffClients } from '../src/queueing/closed-loop.ts';
import { pileup } from './support/processes.ts';

const [seconds = 6] = process.argv.slice(2).map(Number);
const pools = [
  { poolMax: 4, holdMs: 50, timeoutMs: 1000 },
  { poolMax: 2, holdMs: 40, timeoutMs: 800 },
  { poolMax: 8, holdMs: 100, timeoutMs: 1500 },
];
let bad = 0;

/** One phase of so many connections, in the style of Node and without a file limit: the queue alone. */
async function phaseOf(pool: (typeof pools)[number], connections: number): Promise<PhaseSummary> {
  const { phases } = await pileup([
    ...['run', 'pool-exhaustion'],
    ...['--set', 'api.style=node', '--set', 'api.fileLimit=null'],
    ...['--set', `pool.max=${pool.poolMax}`, '--set', `database.serviceTime.meanMs=${pool.holdMs}`],
    ...['--set', `load.timeoutMs=${pool.timeoutMs}`, '--set', 'load.requests=[{path: /orders/1}]'],
    ...['--set', `phases=[{name: step, seconds: ${seconds}, connections: ${connections}}]`],
  ]);
  const [phase] = phases;
  if (!phase?.predicted) throw new Error('the run has no phase');
  return phase;
}

/** Goodput once the queue has filled, as a share of what the pool can serve. */
async function goodputShare(pool: (typeof pools)[number], connections: number): Promise<number> {
  const { settled, predicted } = await phaseOf(pool, connections);
  const share = settled.okPerSec / (predicted?.capacityPerSec ?? Number.NaN);
  console.log(`    ${String(connections).padStart(4)} connections: ${(share * 100).toFixed(1)} % of capacity`);
  return share;
}

for (const pool of pools) {
  const predicted = cliffClients({ ...pool, thinkMs: 0 });
  console.log(
    `pool of ${pool.poolMax}, hold ${pool.holdMs} ms, time-out ${pool.timeoutMs} ms: predicted cliff ${predicted}`,
  );
  const below = await goodputShare(pool, Math.floor(0.9 * predicted));
  if (below <= 0.85) bad++;
  // Half of capacity divides the two sides: beyond the cliff goodput falls to nothing.
  let alive = Math.floor(0.5 * predicted);
  let dead = Math.ceil(1.5 * predicted);
  while (dead - alive > Math.max(1, predicted / 50)) {
    const middle = Math.round((alive + dead) / 2);
    if ((await goodputShare(pool, middle)) > 0.5) alive = middle;
    else dead = middle;
  }
  const measured = (alive + dead) / 2;
  const off = measured / predicted - 1;
  if (Math.abs(off) > 0.1) bad++;
  console.log(
    `  at 0.9 of it ${(below * 100).toFixed(1)} % of capacity; measured cliff ${measured}, ${(off * 100).toFixed(1)} % off`,
  );
}
console.log(bad === 0 ? 'every cliff is within 10 %, every goodput below it over 85 %' : `${bad} checks FAILED`);
process.exitCode = bad === 0 ? 0 : 1;

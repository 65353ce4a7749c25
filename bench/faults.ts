// Faults on a known share of requests: every class has to be exact, and the median right to a millisecond.
//   npx tsx bench/faults.ts
import { type FaultyOptions, median, startFaultyServer } from '../test/support/faulty-server.ts';
import { pileup } from './support/processes.ts';

const amount = 1000;
const cases: [string, Partial<FaultyOptions>, string][] = [
  ['reset before the response', { fault: 'reset' }, 'reset'],
  ['FIN before the response', { fault: 'fin' }, 'closed_early'],
  ['never answered', { fault: 'hang' }, 'timeout'],
  ['body cut by a FIN', { fault: 'cut' }, 'closed_early'],
  ['Connection: close each time', { closes: true }, 'ok'],
];
let bad = 0;

console.log(
  'fault                        server  ledger  its outcome   true p50  ledger  autocannon   autocannon errors',
);
for (const [name, options, outcome] of cases) {
  const server = await startFaultyServer({ fault: null, everyNth: 10, serviceMs: 20, ...options });
  const summary = await pileup([
    'load',
    server.url,
    '-c',
    '2',
    '-a',
    String(amount),
    '-d',
    '120',
    '-t',
    '0.5',
    '--backoff',
    '20',
  ]);
  const fault = options.fault ?? 'healthy';
  const counted = summary.client.outcomes[outcome as keyof typeof summary.client.outcomes] ?? 0;
  const truth = median(server.healthyMs);
  const p50 = summary.client.latencyMs?.p50 ?? Number.NaN;
  const exact = counted === server.counts[fault] && (summary.client.outcomes.ok ?? 0) === server.counts.healthy;
  const right = Math.abs(p50 - truth) <= 1 && summary.conservation.balanced === true;
  if (!exact || !right) bad++;
  console.log(
    `${name.padEnd(27)}${String(server.counts[fault]).padStart(8)}${String(counted).padStart(8)}  ${outcome.padEnd(14)}` +
      `${truth.toFixed(2).padStart(7)}${p50.toFixed(2).padStart(8)}${String(summary.autocannon?.latencyMs.p50).padStart(12)}` +
      `${String(summary.autocannon?.errors).padStart(20)}${exact && right ? '' : '  FAILED'}`,
  );
  await server.close();
}
console.log(bad === 0 ? 'every class exact, every median right to 1 ms' : `${bad} cases FAILED`);
process.exitCode = bad === 0 ? 0 : 1;

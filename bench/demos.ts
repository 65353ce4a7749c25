// Demos in a row: each has to balance, to show every kind of failure, and to answer everything before and after it.
//   npx tsx bench/demos.ts [runs]
import { pileup } from './support/processes.ts';

const [runs = 20] = process.argv.slice(2).map(Number);
const kinds = ['timeout', 'reset', 'broken_pipe', 'closed_early'] as const;
let bad = 0;

console.log(
  'run  sent    balanced  timeout  reset  broken_pipe  closed_early  write_failed  base/recov ok  ghosts  cliff',
);
for (let run = 1; run <= runs; run++) {
  const summary = await pileup(['demo']);
  const { conservation, client, server, phases, orders, cliff } = summary;
  const failures: string[] = [...conservation.violations, ...conservation.missing];
  if (conservation.balanced !== true) failures.push('the books do not balance');
  for (const kind of kinds) if (!client.outcomes[kind]) failures.push(`no ${kind} at the clients`);
  if (!server?.outcomes.write_failed) failures.push('no write_failed at the api');
  const calm = phases.filter(({ name }) => name === 'baseline' || name === 'recovery');
  const shares = calm.map(({ sent, outcomes }) => (outcomes.ok ?? 0) / (sent - (outcomes.unfinished ?? 0)));
  if (shares.some((share) => share !== 1)) failures.push(`baseline and recovery: ${shares.join(', ')} ok`);
  const pileUp = phases.find(({ name }) => name === 'pile-up')?.settled;
  if (!pileUp?.pool || pileUp.okPerSec >= 0.05 * 80) failures.push(`goodput of the pile-up is ${pileUp?.okPerSec}`);
  else {
    if ((pileUp.pool.busyShare ?? 0) <= 0.95) failures.push(`the pool was busy ${pileUp.pool.busyShare}`);
    if (pileUp.pool.deadGrants / pileUp.pool.grants <= 0.95) failures.push('fewer than 95 % of the grants are dead');
  }
  if (!orders || orders.answered + orders.ghost !== orders.written)
    failures.push('orders are neither answered nor ghosts');
  const never = (summary.reconciliation ?? []).filter(({ server: end }) => end === 'never_reached');
  const cutOff = never.find(({ client: end }) => end === 'unfinished')?.count ?? 0;
  const cells = [
    String(run).padStart(3),
    String(conservation.sent).padStart(6),
    String(conservation.balanced).padStart(9),
    ...kinds.map((kind, i) => String(client.outcomes[kind] ?? 0).padStart([9, 7, 13, 14][i] ?? 0)),
    String(server?.outcomes.write_failed ?? 0).padStart(14),
    shares
      .map((share) => `${(share * 100).toFixed(0)} %`)
      .join(' / ')
      .padStart(15),
    String(orders?.ghost ?? 0).padStart(7),
    `${cliff?.predictedConnections.toFixed(0)}/${cliff?.measuredConnections?.toFixed(1)}`.padStart(10),
  ];
  console.log(cells.join(''));
  if (cutOff > 0)
    console.log(`     ${cutOff} unfinished requests never reached the api: the load stopped while they connected`);
  for (const failure of failures) console.log(`     FAILED: ${failure}`);
  if (failures.length > 0) bad++;
}
console.log(`${runs - bad} of ${runs} demos hold`);
process.exitCode = bad === 0 ? 0 : 1;

import { type ClientOutcome, clientOutcomes, type Stage, stages } from '../recording/outcomes.ts';
import type { Join } from './join.ts';
import type { RunRecord } from './read-run.ts';

export interface Conservation {
  sent: number;
  settled: number;
  unfinished: number;
  /** True: every check holds. False: one does not. Null: parts are missing, so it cannot be known. */
  balanced: boolean | null;
  /** Each check that does not hold, in words. */
  violations: string[];
  /** What the recording lacks, in words. */
  missing: string[];
}

/** Outcomes that explain why the api never saw a request, and the stages in which they do. */
const neverReachedBecause: Partial<Record<ClientOutcome, readonly Stage[]>> = {
  reset: stages,
  closed_early: stages,
  broken_pipe: stages,
  refused: stages,
  connect_timeout: stages,
  no_ports: stages,
  no_files: stages,
  timeout: ['connect'],
  // The load stopped while the connection was being made.
  unfinished: ['connect', 'send'],
};

/** Checks that nothing was lost or counted twice at either end or between the ends. `join` is null for a load alone. */
export function checkConservation(run: RunRecord, join: Join | null): Conservation {
  const violations: string[] = [];
  const require = (holds: boolean, otherwise: string): void => {
    if (!holds) violations.push(otherwise);
  };
  const { client, clientEnd } = run;
  const missing = missingParts(run, join !== null);
  const sent = clientEnd?.sent ?? Math.max(client.rows, run.progress?.sent ?? 0);
  if (clientEnd) {
    const { sent: asSent, settled } = clientEnd;
    require(asSent === settled, `the client sent ${asSent} requests and settled ${settled}`);
    require(settled === client.rows, `the client settled ${settled} requests and recorded ${client.rows}`);
  }
  if (join) checkBetweenEnds(run, join, require);
  let unfinished = 0;
  const unfinishedNumber = clientOutcomes.indexOf('unfinished');
  for (let row = 0; row < client.rows; row++) if (client.outcome.at(row) === unfinishedNumber) unfinished++;
  const whole = missing.length === 0;
  return {
    sent,
    settled: client.rows,
    unfinished,
    // Without a part of the recording, what looks wrong may only be missing.
    balanced: whole ? violations.length === 0 : null,
    violations: whole ? violations : [],
    missing,
  };
}

function checkBetweenEnds(run: RunRecord, join: Join, require: (holds: boolean, otherwise: string) => void): void {
  const { client, server, database, serverEnd, databaseEnd } = run;
  if (serverEnd) {
    const { received, ended, pool } = serverEnd;
    require(received === ended, `the api received ${received} requests and ended ${ended}`);
    require(ended === server.rows, `the api ended ${ended} requests and recorded ${server.rows}`);
    let grants = 0;
    for (let row = 0; row < server.rows; row++) if (!Number.isNaN(server.grantedMs.at(row))) grants++;
    require(pool.grants === grants, `the pool granted ${pool.grants} connections, requests were granted ${grants}`);
  }
  if (databaseEnd) {
    const { statements } = databaseEnd;
    require(statements === database.rows, `the database ran ${statements} statements, recorded ${database.rows}`);
  }
  const { faults } = join;
  require(faults.clientDuplicates === 0, `the client recorded ${faults.clientDuplicates} requests twice`);
  require(faults.serverDuplicates === 0, `the api recorded ${faults.serverDuplicates} requests twice`);
  require(faults.serverUnmatched === 0, `the api saw ${faults.serverUnmatched} requests that no client sent`);
  require(faults.routeMismatches === 0, `${faults.routeMismatches} requests differ between client and api`);
  require(faults.statementsUnmatched === 0, `${faults.statementsUnmatched} statements belong to no request`);

  let notCompleted = 0;
  let unexplained = 0;
  let ordersUnmatched = 0;
  for (let row = 0; row < client.rows; row++) {
    const outcome = clientOutcomes[client.outcome.at(row)] as ClientOutcome;
    const serverRow = join.serverRowOf[row] as number;
    if (outcome === 'ok' && (serverRow < 0 || server.outcomeOf(serverRow) !== 'completed')) notCompleted++;
    if (serverRow < 0 && !mayMiss(outcome, client.stage.at(row))) unexplained++;
  }
  for (let row = 0; row < database.rows; row++) {
    if (database.wroteOrder.at(row) === 1 && (join.clientRowOfStatement[row] as number) < 0) ordersUnmatched++;
  }
  require(notCompleted === 0, `${notCompleted} answers that the client holds are not complete in the api's eyes`);
  require(unexplained === 0, `${unexplained} requests never reached the api, and their outcome does not say why`);
  require(ordersUnmatched === 0, `${ordersUnmatched} orders belong to no request of the client`);
}

function mayMiss(outcome: ClientOutcome, stageNumber: number): boolean {
  const stage = stages[stageNumber - 1];
  return stage !== undefined && neverReachedBecause[outcome]?.includes(stage) === true;
}

function missingParts(run: RunRecord, hasThreeEnds: boolean): string[] {
  const missing: string[] = [];
  const exitOf = (name: string): string => {
    const exit = run.exits.find(({ data }) => data.name === name && !data.expected);
    if (!exit) return 'its last lines';
    const { signal, code } = exit.data;
    return `all after ${(exit.t / 1000).toFixed(1)} s, when it ${signal ? `was killed by ${signal}` : `ended with code ${code}`}`;
  };
  if (!run.clientEnd) {
    const open = run.progress?.open;
    missing.push(`of the client: ${exitOf('load')}${open ? `; ${open} requests were open at its last count` : ''}`);
  }
  if (hasThreeEnds && !run.serverEnd) missing.push(`of the api: ${exitOf('api')}`);
  if (hasThreeEnds && !run.databaseEnd) missing.push(`of the database: ${exitOf('database')}`);
  if (!run.runEnd) missing.push('of the lab: its last lines, so the phases may be cut short');
  for (const [part, lines] of Object.entries(run.unreadable)) {
    if (lines > 0) missing.push(`${lines} unreadable ${lines === 1 ? 'line' : 'lines'} of ${part}.ndjson`);
  }
  return missing;
}

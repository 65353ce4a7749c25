import { clientOutcomes, isFailure, type ServerOutcome, type Stage, stages } from '../recording/outcomes.ts';
import type { RunDirectory } from '../recording/run-directory.ts';
import type { Scenario } from '../scenario/schema.ts';
import { checkConservation } from './conservation.ts';
import { type Join, joinEnds } from './join.ts';
import { summariseLog } from './log-summary.ts';
import { type Mark, markOf } from './mark.ts';
import { type Percentiles, percentiles } from './percentiles.ts';
import { type LoopModel, latencyOf, summarisePhases } from './phases.ts';
import { type RunRecord, readRun } from './read-run.ts';
import { tellStory, workForNobody } from './story.ts';
import type { OutcomeCounts, PhaseSummary, ReconciliationRow, Summary } from './summary.ts';

/** Everything but what is concluded from it. */
export type Books = Omit<Summary, 'verdict' | 'findings'>;

/** The books of a recording and what they were made from. */
export interface OpenBooks {
  books: Books;
  run: RunRecord;
  /** These two are null for a load alone. */
  join: Join | null;
  model: LoopModel | null;
  /** What people did while it ran. */
  marks: Mark[];
}

/** Reads a recording and does the sums. */
export async function summarise(directory: RunDirectory): Promise<Books> {
  return (await openBooks(directory)).books;
}

/** The same, with the recording still at hand: a second read of a million lines costs seconds. */
export async function openBooks(directory: RunDirectory): Promise<OpenBooks> {
  const { manifest } = directory;
  const marks: Mark[] = [];
  const run = await readRun(directory, (event) => {
    const mark = markOf(event);
    if (mark) marks.push(mark);
  });
  const scenario = manifest.kind === 'scenario' ? (manifest.config as Scenario) : null;
  const join = scenario ? joinEnds(run.client, run.server, run.database) : null;
  const model = scenario && modelOf(scenario);
  return { books: await sum(directory, run, join, model, scenario), run, join, model, marks };
}

async function sum(
  directory: RunDirectory,
  run: RunRecord,
  join: Join | null,
  model: LoopModel | null,
  scenario: Scenario | null,
): Promise<Books> {
  const { manifest } = directory;
  const phases = summarisePhases(run, model);
  const orders = join && countOrders(run, join);
  return {
    schemaVersion: 1,
    run: {
      id: manifest.id,
      scenario: manifest.scenario,
      kind: manifest.kind,
      style: scenario?.api.style ?? null,
      status: run.runEnd?.status ?? 'partial',
      startedAt: manifest.startedAt,
      durationMs: Math.round(run.lastMs),
      node: manifest.node,
      libuv: manifest.libuv,
      platform: manifest.platform,
      kernel: manifest.kernel,
    },
    conservation: checkConservation(run, join),
    client: {
      ...clientSide(run),
      log: await summariseLog(directory.log('client')),
    },
    server: join && {
      outcomes: serverOutcomesOf(run),
      log: await summariseLog(directory.log('server')),
    },
    reconciliation: join && reconcile(run, join),
    orders,
    ghostWrites: orders?.ghost ?? null,
    autocannon: run.autocannon,
    phases,
    cliff: scenario && cliffOf(scenario, phases),
    pool: join && poolOf(run),
    files: filesOf(run),
    eventLoop: eventLoopOf(run),
    kernel: counterDeltas(run),
    story: tellStory(run, join, scenario?.api.fileLimit ?? null),
  };
}

export function modelOf(scenario: Scenario): LoopModel {
  const { pool, load, database } = scenario;
  return {
    poolMax: pool.max,
    holdMs: meanHoldMs(scenario),
    timeoutMs: load.timeoutMs,
    pipelining: load.pipelining,
    // A database that serves fewer at once than the pool holds is the smaller of the two.
    ...(database.maxActive !== null && database.maxActive < pool.max ? { poolMax: database.maxActive } : {}),
  };
}

const statementOf: Record<string, string> = { '/reports/daily': 'report.daily' };

/** The mean time that a request of the mix holds a connection. */
function meanHoldMs({ load, database }: Scenario): number {
  const shares = load.requests.reduce((sum, { share }) => sum + share, 0);
  const weights = load.requests.reduce(
    (sum, { path, share }) => sum + share * (database.weights[statementOf[path] ?? ''] ?? 1),
    0,
  );
  return (database.serviceTime.meanMs * weights) / shares;
}

function clientSide(run: RunRecord): Omit<Summary['client'], 'log'> {
  const { client } = run;
  const outcomes: OutcomeCounts = {};
  const timeoutStages: Partial<Record<Stage, number>> = {};
  for (let row = 0; row < client.rows; row++) {
    const outcome = clientOutcomes[client.outcome.at(row)];
    if (!outcome) continue;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    const stage = stages[client.stage.at(row) - 1];
    if (outcome === 'timeout' && stage) timeoutStages[stage] = (timeoutStages[stage] ?? 0) + 1;
  }
  const kindOf = (row: number) => clientOutcomes[client.outcome.at(row)] ?? 'other_error';
  return {
    outcomes,
    latencyMs: latencyOf(client, (row) => !isFailure(kindOf(row)) && kindOf(row) !== 'unfinished'),
    failureAgeMs: latencyOf(client, (row) => isFailure(kindOf(row))),
    errors: Object.fromEntries([...client.errors].sort((a, b) => b[1] - a[1])),
    timeoutStages,
  };
}

function serverOutcomesOf({ server }: RunRecord): Partial<Record<ServerOutcome, number>> {
  const outcomes: Partial<Record<ServerOutcome, number>> = {};
  for (let row = 0; row < server.rows; row++) {
    const outcome = server.outcomeOf(row);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return outcomes;
}

function reconcile({ client, server }: RunRecord, join: Join): ReconciliationRow[] {
  const rows = new Map<string, ReconciliationRow>();
  for (let row = 0; row < client.rows; row++) {
    const atClient = clientOutcomes[client.outcome.at(row)] ?? 'other_error';
    const serverRow = join.serverRowOf[row] as number;
    const atServer = serverRow < 0 ? 'never_reached' : server.outcomeOf(serverRow);
    const key = `${atClient} ${atServer}`;
    const known = rows.get(key);
    if (known) known.count++;
    else rows.set(key, { client: atClient, server: atServer, count: 1 });
  }
  const order = (row: ReconciliationRow): number => clientOutcomes.indexOf(row.client);
  return [...rows.values()].sort((a, b) => order(a) - order(b) || b.count - a.count);
}

/** An order whose client does not hold a good answer is a ghost: the customer will place it again. */
function countOrders({ client, database }: RunRecord, join: Join): NonNullable<Summary['orders']> {
  const ok = clientOutcomes.indexOf('ok');
  const orders = { written: 0, answered: 0, ghost: 0 };
  for (let row = 0; row < database.rows; row++) {
    if (database.wroteOrder.at(row) === 0) continue;
    orders.written++;
    const clientRow = join.clientRowOfStatement[row] as number;
    // An order that no request accounts for is neither; the conservation check reports it.
    if (clientRow < 0) continue;
    if (client.outcome.at(clientRow) === ok) orders.answered++;
    else orders.ghost++;
  }
  return orders;
}

/**
 * The cliff, predicted from the configuration and measured: the clients that the pool served per second at its
 * busiest, times the time that a client waits (the interactive law with R = T).
 */
function cliffOf({ load }: Scenario, phases: readonly PhaseSummary[]): Summary['cliff'] {
  const predicted = phases.find((phase) => phase.predicted)?.predicted;
  if (!predicted) return null;
  const beyond = phases.find(({ connections }) => connections > predicted.cliffConnections);
  const grantsPerSec = beyond?.settled.pool?.grantsPerSec ?? null;
  return {
    predictedConnections: predicted.cliffConnections,
    measuredConnections: grantsPerSec && (grantsPerSec * load.timeoutMs) / 1000 / load.pipelining,
  };
}

function poolOf(run: RunRecord): Summary['pool'] {
  const last = run.serverEnd?.pool ?? run.serverSamples.at(-1)?.data.pool;
  if (!last) return null;
  const { server, serverSamples } = run;
  const column = (values: { at(row: number): number }): Percentiles | null => {
    const known = new Float64Array(server.rows);
    let count = 0;
    for (let row = 0; row < server.rows; row++) if (!Number.isNaN(values.at(row))) known[count++] = values.at(row);
    return percentiles(known.subarray(0, count));
  };
  return {
    max: last.max,
    waitMs: column(server.waitMs),
    useMs: column(server.useMs),
    pendingMax: serverSamples.reduce((most, { data }) => Math.max(most, data.pool.pending), 0),
    oldestWaitMs: serverSamples.reduce((most, { data }) => Math.max(most, data.pool.oldestWaitMs), 0),
    timeouts: last.timeouts,
    grants: last.grants,
    deadGrants: last.deadGrants,
    workedForNobodySeconds: workForNobody(run)?.seconds ?? null,
  };
}

function filesOf({ labSamples }: RunRecord): Summary['files'] {
  const counts = labSamples.flatMap(({ data }) => (data.files === null ? [] : [data.files]));
  if (counts.length === 0) return null;
  return {
    limit: labSamples.find(({ data }) => data.fileLimit !== null)?.data.fileLimit ?? null,
    max: counts.reduce((a, b) => Math.max(a, b)),
  };
}

function eventLoopOf({ serverSamples }: RunRecord): Summary['eventLoop'] {
  if (serverSamples.length === 0) return null;
  return { delayP99Ms: serverSamples.reduce((most, { data }) => Math.max(most, data.loopDelayP99Ms), 0) };
}

/** How far each kernel counter moved over the run. Other processes of this machine move them too. */
function counterDeltas({ counters }: RunRecord): Record<string, number> | null {
  const first = counters[0]?.data;
  const last = counters.at(-1)?.data;
  if (!first || !last) return null;
  return Object.fromEntries(Object.entries(last).map(([name, value]) => [name, value - (first[name] ?? 0)]));
}

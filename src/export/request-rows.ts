import type { PhaseSpan } from '../ledger/read-run.ts';
import { clientOutcomes, stages } from '../recording/outcomes.ts';
import type { ExportedRun } from './read-for-export.ts';

/** The fields of a row, in their order; docs/export.md says what each means. */
export const columns = [
  'connection',
  'nth',
  'method',
  'path',
  'phase',
  'sentMs',
  'outcome',
  'stage',
  'status',
  'ageMs',
  'error',
  'apiConnection',
  'apiOutcome',
  'apiStatus',
  'receivedMs',
  'waitMs',
  'grantedMs',
  'useMs',
  'deadGrant',
  'clientGoneMs',
  'apiEndedMs',
  'apiError',
  'statements',
  'orders',
] as const;

type Cell = string | number | boolean | null;
/** One request, both ends joined. Null: not so, or not known. */
export type RequestRow = Record<(typeof columns)[number], Cell>;

/**
 * A row for each request that the client recorded, in the order in which they ended, and after them one for each that
 * only the api recorded (in a sound recording there is none).
 */
export function* requestRows(exported: ExportedRun): Generator<RequestRow> {
  const { client, server } = exported.run;
  const { join } = exported;
  const statements = join && countStatements(exported);
  const seen = new Uint8Array(server.rows);
  for (let row = 0; row < client.rows; row++) {
    const serverRow = join?.serverRowOf[row] ?? none;
    if (serverRow !== none) seen[serverRow] = 1;
    yield rowOf(exported, row, serverRow, statements);
  }
  for (let row = 0; join && row < server.rows; row++) {
    if (seen[row] === 0) yield rowOf(exported, none, row, null);
  }
}

const none = -1;

/** One literal, though it is long: an object put together from parts costs four times as much. */
function rowOf(
  { run: { client, server, phases }, join, requests }: ExportedRun,
  c: number,
  s: number,
  statements: StatementCounts | null,
): RequestRow {
  const sent = c !== none;
  const seen = s !== none;
  const route = client.routes.name(sent ? client.route.at(c) : server.route.at(s));
  const space = route.indexOf(' ');
  const granted = seen && !Number.isNaN(server.grantedMs.at(s));
  return {
    connection: sent ? client.connection.at(c) : null,
    nth: sent ? client.nth.at(c) : null,
    method: route.slice(0, space),
    path: route.slice(space + 1),
    phase: sent ? phaseAt(phases, client.sentMs.at(c)) : null,
    sentMs: sent ? micro(client.sentMs.at(c)) : null,
    outcome: sent ? (clientOutcomes[client.outcome.at(c)] ?? 'other_error') : null,
    stage: sent ? (stages[client.stage.at(c) - 1] ?? null) : null,
    status: sent ? requests.clientStatus(c) : null,
    ageMs: sent ? micro(client.ageMs.at(c)) : null,
    error: sent ? requests.clientError(c) : null,
    apiConnection: seen ? server.connection.at(s) : null,
    apiOutcome: seen ? server.outcomeOf(s) : join ? 'never_reached' : null,
    apiStatus: seen ? requests.serverStatus(s) : null,
    receivedMs: seen ? micro(server.receivedMs.at(s)) : null,
    waitMs: seen ? micro(server.waitMs.at(s)) : null,
    grantedMs: seen ? micro(server.grantedMs.at(s)) : null,
    useMs: seen ? micro(server.useMs.at(s)) : null,
    deadGrant: granted ? server.deadGrant.at(s) === 1 : null,
    clientGoneMs: seen ? micro(requests.clientGoneMs(s)) : null,
    apiEndedMs: seen ? micro(server.endedMs.at(s)) : null,
    apiError: seen ? requests.serverError(s) : null,
    statements: statements?.all[c] ?? null,
    orders: statements?.orders[c] ?? null,
  };
}

interface StatementCounts {
  all: Int32Array;
  orders: Int32Array;
}

function countStatements({ run: { client, database }, join }: ExportedRun): StatementCounts {
  const all = new Int32Array(client.rows);
  const orders = new Int32Array(client.rows);
  for (let row = 0; row < database.rows; row++) {
    const clientRow = join?.clientRowOfStatement[row] ?? -1;
    if (clientRow < 0) continue;
    all[clientRow] = (all[clientRow] as number) + 1;
    orders[clientRow] = (orders[clientRow] as number) + database.wroteOrder.at(row);
  }
  return { all, orders };
}

function phaseAt(phases: readonly PhaseSpan[], atMs: number): string | null {
  return phases.findLast(({ startMs }) => startMs <= atMs)?.name ?? null;
}

/** Milliseconds to a microsecond; null where there is no time. */
function micro(ms: number): number | null {
  return Number.isFinite(ms) ? Math.round(ms * 1000) / 1000 : null;
}

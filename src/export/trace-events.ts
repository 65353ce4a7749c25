import { answeredOutcomes, clientOutcomes, stages } from '../recording/outcomes.ts';
import { assignRows } from './assign-rows.ts';
import { assignSlots } from './assign-slots.ts';
import type { ExportedRun } from './read-for-export.ts';
import { safeJson } from './safe-json.ts';

/** The processes of the trace, from top to bottom. */
const processes = { phases: 1, clients: 2, api: 3, pool: 4, database: 5 } as const;
/** A statement that waited less for its turn than this is shown without the wait. */
const leastQueuedMs = 1;

type Args = Record<string, unknown>;

export function* phaseEvents({ run }: ExportedRun): Generator<string> {
  yield* processNames(processes.phases, 'phases', [1], () => 'phase');
  for (const { name, startMs, endMs, connections } of run.phases) {
    yield* slice(processes.phases, 1, startMs, endMs ?? run.lastMs, name, { connections });
  }
}

/** One row a client: its requests one after another, each named for its outcome. */
export function* clientEvents({ run: { client }, requests }: ExportedRun): Generator<string> {
  const starts = array(client.rows, (row) => client.sentMs.at(row));
  const ends = array(client.rows, (row) => client.endedMs(row));
  const rows = assignRows({ connections: array(client.rows, (row) => client.connection.at(row)), starts, ends });
  yield* processNames(processes.clients, 'clients', used(rows), (row) => `client ${row}`);
  for (let row = 0; row < client.rows; row++) {
    const outcome = clientOutcomes[client.outcome.at(row)] ?? 'other_error';
    yield* slice(processes.clients, (rows[row] as number) + 1, starts[row] as number, ends[row] as number, outcome, {
      request: client.routes.name(client.route.at(row)),
      connection: client.connection.at(row),
      nth: client.nth.at(row),
      stage: stages[client.stage.at(row) - 1],
      status: requests.clientStatus(row) ?? undefined,
      error: requests.clientError(row) ?? undefined,
    });
  }
}

/** One row an open connection of the api: its requests, with their wait and their hold inside them. */
export function* apiEvents(exported: ExportedRun): Generator<string> {
  const {
    run: { server },
    requests,
  } = exported;
  const starts = array(server.rows, (row) => server.receivedMs.at(row));
  const ends = apiEnds(exported);
  const rows = assignRows({ connections: array(server.rows, (row) => server.connection.at(row)), starts, ends });
  yield* processNames(processes.api, 'api requests', used(rows), (row) => `connection ${row}`);
  for (let row = 0; row < server.rows; row++) {
    const tid = (rows[row] as number) + 1;
    const [start, end] = [starts[row] as number, ends[row] as number];
    yield* slice(processes.api, tid, start, end, server.outcomeOf(row), {
      request: server.routes.name(server.route.at(row)),
      connection: server.connection.at(row),
      nth: server.nth.at(row),
      status: requests.serverStatus(row) ?? undefined,
      error: requests.serverError(row) ?? undefined,
    });
    const grantedMs = server.grantedMs.at(row);
    if (!Number.isNaN(grantedMs)) {
      // What does not lie within its parent would not be drawn at all.
      const within = (ms: number): number => Math.min(end, Math.max(start, ms));
      const heldUntilMs = grantedMs + (server.useMs.at(row) || 0);
      yield* slice(processes.api, tid, within(grantedMs - server.waitMs.at(row)), within(grantedMs), 'waiting');
      yield* slice(processes.api, tid, within(grantedMs), within(heldUntilMs), holdName(server.deadGrant.at(row)));
    }
    const goneMs = requests.clientGoneMs(row);
    if (goneMs >= start && goneMs <= end) yield* instant(processes.api, tid, goneMs, 'client left');
  }
}

/**
 * When each request of the api was over: when the api was done with it or, if that was sooner, when its client had the
 * whole answer. The api does its books after that, when the next request may have come already.
 */
function apiEnds({ run: { client, server }, join }: ExportedRun): Float64Array {
  const ends = array(server.rows, (row) => server.endedMs.at(row));
  for (let row = 0; join && row < client.rows; row++) {
    const serverRow = join.serverRowOf[row] as number;
    const outcome = clientOutcomes[client.outcome.at(row)];
    if (serverRow < 0 || !outcome || !answeredOutcomes.has(outcome)) continue;
    ends[serverRow] = Math.min(ends[serverRow] as number, client.endedMs(row));
  }
  return ends;
}

/** One row a slot of the pool, and the queue as a counter. */
export function* poolEvents({ run: { server, serverSamples } }: ExportedRun): Generator<string> {
  const held: number[] = [];
  for (let row = 0; row < server.rows; row++) if (!Number.isNaN(server.grantedMs.at(row))) held.push(row);
  const starts = Float64Array.from(held, (row) => server.grantedMs.at(row));
  const ends = Float64Array.from(held, (row) => server.grantedMs.at(row) + (server.useMs.at(row) || 0));
  const slots = assignSlots(starts, ends);
  yield* processNames(processes.pool, 'pool slots', used(slots), (slot) => `slot ${slot}`);
  for (const [i, row] of held.entries()) {
    const name = holdName(server.deadGrant.at(row));
    yield* slice(processes.pool, (slots[i] as number) + 1, starts[i] as number, ends[i] as number, name, {
      request: server.routes.name(server.route.at(row)),
      connection: server.connection.at(row),
      nth: server.nth.at(row),
    });
  }
  for (const { t, data } of serverSamples) {
    const { used, pending } = data.pool;
    yield `{"ph":"C","pid":${processes.pool},"ts":${micros(t)},"name":"pool","args":${safeJson({ used, pending })}}`;
  }
}

/** One row a connection of the database. */
export function* databaseEvents({ run: { database }, statements }: ExportedRun): Generator<string> {
  const backends = array(database.rows, (row) => statements.backend.at(row) - 1);
  yield* processNames(processes.database, 'database connections', used(backends), (row) => `connection ${row}`);
  for (let row = 0; row < database.rows; row++) {
    const tid = statements.backend.at(row);
    const [receivedMs, startedMs] = [statements.receivedMs.at(row), statements.startedMs.at(row)];
    if (startedMs - receivedMs >= leastQueuedMs) yield* slice(processes.database, tid, receivedMs, startedMs, 'queued');
    yield* slice(
      processes.database,
      tid,
      startedMs,
      database.doneMs.at(row),
      statements.names.name(statements.name.at(row)),
      {
        key: `${database.connection.at(row)}.${database.nth.at(row)}`,
        ...(database.wroteOrder.at(row) === 1 ? { order: true } : {}),
      },
    );
  }
}

function holdName(dead: number): string {
  return dead === 1 ? 'dead holding' : 'holding';
}

function* processNames(
  pid: number,
  name: string,
  threads: readonly number[],
  threadName: (thread: number) => string,
): Generator<string> {
  yield meta(pid, 0, 'process_name', { name });
  yield meta(pid, 0, 'process_sort_index', { sort_index: pid });
  for (const tid of threads) {
    yield meta(pid, tid, 'thread_name', { name: threadName(tid) });
    yield meta(pid, tid, 'thread_sort_index', { sort_index: tid });
  }
}

function meta(pid: number, tid: number, name: string, args: Args): string {
  return `{"ph":"M","pid":${pid},"tid":${tid},"name":"${name}","args":${safeJson(args)}}`;
}

/** A complete event; none where the recording lacks a time. Ends are rounded, not lengths, so that what nests still does. */
function* slice(
  pid: number,
  tid: number,
  startMs: number,
  endMs: number,
  name: string,
  args?: Args,
): Generator<string> {
  if (!Number.isFinite(startMs) || !Number.isFinite(endMs)) return;
  const ts = micros(startMs);
  const rest = args ? `,"args":${safeJson(args)}` : '';
  yield `{"ph":"X","pid":${pid},"tid":${tid},"ts":${ts},"dur":${Math.max(0, micros(endMs) - ts)},"name":${safeJson(name)}${rest}}`;
}

function* instant(pid: number, tid: number, atMs: number, name: string): Generator<string> {
  yield `{"ph":"i","s":"t","pid":${pid},"tid":${tid},"ts":${micros(atMs)},"name":${safeJson(name)}}`;
}

function micros(ms: number): number {
  return Math.round(ms * 1000);
}

function array(length: number, value: (row: number) => number): Float64Array {
  const values = new Float64Array(length);
  for (let row = 0; row < length; row++) values[row] = value(row);
  return values;
}

/** The threads that rows counted from 0 make, in order. */
function used(rows: ArrayLike<number>): number[] {
  const threads = new Set<number>();
  for (let i = 0; i < rows.length; i++) threads.add((rows[i] as number) + 1);
  return [...threads].sort((a, b) => a - b);
}

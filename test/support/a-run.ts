import { Names } from '../../src/ledger/column.ts';
import type { RunRecord } from '../../src/ledger/read-run.ts';
import { ClientTable, DatabaseTable, ServerTable } from '../../src/ledger/tables.ts';
import type { EventData, PoolSample } from '../../src/recording/events.ts';

/** The three tables of a run, filled by hand. */
export class ThreeEnds {
  readonly client: ClientTable;
  readonly server: ServerTable;
  readonly database = new DatabaseTable();

  constructor() {
    const routes = new Names();
    this.client = new ClientTable(routes);
    this.server = new ServerTable(routes);
  }

  /** A connection of the client, from a local port, asked for at a time. */
  dialled(connection: number, port: number, openedMs = 0): this {
    this.client.addConnection({ connection, port, openedMs });
    return this;
  }

  /** A connection of the api, from a remote port, accepted at a time. */
  accepted(connection: number, port: number | null, acceptedMs = 1): this {
    this.server.addConnection(acceptedMs, { connection, port });
    return this;
  }

  sent(connection: number, nth: number, facts: Partial<EventData['client.request']> = {}): this {
    this.client.addRequest({
      connection,
      nth,
      method: 'GET',
      path: '/orders/1',
      sentMs: 10,
      outcome: 'ok',
      stage: null,
      status: 200,
      ageMs: 50,
      error: null,
      ...facts,
    });
    return this;
  }

  saw(connection: number, nth: number, facts: Partial<EventData['server.request']> = {}): this {
    this.server.addRequest(70, {
      connection,
      nth,
      method: 'GET',
      path: '/orders/1',
      receivedMs: 11,
      waitMs: 0,
      grantedMs: 11,
      useMs: 50,
      deadGrant: false,
      outcome: 'completed',
      status: 200,
      clientGoneMs: null,
      error: null,
      ...facts,
    });
    return this;
  }

  /** A statement of the database for the api's request `key`. */
  ran(key: string, order: number | null = null): this {
    this.database.addStatement(60, {
      key,
      name: order === null ? 'order.read' : 'order.write',
      connection: 1,
      receivedMs: 11,
      startedMs: 11,
      order,
    });
    return this;
  }
}

const pool: PoolSample = {
  max: 4,
  total: 4,
  idle: 4,
  used: 0,
  pending: 0,
  oldestWaitMs: 0,
  grants: 0,
  deadGrants: 0,
  timeouts: 0,
};

/** A run whose last lines are all there and whose counts are those of its tables. */
export function runOf({ client, server, database }: ThreeEnds): RunRecord {
  let grants = 0;
  for (let row = 0; row < server.rows; row++) if (!Number.isNaN(server.grantedMs.at(row))) grants++;
  let orders = 0;
  for (let row = 0; row < database.rows; row++) orders += database.wroteOrder.at(row);
  return {
    client,
    server,
    database,
    phases: [],
    serverSamples: [],
    labSamples: [],
    counters: [],
    exits: [],
    autocannon: null,
    autocannonPhases: [],
    progress: null,
    clientEnd: { sent: client.rows, settled: client.rows },
    serverEnd: { received: server.rows, ended: server.rows, pool: { ...pool, grants } },
    databaseEnd: { statements: database.rows, orders },
    runEnd: { status: 'complete', reason: null },
    unreadable: { client: 0, server: 0, database: 0, lab: 0 },
    lastMs: 1000,
  };
}

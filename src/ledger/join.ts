import type { ClientTable, DatabaseTable, ServerTable } from './tables.ts';

const none = -1;

/** Rows of one table by (connection, nth), both counted from 1 without gaps. */
class RowIndex {
  readonly #first: Int32Array;
  readonly #rows: Int32Array;
  /** Rows whose place was taken already. */
  duplicates = 0;

  constructor(table: {
    rows: number;
    connection: { at(row: number): number };
    nth: { at(row: number): number };
  }) {
    let connections = 0;
    for (let row = 0; row < table.rows; row++) connections = Math.max(connections, table.connection.at(row));
    const last = new Int32Array(connections + 2);
    for (let row = 0; row < table.rows; row++) {
      const connection = table.connection.at(row);
      last[connection] = Math.max(last[connection] as number, table.nth.at(row));
    }
    this.#first = new Int32Array(connections + 2);
    for (let c = 0; c <= connections; c++) this.#first[c + 1] = (this.#first[c] as number) + (last[c] as number);
    this.#rows = new Int32Array(this.#first[connections + 1] as number).fill(none);
    for (let row = 0; row < table.rows; row++) {
      const place = this.#place(table.connection.at(row), table.nth.at(row));
      if (place === none || this.#rows[place] !== none) this.duplicates++;
      else this.#rows[place] = row;
    }
  }

  /** The row of the nth request on a connection, or −1. */
  row(connection: number, nth: number): number {
    const place = this.#place(connection, nth);
    return place === none ? none : (this.#rows[place] as number);
  }

  #place(connection: number, nth: number): number {
    if (connection < 1 || nth < 1 || connection + 1 >= this.#first.length) return none;
    const place = (this.#first[connection] as number) + nth - 1;
    return place < (this.#first[connection + 1] as number) ? place : none;
  }
}

/** Which request at one end is which at the other. */
export interface Join {
  /** For each client row, the row of the api, or −1: never reached. */
  serverRowOf: Int32Array;
  /** For each database row, the client row on whose behalf it ran, or −1. */
  clientRowOfStatement: Int32Array;
  /** What speaks against the join; all 0 in a sound recording. */
  faults: {
    /** Client requests recorded twice. */
    clientDuplicates: number;
    serverDuplicates: number;
    /** Requests that the api saw and the client has no record of. */
    serverUnmatched: number;
    /** Pairs that differ in method or path. */
    routeMismatches: number;
    /** Statements that name no request of the api. */
    statementsUnmatched: number;
  };
}

/**
 * Joins the three ends without anything added to the request.
 *
 * Connections: the client's local port is the api's remote port. A port is used again, and the api does not see every
 * connection (out of files, libuv closes one as it accepts it), so ordinals alone would shift. The connection that the
 * api accepted is the latest one on that port that the client had asked for by then: both ends read the same clock,
 * and a port comes back only after all others have had their turn.
 *
 * Requests: the nth that the client wrote on a connection is the nth that the api parsed from it.
 */
export function joinEnds(client: ClientTable, server: ServerTable, database: DatabaseTable): Join {
  const clientIndex = new RowIndex(client);
  const serverIndex = new RowIndex(server);
  const clientConnectionOf = matchConnections(client, server);
  const serverRowOf = new Int32Array(client.rows).fill(none);
  const clientRowOf = new Int32Array(server.rows).fill(none);
  const faults = {
    clientDuplicates: clientIndex.duplicates,
    serverDuplicates: serverIndex.duplicates,
    serverUnmatched: 0,
    routeMismatches: 0,
    statementsUnmatched: 0,
  };
  for (let row = 0; row < server.rows; row++) {
    const connection = clientConnectionOf[server.connection.at(row)] ?? 0;
    const clientRow = clientIndex.row(connection, server.nth.at(row));
    if (clientRow === none) faults.serverUnmatched++;
    // A request that the api recorded twice is counted as that already.
    if (clientRow === none || serverRowOf[clientRow] !== none) continue;
    if (client.route.at(clientRow) !== server.route.at(row)) faults.routeMismatches++;
    serverRowOf[clientRow] = row;
    clientRowOf[row] = clientRow;
  }
  const clientRowOfStatement = new Int32Array(database.rows).fill(none);
  for (let row = 0; row < database.rows; row++) {
    const serverRow = serverIndex.row(database.connection.at(row), database.nth.at(row));
    if (serverRow === none) faults.statementsUnmatched++;
    else clientRowOfStatement[row] = clientRowOf[serverRow] as number;
  }
  return { serverRowOf, clientRowOfStatement, faults };
}

/** For each connection of the api, the client's connection, or 0. */
function matchConnections(client: ClientTable, server: ServerTable): Int32Array {
  const byPort = new Map<number, number[]>();
  for (let c = 1; c < client.portOf.length; c++) {
    const port = client.portOf.at(c);
    if (port === 0) continue;
    const list = byPort.get(port);
    if (list) list.push(c);
    else byPort.set(port, [c]);
  }
  for (const list of byPort.values()) list.sort((a, b) => client.openedMsOf.at(a) - client.openedMsOf.at(b));
  const matched = new Int32Array(server.portOf.length);
  for (let s = 1; s < server.portOf.length; s++) {
    const acceptedMs = server.acceptedMsOf.at(s);
    matched[s] = byPort.get(server.portOf.at(s))?.findLast((c) => client.openedMsOf.at(c) <= acceptedMs) ?? 0;
  }
  return matched;
}

/** One statement, and on whose behalf it runs. */
export interface Statement {
  /** The name by which statements are counted and timed, such as `order.read`. */
  name: string;
  values: readonly unknown[];
  /** The api's key of the request that asked; the database records it with the statement. */
  requestKey: string;
}

export type Row = Record<string, unknown>;

/** One connection to a database, simulated or real. It runs one statement at a time. */
export interface Connection {
  /** False once the connection has ended, for whatever reason. */
  readonly alive: boolean;
  /** Throws when the statement fails or the connection is lost. */
  query(statement: Statement): Promise<Row[]>;
  close(): Promise<void>;
}

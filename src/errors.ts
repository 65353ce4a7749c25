/**
 * Every mistake that pileup names, with what it means. docs/error-codes.md lists the same codes; a test keeps
 * the two equal.
 */
export const errorTable = {
  BAD_USAGE: 'The command line does not parse: an unknown command or option, or a missing or malformed value.',
  UNKNOWN_SCENARIO: 'No built-in scenario and no file has the name that was given.',
  BAD_SCENARIO: 'A scenario file does not parse, or a field of it is not what the schema expects.',
  BAD_OVERRIDE: 'A --set names a field that the scenario does not have, or a value that it cannot take.',
  BAD_THRESHOLD: 'A --fail-on expression does not parse, or names something that is not measured.',
  BAD_URL: 'The target is not an http or https URL.',
  HOST_NOT_ALLOWED: 'The target is not this machine, and --allow-host does not name it.',
  UNREACHABLE: 'Nothing accepts connections at the target.',
  OUT_DIR: 'The directory for the recording cannot be written, or holds a recording already.',
  OUT_FILE: 'The file that was named for the output exists already, or cannot be written.',
  FILE_LIMIT: 'The open-file limit cannot be set, or is too low for the api to start.',
  PORT_TAKEN: 'A port that was asked for is in use.',
  PROCESS_FAILED: 'The database, the api or the load died when it should not have.',
  AUTOCANNON_CHANGED: 'The installed autocannon lacks an internal that the ledger needs.',
  NOT_A_RECORDING: 'The directory holds no recording.',
  POOL_ACQUIRE_TIMEOUT: 'A request waited for a connection until the acquire deadline.',
  POOL_QUEUE_FULL: 'The queue of the pool was at its bound.',
  POOL_ACQUIRE_FAILED: 'The pool failed to give a connection, for a reason of its own: see the cause.',
  POOL_CLOSED: 'A connection was asked of a pool that is closing.',
  DATABASE_TOO_MANY_CONNECTIONS: 'The database refused a connection: its limit is reached.',
  DATABASE_REFUSED: 'The database refuses every connection (an injected fault).',
  DATABASE_CONNECTION_LOST: 'The connection to the database ended while a query was running or before one began.',
  DATABASE_PROTOCOL: 'The peer does not speak the protocol of the simulated database.',
} as const;

export type ErrorCode = keyof typeof errorTable;

/** An error with a code from the table. `hint` says what to do; the command line prints it under the message. */
export class PileupError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | null;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PileupError';
    this.code = code;
    this.hint = options.hint ?? null;
  }
}

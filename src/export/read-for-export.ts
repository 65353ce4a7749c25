import { type Join, joinEnds } from '../ledger/join.ts';
import { type RunRecord, readRun } from '../ledger/read-run.ts';
import type { RunDirectory } from '../recording/run-directory.ts';
import { RequestDetails, StatementDetails } from './details.ts';

/** A recording with its ends joined, and with what only exports show. */
export interface ExportedRun {
  run: RunRecord;
  /** Null for a load alone. */
  join: Join | null;
  requests: RequestDetails;
  statements: StatementDetails;
}

/**
 * Reads a recording into columns: memory grows with the number of requests, by some 150 bytes each. The details of
 * statements stay empty unless they are asked for.
 */
export async function readForExport(
  directory: RunDirectory,
  wanted: { statements: boolean } = { statements: true },
): Promise<ExportedRun> {
  const requests = new RequestDetails();
  const statements = new StatementDetails();
  const run = await readRun(directory, (event) => {
    requests.add(event);
    if (wanted.statements) statements.add(event);
  });
  const join = directory.manifest.kind === 'scenario' ? joinEnds(run.client, run.server, run.database) : null;
  return { run, join, requests, statements };
}

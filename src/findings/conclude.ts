import { type Books, summarise } from '../ledger/summarise.ts';
import type { Summary } from '../ledger/summary.ts';
import type { RunDirectory } from '../recording/run-directory.ts';
import { findAll } from './find.ts';
import { verdictOf } from './verdict.ts';

/** Reads a recording and says what it shows. */
export async function conclude(directory: RunDirectory): Promise<Summary> {
  return withConclusions(await summarise(directory));
}

export function withConclusions(books: Books): Summary {
  const { schemaVersion, run, ...rest } = books;
  return { schemaVersion, run, verdict: verdictOf(books), ...rest, findings: findAll(books) };
}

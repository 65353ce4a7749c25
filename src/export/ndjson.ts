import type { RequestRow } from './request-rows.ts';
import { safeJson } from './safe-json.ts';

/** The rows as JSON, one a line. */
export function* ndjsonLines(rows: Iterable<RequestRow>): Generator<string> {
  for (const row of rows) yield `${safeJson(row)}\n`;
}

import { printable } from '../report/printable.ts';
import { columns, type RequestRow } from './request-rows.ts';

const longestCell = 1000;

/** The rows as CSV with a header (RFC 4180, so lines end with CR LF). */
export function* csvLines(rows: Iterable<RequestRow>): Generator<string> {
  yield `${columns.join(',')}\r\n`;
  for (const row of rows) yield `${columns.map((column) => csvCell(row[column])).join(',')}\r\n`;
}

/**
 * One cell. Text in which a spreadsheet would see a formula gets a leading apostrophe; control characters, which a
 * terminal would obey, are shown as escapes; what is longer than 1,000 characters is cut with a note.
 */
export function csvCell(value: RequestRow[keyof RequestRow]): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  // Nearly all that there is.
  if (value.length < longestCell && /^[\w/][\w/ .?&:%-]*$/.test(value)) return value;
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  const safe = printable(inert, longestCell);
  return /[",\r\n]|^ | $/.test(safe) || safe !== value ? `"${safe.replaceAll('"', '""')}"` : safe;
}

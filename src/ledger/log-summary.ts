import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { LogSummary } from './summary.ts';

/** Counts the lines of a pino log and the codes of their errors. A missing log has no lines. */
export async function summariseLog(path: string): Promise<LogSummary> {
  const summary: LogSummary = { lines: 0, byCode: {} };
  if (!existsSync(path)) return summary;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.length === 0) continue;
    summary.lines++;
    const code = codeOf(line);
    if (code !== null) summary.byCode[code] = (summary.byCode[code] ?? 0) + 1;
  }
  return summary;
}

function codeOf(line: string): string | null {
  try {
    const { err } = JSON.parse(line) as { err?: { code?: string; syscall?: string | null } | null };
    return err?.code ? [err.syscall, err.code].filter(Boolean).join(' ') : null;
  } catch {
    return null;
  }
}

import { gzipSync } from 'node:zlib';
import type { Timeline, TimelineBin } from '../../ledger/timeline.ts';
import { type ClientOutcome, clientOutcomes } from '../../recording/outcomes.ts';

/** One row of numbers of a page. */
export interface Column {
  name: string;
  /** What is stored is the value times this, as a whole number. */
  scale: number;
  values: (number | null)[];
}

/** The columns of a time line as they are drawn. Rates are per second. A class that never occurred has no column. */
export function columnsOf({ bins, binMs }: Timeline): Column[] {
  const column = (name: string, scale: number, read: (bin: TimelineBin) => number | null | undefined): Column => ({
    name,
    scale,
    values: bins.map((bin) => read(bin) ?? null),
  });
  const perSec = (name: string, read: (bin: TimelineBin) => number | null): Column => {
    const { values } = column(name, 1, read);
    return { name, scale: binMs / 1000, values: values.map((n) => (n === null ? null : (n * 1000) / binMs)) };
  };
  return [
    perSec('sent', ({ sent }) => sent),
    perSec('ok', ({ outcomes }) => outcomes.ok ?? 0),
    ...classesOf(bins).map((name) => perSec(name, ({ outcomes }) => outcomes[name] ?? 0)),
    column('p50', 1000, ({ latencyMs }) => latencyMs?.p50),
    column('p99', 1000, ({ latencyMs }) => latencyMs?.p99),
    column('failureAge', 1000, ({ failureAgeMs }) => failureAgeMs),
    column('pending', 1, ({ pool }) => pool?.pending),
    column('predicted', 10, ({ predictedPending }) => predictedPending),
    column('oldestWait', 1, ({ pool }) => pool && Math.round(pool.oldestWaitMs)),
    column('used', 1, ({ pool }) => pool?.used),
    column('max', 1, ({ pool }) => pool?.max),
    column('files', 1, ({ files }) => files),
    column('loopDelay', 1000, ({ loopDelayMs }) => loopDelayMs),
  ].filter(({ values }) => values.some((value) => value !== null));
}

/** Outcomes other than a good answer that occurred, without those that the end of a load cut off; most frequent first. */
export function classesOf(bins: readonly TimelineBin[]): ClientOutcome[] {
  const total = (name: ClientOutcome): number => bins.reduce((sum, { outcomes }) => sum + (outcomes[name] ?? 0), 0);
  return clientOutcomes
    .filter((name) => name !== 'ok' && name !== 'unfinished')
    .map((name) => ({ name, count: total(name) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ name }) => name);
}

/** Stands for null among the whole numbers. */
const none = -0x8000_0000;

/**
 * Columns one after the other as 32-bit differences, compressed, in base64. Differences of a smooth row are small and
 * alike, so this takes about an eighth of the same numbers as JSON and half of them as compressed JSON.
 */
export function encodeColumns(columns: readonly Column[]): string {
  const length = columns[0]?.values.length ?? 0;
  const packed = new Int32Array(length * columns.length);
  columns.forEach(({ scale, values }, i) => {
    let previous = 0;
    values.forEach((value, row) => {
      const whole = value === null ? none : Math.max(none + 1, Math.min(-none - 1, Math.round(value * scale)));
      packed[i * length + row] = whole - previous;
      previous = whole;
    });
  });
  return gzipSync(new Uint8Array(packed.buffer), { level: 9 }).toString('base64');
}

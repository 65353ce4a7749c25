import { failuresOf } from '../findings/find.ts';
import type { Timeline, TimelineBin } from '../ledger/timeline.ts';
import { count } from '../numbers.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const labelWidth = 10;
const mostColumns = 56;
/** What there is no sample of. */
const gap = ' ';

interface Row {
  label: string;
  colour: Parameters<Paint>[0];
  unit: string;
  /** Counts are added up and shown per second; of samples the highest counts. */
  values: (number | null)[];
}

/**
 * A run as a picture in text: a row for what was answered, failed, waited and was open, from left to right in time.
 * Each row has its own scale, from nothing (·) to its highest value, which stands at its end.
 */
export function textTimeline(timeline: Timeline, paint: Paint): string[] {
  const { bins, binMs } = timeline;
  if (bins.length === 0) return [];
  const perColumn = Math.ceil(bins.length / mostColumns);
  const columns = Array.from({ length: Math.ceil(bins.length / perColumn) }, (_, i) =>
    bins.slice(i * perColumn, (i + 1) * perColumn),
  );
  const seconds = (perColumn * binMs) / 1000;
  const perSec = (read: (bin: TimelineBin) => number): (number | null)[] =>
    columns.map((column) => column.reduce((sum, bin) => sum + read(bin), 0) / ((column.length * binMs) / 1000));
  const highest = (read: (bin: TimelineBin) => number | null | undefined): (number | null)[] =>
    columns
      .map((column) =>
        column.reduce<number | null>((most, bin) => {
          const value = read(bin) ?? null;
          return value === null ? most : Math.max(value, most ?? 0);
        }, null),
      )
      // Samples drift against bins of the same length: one that is missing between two others is no gap.
      .map((value, i, values) =>
        value === null && (values[i + 1] ?? null) !== null ? (values[i - 1] ?? null) : value,
      );
  const all: Row[] = [
    { label: 'offered', colour: 'dim', unit: '/s', values: perSec(({ sent }) => sent) },
    { label: 'answered', colour: 'blue', unit: '/s', values: perSec(({ outcomes }) => outcomes.ok ?? 0) },
    { label: 'failed', colour: 'red', unit: '/s', values: perSec(({ outcomes }) => failuresOf(outcomes)) },
    { label: 'waiting', colour: 'magenta', unit: '', values: highest(({ pool }) => pool?.pending) },
    { label: 'predicted', colour: 'green', unit: '', values: highest((bin) => bin.predictedPending) },
    { label: 'files', colour: 'blue', unit: '', values: highest(({ files }) => files) },
  ];
  const rows = all.filter(({ values }) => values.some((value) => value !== null));
  return [
    phaseLine(timeline, seconds, columns.length),
    ...rows.map((row) => drawRow(row, paint)),
    ...axis(seconds, columns.length),
  ];
}

function drawRow({ label, colour, unit, values }: Row, paint: Paint): string {
  const most = values.reduce<number>((top, value) => Math.max(top, value ?? 0), 0);
  const drawn = values.map((value) => (value === null ? gap : blockOf(value, most))).join('');
  return `${label.padEnd(labelWidth)}${paint(colour, drawn)}  ${count(most)}${unit} at most`;
}

function blockOf(value: number, most: number): string {
  if (value <= 0) return '·';
  return blocks[Math.min(blocks.length - 1, Math.floor((value / most) * blocks.length))] as string;
}

/** A mark where each phase begins, with as much of its name as there is room for. */
function phaseLine({ phases }: Timeline, secondsPerColumn: number, columns: number): string {
  const line = Array.from({ length: columns }, () => ' ');
  const starts = phases.map(({ startSeconds }) => Math.min(columns - 1, Math.floor(startSeconds / secondsPerColumn)));
  phases.forEach(({ name }, i) => {
    const start = starts[i] as number;
    const room = (starts[i + 1] ?? columns) - start - 1;
    [...`|${printable(name, 40)}`].slice(0, Math.max(1, room)).forEach((character, j) => {
      line[start + j] = character;
    });
  });
  return `${' '.repeat(labelWidth)}${line.join('').trimEnd()}`;
}

function axis(secondsPerColumn: number, columns: number): string[] {
  const length = columns * secondsPerColumn;
  const step = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800].find((candidate) => length / candidate <= 7) ?? 3600;
  const line = Array.from({ length: columns + 8 }, () => ' ');
  for (let at = 0; at <= length; at += step) {
    const text = at === 0 ? '0 s' : String(at);
    const start = Math.round(at / secondsPerColumn);
    if (start + text.length > line.length) break;
    [...text].forEach((character, j) => {
      line[start + j] = character;
    });
  }
  return [`${' '.repeat(labelWidth)}${line.join('').trimEnd()}`];
}

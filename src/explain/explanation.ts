import { type Paint, plain } from '../report/paint.ts';
import { wrap } from '../report/table.ts';
import { backingOf, basisOf } from './backing.ts';
import type { Entry } from './entry.ts';

const width = 92;
const indent = ' '.repeat(11);

/** One entry as lines for a terminal. */
export function explanation(entry: Entry, paint: Paint = plain): string[] {
  const { title, wire, sure, causes, confirm, change } = entry;
  return [
    paint('bold', title),
    ...field('wire', [wire], paint),
    ...field('sure', [`${sure.level}: ${sure.why} (${basisOf(entry)})`], paint),
    ...field('causes', causes, paint),
    ...field('confirm', confirm, paint),
    ...field('change', change, paint),
    ...field('shown by', backingOf(entry), paint),
  ];
}

function field(name: string, values: readonly string[], paint: Paint): string[] {
  const bullet = values.length > 1 ? '- ' : '';
  const lines = values.flatMap((value) => wrap(bullet + value, width - indent.length, bullet === '' ? '' : '  '));
  return lines.map((line, i) => (i === 0 ? `${paint('dim', name.padEnd(indent.length - 1))} ${line}` : indent + line));
}

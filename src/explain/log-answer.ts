import { count, decimal } from '../numbers.ts';
import { type Paint, plain } from '../report/paint.ts';
import { printable } from '../report/printable.ts';
import { table, wrap } from '../report/table.ts';
import { explanation } from './explanation.ts';
import type { LogTally, SymptomCount } from './log-tally.ts';

const width = 92;
const mostMinutesShown = 12;
const exampleChars = 200;

/** What is in a log: a table of the symptoms, then each one explained, the most frequent first. */
export function logAnswer(source: string, tally: LogTally, paint: Paint = plain): string {
  const { symptoms, known } = tally;
  const lines = [
    `${printable(source)}: ${many(tally.lines, 'line')}, ${size(tally.bytes)}`,
    symptoms.length === 0
      ? 'No record in it is an error that pileup knows.'
      : `${many(known, 'record')} of ${many(symptoms.length, 'known symptom')}.`,
    ...unknownRecords(tally),
  ];
  if (symptoms.length > 0) lines.push('', ...overview(symptoms));
  symptoms.forEach((symptom, i) => {
    lines.push('', `${paint('dim', `${i + 1}.`)} ${count(symptom.count)} ×`, ...explanation(symptom.entry, paint));
    lines.push(`${paint('dim', 'minutes   ')} ${minutes(symptom)}`);
    lines.push(`${paint('dim', 'such as   ')} ${oneLine(symptom.example)}`);
  });
  return `${lines.join('\n')}\n`;
}

function overview(symptoms: readonly SymptomCount[]): string[] {
  const rows = symptoms.map(({ entry, count: n, minutes: byMinute }) => {
    const all = [...byMinute].sort(([a], [b]) => (a < b ? -1 : 1));
    const busiest = all.reduce<[string, number] | null>((best, now) => (best && best[1] >= now[1] ? best : now), null);
    return [
      count(n),
      entry.id,
      all[0]?.[0] ?? 'no time',
      all.at(-1)?.[0] ?? '',
      busiest ? `${busiest[0].slice(11)} (${count(busiest[1])})` : '',
    ];
  });
  return table(['records', 'symptom', 'first minute', 'last minute', 'busiest'], rows, [0]);
}

function minutes({ minutes: byMinute, noTime, otherMinutes }: SymptomCount): string {
  const busiest = [...byMinute].sort((a, b) => b[1] - a[1]).slice(0, mostMinutesShown);
  const shown = busiest.sort(([a], [b]) => (a < b ? -1 : 1)).map(([minute, n]) => `${minute} ${count(n)}`);
  if (byMinute.size > shown.length)
    shown.push(`${count(byMinute.size - shown.length)} less busy minutes (--json has all)`);
  if (otherMinutes > 0) shown.push(`minutes that were too many to keep ${count(otherMinutes)}`);
  if (noTime > 0) shown.push(`no time ${count(noTime)}`);
  return wrap(shown.join(', '), width - 11, ' '.repeat(11)).join('\n');
}

function unknownRecords({ unknown }: LogTally): string[] {
  if (unknown.count === 0) return [];
  return [
    `${many(unknown.count, 'other record')} ${unknown.count === 1 ? 'looks like an error' : 'look like errors'} that pileup does not know, such as`,
    ...unknown.examples.map((example) => `  ${oneLine(example)}`),
  ];
}

function oneLine(example: string): string {
  return printable(example.trim().replace(/\s*\n\s*/g, ' ⏎ '), exampleChars);
}

function many(n: number, what: string): string {
  return `${count(n)} ${what}${n === 1 ? '' : 's'}`;
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1e6) return `${decimal(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${decimal(bytes / 1e6)} MB` : `${decimal(bytes / 1e9, 2)} GB`;
}

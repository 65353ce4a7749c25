import type { Paint } from '../report/paint.ts';
import { table, wrap } from '../report/table.ts';
import { countersText } from './counters-moved.ts';
import type { Check, LabReport, Row } from './lab-report.ts';
import type { TraceLine } from './observation.ts';
import { placeText } from './place-text.ts';

const width = 100;

/** One case step by step, for someone who sees it for the first time. */
export function tcpLecture(row: Row, place: LabReport['place'], paint: Paint): string {
  const lines = [
    paint('bold', `${row.name}: ${row.title}`),
    '',
    ...wrap(row.lesson, width),
    '',
    ...placeText(place, width),
    '',
    ...(row.reason === null ? [] : wrap(`${row.status}: ${row.reason}`, width, '  ')),
    ...(row.steps.length > 0 ? [paint('bold', 'What happens'), ...stepLines(row), ''] : []),
    ...Object.entries(row.calls).flatMap(([order, calls]) => [
      paint('bold', `Then the client ${spelled(order)}`),
      ...traceTable(calls),
      ...calls.flatMap(({ log }) => (log === '' ? [] : [`  | ${log}`])),
      '',
    ]),
    ...(row.checks.length > 0 ? [paint('bold', 'Expected and seen'), ...checkLines(row.checks, paint), ''] : []),
    ...(row.steps.length > 0 && row.kind !== 'raw'
      ? [`Kernel counters that moved: ${countersText(row.counters)}`, '']
      : []),
    ...claimLines(row, paint),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function stepLines({ kind, steps }: Row): string[] {
  if (kind === 'raw') return traceTable(steps);
  return steps.flatMap(({ end, does }, i) => wrap(`  ${i + 1}  ${end} ${does}`.replaceAll('  ', ' '), width, '     '));
}

function traceTable(lines: readonly TraceLine[]): string[] {
  return table(
    ['  who', 'does', 'result', 'on the wire', 'client’s socket'],
    lines.map(({ end, does, result, wire, clientState }) => [
      `  ${end}`,
      does,
      result || '(waited for)',
      wire === null ? 'not captured' : wire.join(', '),
      clientState,
    ]),
    [],
  );
}

function checkLines(checks: readonly Check[], paint: Paint): string[] {
  const widest = Math.max(...checks.map(({ what }) => what.length));
  return checks.map(({ what, expected, observed, elsewhere, status }) => {
    const name = `  ${what.padEnd(widest)}  `;
    if (status === 'differs') return paint('red', `✗ ${name.slice(2)}${observed}  expected ${expected}`);
    const notes = [...(status === 'not judged' ? ['not judged'] : []), ...elsewhere];
    return `${name}${observed}${notes.map((note) => `  (${note})`).join('')}`;
  });
}

function claimLines({ claims }: Row, paint: Paint): string[] {
  if (claims.length === 0) return [];
  return [
    paint('bold', 'What the article says'),
    ...claims.flatMap(({ says, verdict, expected, seen }) => {
      const isSurprise = verdict !== expected && verdict !== 'not tried';
      const line = `${isSurprise ? '✗' : '-'} ${verdict}: ${says}${seen === '' ? '' : `. Seen: ${seen}`}`;
      return wrap(line, width, '  ');
    }),
  ];
}

function spelled(order: string): string {
  const verbs: Record<string, string> = { R: 'reads', W: 'writes', S: 'asks for SO_ERROR' };
  return [...order].map((letter) => verbs[letter] ?? letter).join(', ');
}

import { count, decimal, ms } from '../numbers.ts';
import type { ComparedFigure, Comparison } from './compare.ts';
import type { ConfigDifference } from './config-difference.ts';
import { type Paint, plain } from './paint.ts';
import { printable } from './printable.ts';
import { table, wrap } from './table.ts';

const width = 88;
const mostDifferences = 50;

/** Two runs side by side, as lines for a terminal of 100 columns. */
export function compareText(comparison: Comparison, paint: Paint = plain): string {
  const sections = [
    headline(comparison).map((line) => paint('bold', line)),
    runs(comparison),
    section('Figures', figures(comparison, paint), paint),
    section('How requests ended at the client', outcomes(comparison), paint),
    section('Phases (a → b)', phases(comparison), paint),
    section('What differs in the configuration', configuration(comparison.configuration), paint),
    section('Mind', cautions(comparison), paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function section(title: string, lines: string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : [paint('bold', title), ...lines.map((line) => `  ${line}`)];
}

function headline({ figures: all }: Comparison): string[] {
  const words = [
    ['goodputPerSec', 'good answers a second'],
    ['failures', 'requests without an answer'],
    ['deadGrants', 'dead grants'],
  ].flatMap(([name, text]) => {
    const figure = all.find((one) => one.name === name);
    return figure?.difference == null ? [] : [`${text} ${shown(figure, figure.a)} → ${shown(figure, figure.b)}`];
  });
  return wrap(`From a to b: ${words.join(', ')}.`, width);
}

function runs({ runs: both }: Comparison): string[] {
  return Object.entries(both).flatMap(([name, { id, scenario, startedAt, status, verdict }]) => {
    const what = `${cut(id, 30)}: ${cut(scenario, 30)}, ${cut(startedAt, 24)}${status === 'partial' ? ', partial' : ''}`;
    const [first = '', ...rest] = wrap(printable(verdict.text, 600), width - 3);
    return [`${name}  ${what}`, `   ${first}`, ...rest.map((line) => `   ${line}`)].map((line) => cut(line, 100));
  });
}

function figures({ figures: all }: Comparison, paint: Paint): string[] {
  const rows = all.filter(({ a, b }) => a !== null || b !== null);
  const cells = rows.map((figure) => [
    figure.label,
    shown(figure, figure.a),
    shown(figure, figure.b),
    signed(figure.difference, (n) => shown(figure, n)),
    figure.unit,
    judged(figure),
  ]);
  const lines = table(['', 'a', 'b', 'b − a', '', ''], cells, [1, 2, 3]);
  const painted = lines.map((line) =>
    line.endsWith('better') ? paint('green', line) : line.endsWith('worse') ? paint('red', line) : line,
  );
  return [...painted, 'database time wasted: grants to clients that had left × the median time of use.'];
}

function judged({ better, difference }: ComparedFigure): string {
  if (better === null || difference === null || difference === 0) return '';
  return difference > 0 === (better === 'higher') ? 'better' : 'worse';
}

function outcomes({ outcomes: all }: Comparison): string[] {
  if (all.length === 0) return [];
  const cells = all.map(({ outcome, a, b, difference }) => [
    outcome,
    count(a ?? 0),
    count(b ?? 0),
    signed(difference, count),
  ]);
  return table(['outcome', 'a', 'b', 'b − a'], cells, [1, 2, 3]);
}

function phases({ phases: all }: Comparison): string[] {
  if (all.length === 0) return [];
  const both = ({ a, b }: { a: number | null; b: number | null }, show: (n: number | null) => string): string =>
    a === null && b === null ? '–' : `${show(a)} → ${show(b)}`;
  const whole = (n: number | null): string => (n === null ? '–' : count(n));
  const cells = all
    .slice(0, mostDifferences)
    .map((phase) => [
      cut(phase.name, 16),
      phase.connections.difference === 0 ? whole(phase.connections.a) : both(phase.connections, whole),
      both(phase.okPerSec, ms),
      both(phase.failures, whole),
      both(phase.p50Ms, whole),
      both(phase.p99Ms, whole),
    ]);
  return table(['phase', 'conns', 'ok/s', 'failed', 'p50 ms', 'p99 ms'], cells, [1, 2, 3, 4, 5]);
}

function configuration(all: readonly ConfigDifference[]): string[] {
  if (all.length === 0) return ['nothing'];
  const value = (side: 'a' | 'b', difference: ConfigDifference): string =>
    Object.hasOwn(difference, side) ? cut(JSON.stringify(difference[side]) ?? '', 24) : '(not there)';
  const rows = all
    .slice(0, mostDifferences)
    .map((difference) => [cut(difference.path, 40), value('a', difference), value('b', difference)]);
  const more = all.length - rows.length;
  return [...table(['field', 'a', 'b'], rows, []), ...(more > 0 ? [`and ${count(more)} more: see --json`] : [])];
}

function cautions({ cautions: all }: Comparison): string[] {
  return [...all, 'one run of each: a small difference may be chance'].flatMap((text) => {
    const [first = '', ...rest] = wrap(printable(text), width - 4);
    return [`- ${first}`, ...rest.map((line) => `  ${line}`)].map((line) => cut(line, 98));
  });
}

function shown({ unit }: ComparedFigure, value: number | null): string {
  if (value === null) return '–';
  return unit === '' ? count(value) : decimal(value);
}

function signed(value: number | null, show: (n: number) => string): string {
  if (value === null) return '–';
  return value > 0 ? `+${show(value)}` : show(value).replace('-', '−');
}

/** At most `longest` characters of text that is safe to print. */
function cut(text: string, longest: number): string {
  const safe = printable(text, longest * 10);
  return safe.length > longest ? `${safe.slice(0, longest - 1)}…` : safe;
}

import { type Paint, plain } from '../report/paint.ts';
import { printable } from '../report/printable.ts';
import { table, wrap } from '../report/table.ts';
import type { Entry } from './entry.ts';
import { explanation } from './explanation.ts';
import { nearestWord } from './look-up.ts';

/** The answer to a text: its best entry in full, and which others fit. */
export function textAnswer(found: readonly Entry[], paint: Paint = plain): string {
  const [best, ...others] = found as [Entry, ...Entry[]];
  const also = others.map(({ id, title }) => `  ${title}  (${id})`);
  return page([...explanation(best, paint), ...(also.length === 0 ? [] : ['', 'also fits, less exactly', ...also])]);
}

/** The answer to a code that several symptoms share: each of them, and how to tell them apart. */
export function codeAnswer(code: string, found: readonly Entry[], paint: Paint = plain): string {
  const rows = found.map(({ id, tell }) => [id, tell ?? '']);
  return page([
    paint('bold', `${printable(code)} can be ${found.length} things. What tells them apart:`),
    '',
    ...table(['entry', 'it is this one if'], rows, []),
    '',
    ...wrap(
      'Give the whole text of the error (message, errno, syscall) and pileup picks one: ' +
        `pileup explain '<text>'. Or read one of them: pileup explain ${found[0]?.id}`,
      92,
    ),
  ]);
}

export function unknownAnswer(text: string): string {
  const near = /^\S{3,60}$/.test(text) ? nearestWord(text) : null;
  return page([
    `pileup does not know this: ${printable(text, 300)}`,
    near === null
      ? 'It explains errors of connections, of pools and of proxies. docs/errors.md lists all that it knows.'
      : `Did you mean ${near}?`,
  ]);
}

function page(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

import { printable } from '../printable.ts';

/**
 * Text of unknown origin as a code span: nothing in a code span is markup, neither HTML, links, mentions nor emoji.
 * Control characters and marks of direction are shown as escapes (and so is the bar, which would end a table cell),
 * and what is longer than `longest` is cut with a note.
 */
export function code(text: string, longest = 120): string {
  const safe = printable(text, longest).replaceAll('|', '\\u007c');
  if (safe === '') return '(empty)';
  const runs = safe.match(/`+/g) ?? [];
  const fence = '`'.repeat(runs.reduce((most, run) => Math.max(most, run.length), 0) + 1);
  // A space between fence and text is taken away again; without it a backtick at the edge would belong to the fence.
  const edge = /^[` ]|[` ]$/.test(safe) ? ' ' : '';
  return `${fence}${edge}${safe}${edge}${fence}`;
}

/** A code span as pileup's own sentences have them, apart from its neighbours: two fences that touch would become one. */
const simpleSpan = /(?<=^| |^\(| \()(`[\w .()=]{1,60}`)(?=$| |[,.;:)](?: |$))/;
const plainWord = /^[\p{L}\p{N}\p{M}.,;:'"()%/+=?!×→…–—’-]+$/u;
const looksLikeMarkup = /:[\w+-]+:|:\/\/|^\W*www\./i;
const startsBlock = /^([-+=]+|\d+[.)])$/;

/**
 * A sentence that may carry foreign words, such as the name of a phase: words of letters, digits and plain punctuation
 * stay as they are, and any other word becomes a code span.
 */
export function prose(text: string, longest = 1000): string {
  return printable(text, longest)
    .split(simpleSpan)
    .map((piece, i) =>
      i % 2 === 1
        ? piece
        : piece
            .split(' ')
            .map((word, j) => safeWord(word, i + j === 0))
            .join(' '),
    )
    .join('');
}

function safeWord(word: string, isFirst: boolean): string {
  if (word === '') return word;
  return plainWord.test(word) && !looksLikeMarkup.test(word) && !(isFirst && startsBlock.test(word))
    ? word
    : code(word, 1000);
}

/** What a recording cannot know and a person has to write. */
export function blank(what: string): string {
  return `_[to be filled in: ${what}]_`;
}

/** Where the numbers above come from: fields of summary.json, or files of the recording. */
export function source(...fields: string[]): string {
  return `_Source: ${fields.map((field) => `\`${field}\``).join(', ')}._`;
}

/** A table; the cells are Markdown already. Columns in `right` are set to the right. */
export function markdownTable(header: string[], rows: string[][], right: readonly number[] = []): string {
  const rule = header.map((_name, i) => (right.includes(i) ? '--:' : '---'));
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

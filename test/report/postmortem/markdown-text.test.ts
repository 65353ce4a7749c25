import { expect, test } from 'vitest';
import { code, prose } from '../../../src/report/postmortem/markdown-text.ts';

test.each([
  ['plain text', 'read ECONNRESET', '`read ECONNRESET`'],
  ['a tag', '<script>alert(1)</script>', '`<script>alert(1)</script>`'],
  ['a backtick', 'a`b', '``a`b``'],
  ['backticks at the edge', '`a``', '``` `a`` ```'],
  ['a bar, which would end a cell', 'a|b\\|c', '`a\\u007cb\\\\u007cc`'],
  ['a line break, which would end a span', 'a\n\n# b', '`a\\u000a\\u000a# b`'],
  ['a terminal escape', '\u001b[31m', '`\\u001b[31m`'],
  ['a mark of direction', 'a\u202eb', '`a\\u202eb`'],
  ['nothing', '', '(empty)'],
])('a code span holds %s', (_what, text, markdown) => {
  expect(code(text)).toBe(markdown);
});

test('a long text is cut with a note', () => {
  expect(code('x'.repeat(1_000_000))).toBe(`\`${'x'.repeat(120)}… (1000000 characters)\``);
});

test.each([
  ['words and numbers stay', 'It took 2.5 s (4,000 of 80%): so.', 'It took 2.5 s (4,000 of 80%): so.'],
  ['a sentence may end in a number', 'a pool of 4. After', 'a pool of 4. After'],
  [
    "pileup's own code spans stay",
    'the first `write EPIPE` or `ECONNRESET`, as',
    'the first `write EPIPE` or `ECONNRESET`, as',
  ],
  ['a tag becomes code', 'phase <img src=x> begins', 'phase `<img` `src=x>` begins'],
  ['emphasis becomes code', 'phase **pile_up** begins', 'phase `**pile_up**` begins'],
  ['a link becomes code', 'see [x](y) and https://x.y/', 'see `[x](y)` and `https://x.y/`'],
  ['a mention becomes code', 'ask @team now', 'ask `@team` now'],
  ['an emoji name becomes code', 'so :smile: there', 'so `:smile:` there'],
  ['a heading becomes code', '# so', '`#` so'],
  ['a list becomes code', '1. so', '`1.` so'],
  ['a bar becomes code', 'a | b', 'a `\\u007c` b'],
  ['a line break does not break', 'a\n- b', '`a\\u000a-` b'],
  ['fences are longer than what they hold', '``x`` `a``b`', '``` ``x`` ``` ``` `a``b` ```'],
])('in a sentence, %s', (_what, text, markdown) => {
  expect(prose(text)).toBe(markdown);
});

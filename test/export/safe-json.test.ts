import { expect, test } from 'vitest';
import { safeJson } from '../../src/export/safe-json.ts';

test.each([
  ['a C0 escape', '\u001b[31m', '"\\u001b[31m"'],
  ['a C1 escape', '\u009b31m', '"\\u009b31m"'],
  ['a mark of direction', 'a\u202eb', '"a\\u202eb"'],
  ['a mark beyond the first plane', '\u{e0001}', '"\\udb40\\udc01"'],
  ['a line separator', '\u2028', '"\\u2028"'],
])('%s is escaped, and the text stays the same', (_what, text, json) => {
  expect(safeJson(text)).toBe(json);
  expect(JSON.parse(safeJson(text))).toBe(text);
});

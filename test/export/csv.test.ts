import { expect, test } from 'vitest';
import { csvCell, csvLines } from '../../src/export/csv.ts';
import { columns, type RequestRow } from '../../src/export/request-rows.ts';

test.each<[what: string, value: string | number | boolean | null, cell: string]>([
  ['nothing is empty', null, ''],
  ['a number is itself', 12.5, '12.5'],
  ['a negative number is a number and no formula', -3, '-3'],
  ['a truth value is a word', false, 'false'],
  ['a plain word is itself', 'closed_early', 'closed_early'],
  ['an error with its system call is itself', 'read ECONNRESET', 'read ECONNRESET'],
  ['a comma is quoted', '/a,b', '"/a,b"'],
  ['a quote is doubled', '/a"b', '"/a""b"'],
  ['an equals sign is no formula', '=1+1', '"\'=1+1"'],
  ['a plus sign is no formula', '+1', '"\'+1"'],
  ['a minus sign is no formula', '-cmd', '"\'-cmd"'],
  ['an at sign is no formula', '@SUM(A1)', '"\'@SUM(A1)"'],
  ['a tab does not hide one', '\t=1', '"\'\\u0009=1"'],
  ['a line break stays in its cell', '/a\r\nb', '"/a\\u000d\\u000ab"'],
  ['a terminal escape is shown', '/\u001b[31m', '"/\\u001b[31m"'],
  ['a mark of direction is shown', '/\u202egpj', '"/\\u202egpj"'],
])('%s', (_what, value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test('a megabyte of text is cut and says so', () => {
  const cell = csvCell(`/${'x'.repeat(1_000_000)}`);
  expect(cell).toBe(`"/${'x'.repeat(999)}… (1000001 characters)"`);
});

test('the header names the columns in their order', () => {
  const row = Object.fromEntries(columns.map((column, i) => [column, i])) as RequestRow;
  expect([...csvLines([row])]).toEqual([`${columns.join(',')}\r\n`, `${columns.map((_column, i) => i).join(',')}\r\n`]);
});

import { describe, expect, test } from 'vitest';
import { printable } from '../../src/report/printable.ts';

test.each(['read ECONNRESET', 'Zoë', '日本語', '😀 ok', '<script>'])('%s is shown as it is', (text) => {
  expect(printable(text)).toBe(text);
});

describe('what a terminal would act on is shown as an escape', () => {
  test.each([
    ['a terminal escape', '\u001b[31mred', '\\u001b[31mred'],
    ['a line break', 'one\r\ntwo', 'one\\u000d\\u000atwo'],
    ['a tab', 'a\tb', 'a\\u0009b'],
    ['a nul', 'a\0b', 'a\\u0000b'],
    ['a bell', '\u0007', '\\u0007'],
    ['an eight-bit control', '\u009b31m', '\\u009b31m'],
    ['a mark that turns the direction', 'a\u202etxt.exe', 'a\\u202etxt.exe'],
    ['a mark that isolates a direction', '\u2066a\u2069', '\\u2066a\\u2069'],
    ['a character without width', 'a\u200bb', 'a\\u200bb'],
    ['a line separator', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['half of a character', 'a\ud83db', 'a\\ud83db'],
  ])('%s', (_case, text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});

describe('what is too long is cut, and says how long it was', () => {
  test('at 200 characters unless told', () => {
    expect(printable('x'.repeat(201))).toBe(`${'x'.repeat(200)}… (201 characters)`);
  });

  test('not at 200 characters exactly', () => {
    expect(printable('x'.repeat(200))).toBe('x'.repeat(200));
  });

  test('at the length that was asked for', () => {
    expect(printable('abcdef', 3)).toBe('abc… (6 characters)');
  });
});

import { describe, expect, test } from 'vitest';
import { table, wrap } from '../../src/report/table.ts';

describe('a table', () => {
  test('has columns as wide as their widest cell, numbers to the right', () => {
    const rows = [
      ['ok', '1,304', 'a'],
      ['closed_early', '7', 'bcd'],
    ];
    expect(table(['outcome', 'requests', 'note'], rows, [1])).toEqual([
      'outcome       requests  note',
      'ok               1,304  a',
      'closed_early         7  bcd',
    ]);
  });

  test('has no spaces at the ends of its lines', () => {
    expect(table(['name', 'note'], [['a', '']], [])).toEqual(['name  note', 'a']);
  });

  test('without rows is its header', () => {
    expect(table(['a', 'b'], [], [1])).toEqual(['a  b']);
  });
});

describe('wrapping', () => {
  test('breaks at spaces, at the width and no earlier', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  });

  test('leaves alone what fits', () => {
    expect(wrap('one two', 7)).toEqual(['one two']);
  });

  test('indents all lines but the first, within the width', () => {
    expect(wrap('aa bb cc dd', 5, '  ')).toEqual(['aa bb', '  cc', '  dd']);
  });

  test('does not break a word that is too long', () => {
    expect(wrap('a incomprehensible b', 5)).toEqual(['a', 'incomprehensible', 'b']);
  });

  test('of nothing has no lines', () => {
    expect(wrap('', 10)).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { count, decimal, ms, percent } from '../src/numbers.ts';

describe('a count', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1234567, '1,234,567'],
    [12.6, '13'],
  ])('%d is %s', (n, text) => {
    expect(count(n)).toBe(text);
  });
});

describe('milliseconds', () => {
  test.each([
    [0, '0.0'],
    [50.04, '50.0'],
    [50.06, '50.1'],
    [1234.5, '1,234.5'],
    [null, '–'],
    [undefined, '–'],
  ])('%s is %s', (value, text) => {
    expect(ms(value)).toBe(text);
  });
});

describe('a percentage', () => {
  test.each([
    [0, '0%'],
    [0.0001, '<1%'],
    [0.004, '<1%'],
    [0.005, '1%'],
    [0.123, '12%'],
    [0.994, '99%'],
    [0.995, '>99%'],
    [0.9999, '>99%'],
    [1, '100%'],
    [1.5, '150%'],
    [null, '–'],
    [undefined, '–'],
    [Number.NaN, '–'],
  ])('%s is %s', (share, text) => {
    expect(percent(share)).toBe(text);
  });
});

describe('a decimal', () => {
  test.each([
    [80, 1, '80.0'],
    [80, 0, '80'],
    [76.25, 1, '76.3'],
    [1234.5, 2, '1,234.50'],
  ])('%d with %d digits is %s', (value, digits, text) => {
    expect(decimal(value, digits)).toBe(text);
  });

  test('has one digit unless told', () => {
    expect(decimal(2)).toBe('2.0');
  });
});

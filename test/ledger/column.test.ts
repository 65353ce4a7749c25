import { describe, expect, test } from 'vitest';
import { float64, int32, Names, uint8, uint16 } from '../../src/ledger/column.ts';

describe('a column', () => {
  test('is empty at first', () => {
    expect(int32().length).toBe(0);
  });

  test('gives back what was pushed, in order', () => {
    const column = int32();
    for (const value of [3, -1, 7]) column.push(value);
    expect([column.length, column.at(0), column.at(1), column.at(2)]).toEqual([3, 3, -1, 7]);
  });

  test('keeps its values as it grows', () => {
    const column = float64();
    const rows = 10_000;
    for (let row = 0; row < rows; row++) column.push(row / 2);
    expect(column.length).toBe(rows);
    expect(Array.from({ length: rows }, (_value, row) => column.at(row))).toEqual(
      Array.from({ length: rows }, (_value, row) => row / 2),
    );
  });

  test('is 0 beyond its end', () => {
    const column = float64();
    column.push(5);
    expect([column.at(1), column.at(1_000_000)]).toEqual([0, 0]);
  });

  test('can be set far beyond its end, with 0 in between', () => {
    const column = uint16();
    column.set(5000, 40_000);
    expect(column.length).toBe(5001);
    expect([column.at(0), column.at(4999), column.at(5000)]).toEqual([0, 0, 40_000]);
  });

  test('goes on behind a row that was set', () => {
    const column = int32();
    column.set(2, 9);
    column.push(10);
    expect([column.length, column.at(3)]).toEqual([4, 10]);
  });

  test('can be set again', () => {
    const column = uint8();
    column.push(1);
    column.set(0, 2);
    expect([column.length, column.at(0)]).toEqual([1, 2]);
  });

  test('of floats keeps a fraction and NaN', () => {
    const column = float64();
    column.push(0.125);
    column.push(Number.NaN);
    expect([column.at(0), column.at(1)]).toEqual([0.125, Number.NaN]);
  });
});

describe('names', () => {
  test('the same name has the same number', () => {
    const names = new Names();
    expect([names.numberOf('a'), names.numberOf('b'), names.numberOf('a')]).toEqual([0, 1, 0]);
  });

  test('a number gives its name back', () => {
    const names = new Names();
    names.numberOf('GET /');
    expect(names.name(names.numberOf('POST /orders'))).toBe('POST /orders');
  });

  test('a number that was never given has no name', () => {
    expect(new Names().name(3)).toBe('');
  });

  test('a name that every object has is a name like any other', () => {
    const names = new Names();
    expect([names.numberOf('constructor'), names.name(0)]).toEqual([0, 'constructor']);
  });
});

import { describe, expect, test } from 'vitest';
import { drawServiceMs, type ServiceTime, seededRandom } from '../../src/database/service-time.ts';

const draws = 20_000;
const seed = 42;

function sample(time: ServiceTime): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: draws }, () => drawServiceMs(time, random));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The mean of n draws has the standard error sd/√n, and sd = cv·mean. Four of them: a sound generator is outside once in
 * 16,000 seeds, and this seed is fixed.
 */
function fourStandardErrors(meanMs: number, cv: number): number {
  return (4 * cv * meanMs) / Math.sqrt(draws);
}

describe('a seeded source of numbers', () => {
  test('gives the same numbers again for the same seed', () => {
    const first = seededRandom(7);
    const second = seededRandom(7);
    const take = (random: () => number) => Array.from({ length: 100 }, random);
    expect(take(first)).toEqual(take(second));
  });

  test('gives other numbers for another seed', () => {
    expect(seededRandom(1)()).not.toBe(seededRandom(2)());
  });

  test('gives the numbers that Mulberry32 is published with', () => {
    expect(seededRandom(1)()).toBe(0.6270739405881613);
  });

  test('stays in [0, 1)', () => {
    const random = seededRandom(seed);
    const numbers = Array.from({ length: draws }, random);
    expect(numbers.filter((n) => n < 0 || n >= 1)).toEqual([]);
  });
});

describe('service times', () => {
  test('a constant one is the mean, exactly and always', () => {
    expect(new Set(sample({ distribution: 'constant', meanMs: 50, cv: 1 }))).toEqual(new Set([50]));
  });

  test('draws with the same seed are the same', () => {
    const time: ServiceTime = { distribution: 'lognormal', meanMs: 50, cv: 2 };
    expect(sample(time)).toEqual(sample(time));
  });

  test('exponential draws have the mean that was asked for', () => {
    const values = sample({ distribution: 'exponential', meanMs: 50, cv: 1 });
    // The standard deviation of an exponential is its mean: cv = 1, whatever the field says.
    expect(Math.abs(mean(values) - 50)).toBeLessThan(fourStandardErrors(50, 1));
  });

  test('exponential draws have the median that their mean implies', () => {
    const values = sample({ distribution: 'exponential', meanMs: 50, cv: 1 });
    // P(X ≤ mean·ln 2) is ½; the share of n draws has the standard error √(¼/n).
    const below = values.filter((value) => value <= 50 * Math.LN2).length / draws;
    expect(Math.abs(below - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / draws));
  });

  test.each([0.2, 1, 2])('lognormal draws with cv %d have the mean that was asked for', (cv) => {
    const values = sample({ distribution: 'lognormal', meanMs: 50, cv });
    expect(Math.abs(mean(values) - 50)).toBeLessThan(fourStandardErrors(50, cv));
  });

  test('lognormal draws have the spread that was asked for', () => {
    const cv = 0.5;
    const logs = sample({ distribution: 'lognormal', meanMs: 50, cv }).map(Math.log);
    const centre = mean(logs);
    const variance = mean(logs.map((log) => (log - centre) ** 2));
    // Their logarithms are normal with variance σ² = ln(1 + cv²), whose estimate has the standard error σ²·√(2/n).
    const expected = Math.log(1 + cv * cv);
    expect(Math.abs(variance - expected)).toBeLessThan(4 * expected * Math.sqrt(2 / draws));
  });

  test('no draw is negative', () => {
    const values = [
      ...sample({ distribution: 'exponential', meanMs: 50, cv: 1 }),
      ...sample({ distribution: 'lognormal', meanMs: 50, cv: 3 }),
    ];
    expect(values.filter((value) => !(value >= 0))).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import { backoffMs } from '../../src/load/backoff.ts';

test.each([
  { random: 0, ms: 50 },
  { random: 0.25, ms: 75 },
  { random: 0.5, ms: 100 },
  { random: 0.75, ms: 125 },
])('a mean of 100 ms and a draw of $random is a pause of $ms ms', ({ random, ms }) => {
  expect(backoffMs(100, () => random)).toBe(ms);
});

test('a mean of 0 is no pause', () => {
  expect(backoffMs(0, () => 0.9)).toBe(0);
});

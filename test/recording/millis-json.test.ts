import { expect, test } from 'vitest';
import { millisJson } from '../../src/recording/millis-json.ts';

test.each([
  [0, '0.000'],
  [0.0004, '0.000'],
  [0.0006, '0.001'],
  [1.05, '1.050'],
  [12.34567, '12.346'],
  [999.9996, '1000.000'],
  [86_400_000.123, '86400000.123'],
])('%d ms is %s', (ms, json) => {
  expect(millisJson(ms)).toBe(json);
  expect(JSON.parse(json)).toBeCloseTo(ms, 2);
});

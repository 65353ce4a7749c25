import { expect, test } from 'vitest';
import { nearest } from '../src/nearest.ts';

const fields = ['max', 'acquireTimeoutMs', 'maxPending', 'connections'];

test.each([
  ['a letter too many', 'maxx', 'max'],
  ['a letter missing', 'conections', 'connections'],
  ['another letter', 'mux', 'max'],
  ['two letters the wrong way round', 'maxPednnig', 'maxPending'],
  ['another case', 'MAXPENDING', 'maxPending'],
  ['the name itself', 'connections', 'connections'],
  ['a third of the letters wrong', 'connxxxions', 'connections'],
])('%s: %s is close to %s', (_case, word, expected) => {
  expect(nearest(word, fields)).toBe(expected);
});

test.each([
  ['nothing like any', 'zebra'],
  ['more than a third of the letters wrong', 'cxxxxctions'],
  ['nothing at all', ''],
])('%s: "%s" is close to none', (_case, word) => {
  expect(nearest(word, fields)).toBeNull();
});

test('the closer of two wins', () => {
  expect(nearest('pool-exhaustoin', ['pool-exhaustive', 'pool-exhaustion'])).toBe('pool-exhaustion');
});

test('the first of two that are equally close wins', () => {
  expect(nearest('cat', ['bat', 'rat'])).toBe('bat');
});

test('without candidates there is none', () => {
  expect(nearest('max', [])).toBeNull();
});

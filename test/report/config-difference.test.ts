import { expect, test } from 'vitest';
import { type ConfigDifference, configDifferences } from '../../src/report/config-difference.ts';

test.each<{ name: string; a: unknown; b: unknown; differences: ConfigDifference[] }>([
  { name: 'equal values do not differ', a: { x: [1, { y: null }] }, b: { x: [1, { y: null }] }, differences: [] },
  {
    name: 'a nested field',
    a: { pool: { max: 4 } },
    b: { pool: { max: 8 } },
    differences: [{ path: 'pool.max', a: 4, b: 8 }],
  },
  {
    name: 'a member of a list',
    a: { phases: [{ seconds: 1 }, { seconds: 2 }] },
    b: { phases: [{ seconds: 1 }, { seconds: 3 }] },
    differences: [{ path: 'phases[1].seconds', a: 2, b: 3 }],
  },
  { name: 'a field that b lacks', a: { x: 1, y: null }, b: { x: 1 }, differences: [{ path: 'y', a: null }] },
  { name: 'a field that a lacks', a: [], b: [{ x: 1 }], differences: [{ path: '[0]', b: { x: 1 } }] },
  { name: 'null is not a missing object', a: { x: null }, b: { x: {} }, differences: [{ path: 'x', a: null, b: {} }] },
  { name: 'a list is no object', a: { x: [] }, b: { x: {} }, differences: [{ path: 'x', a: [], b: {} }] },
  {
    name: 'names of Object.prototype are names like any',
    a: {},
    b: { constructor: 1 },
    differences: [{ path: 'constructor', b: 1 }],
  },
])('$name', ({ a, b, differences }) => {
  expect(configDifferences(a, b)).toEqual(differences);
});

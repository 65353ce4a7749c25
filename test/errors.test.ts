import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorTable } from '../src/errors.ts';

test('the document lists every error code with its meaning, and no other', () => {
  const document = readFileSync(new URL('../docs/error-codes.md', import.meta.url), 'utf8');
  const listed = [...document.matchAll(/^\| `([A-Z_]+)` +\| (.*?) +\|$/gm)].map(([, code, meaning]) => [code, meaning]);
  expect(Object.fromEntries(listed)).toEqual(errorTable);
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { columns } from '../../src/export/request-rows.ts';
import { clientOutcomes, serverOutcomes, stages } from '../../src/recording/outcomes.ts';

const fields = [
  ...readFileSync(new URL('../../docs/export.md', import.meta.url), 'utf8').matchAll(/^\| `(\w+)` +\| (.*?) +\|$/gm),
].map(([, name = '', meaning = '']) => ({ name, meaning }));
const valuesOf = (name: string): string[] => {
  const [, list = ''] = fields.find((field) => field.name === name)?.meaning.split(/: (.*)/s) ?? [];
  return [...list.matchAll(/`(\w+)`/g)].map(([, value = '']) => value);
};

test('the document has a line for each column, in their order, and no other', () => {
  const processes = ['phases', 'clients'];
  expect(fields.map(({ name }) => name).filter((name) => !processes.includes(name))).toEqual([...columns]);
});

test('the document lists every outcome and stage', () => {
  expect(valuesOf('outcome')).toEqual([...clientOutcomes]);
  expect(valuesOf('stage')).toEqual([...stages]);
  expect(valuesOf('apiOutcome')).toEqual([...serverOutcomes, 'never_reached']);
});

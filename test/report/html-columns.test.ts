import { expect, it } from 'vitest';
import { type Column, columnsOf, encodeColumns } from '../../src/report/html/columns.ts';
import { aBin, anIncidentTimeline } from '../support/a-view.ts';

interface Decoded {
  columns: Map<string, (number | null)[]>;
  seconds: number[];
}

/** The page's own decoder, which runs in Node as well. */
async function decode(columns: Column[], binMs = 100): Promise<Decoded> {
  const { decodeRun } = (await import(new URL('../../src/report/html/client/decode.js', import.meta.url).href)) as {
    decodeRun(facts: unknown, base64: string): Promise<Decoded>;
  };
  const facts = { rows: columns[0]?.values.length, binMs, columns };
  return decodeRun(facts, encodeColumns(columns));
}

it('a page reads back every column as it was', async () => {
  const columns: Column[] = [
    { name: 'counts', scale: 1, values: [0, 5, 5, 1_000_000, 0] },
    { name: 'gaps', scale: 1000, values: [null, 0.001, null, null, 1234.567] },
    { name: 'extremes', scale: 1, values: [2_147_483_647, -2_147_483_647, null, 2_147_483_647, null] },
  ];
  const decoded = await decode(columns);
  for (const { name, values } of columns) expect(decoded.columns.get(name)).toEqual(values);
  expect(decoded.seconds).toEqual([0.05, 0.15, 0.25, 0.35, 0.45]);
});

it('what does not fit 32 bits is cut to the largest that does, and not wrapped', async () => {
  const { columns } = await decode([{ name: 'huge', scale: 1, values: [1e12, -1e12] }]);
  expect(columns.get('huge')).toEqual([2_147_483_647, -2_147_483_647]);
});

it('counts become rates, and a class that never occurred has no column', () => {
  const bins = [aBin({ sent: 3, outcomes: { ok: 1, reset: 2 } }), aBin({ sent: 1 })];
  const columns = columnsOf({ ...anIncidentTimeline(), bins, binMs: 500 });
  const named = new Map(columns.map(({ name, values }) => [name, values]));
  expect([...named.keys()]).toEqual(['sent', 'ok', 'reset']);
  expect(named.get('sent')).toEqual([6, 2]);
  expect(named.get('reset')).toEqual([4, 0]);
});

it('a thousand rows of the incident take less than four bytes a value', () => {
  const { bins } = anIncidentTimeline();
  const columns = columnsOf({ ...anIncidentTimeline(), bins: Array.from({ length: 8 }, () => bins).flat() });
  expect(encodeColumns(columns).length / (columns.length * bins.length * 8)).toBeLessThan(4);
});

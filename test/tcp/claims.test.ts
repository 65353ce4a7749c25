import { expect, it } from 'vitest';
import { catalogue } from '../../src/tcp/catalogue.ts';
import { claims } from '../../src/tcp/claims.ts';

it('every claim looks at a check that its case makes', () => {
  for (const { of, look } of claims) {
    const looked = catalogue.find(({ name }) => name === look.name);
    expect(catalogue.map(({ name }) => name)).toContain(of);
    expect(Object.keys(looked?.expects ?? {})).toContain(look.check);
  }
});

it('every claim’s verdict follows from what its case expects', () => {
  for (const { says, look, ifTrue, verdict } of claims) {
    const expects = catalogue.find(({ name }) => name === look.name)?.expects as Record<string, string>;
    const value = expects[look.check] as string;
    const expected = look.call === undefined ? value : value.split(' ')[look.call - 1];
    expect({ says, verdict: expected === ifTrue ? 'confirmed' : 'refuted' }).toEqual({ says, verdict });
  }
});

it('the claims of both programs are there', () => {
  const of = (name: string): string[] => claims.filter((claim) => claim.of === name).map(({ says }) => says);
  expect(of('broken-pipe')).toEqual([
    'the write of b, after the server has closed, succeeds',
    'the write of b provokes a RST',
    'the write of c is "broken pipe"',
    'a read gives EOF',
    'a read gives EOF also after the RST',
    'it is so whether or not a buffer is full: with empty buffers',
    'it is so whether or not a buffer is full: with an unread answer at the client',
    'it is so whether or not a buffer is full: with the server’s receive buffer full',
    'it is so whether or not a buffer is full: with the server’s send buffer full',
  ]);
  expect(of('reset-by-peer')).toEqual([
    'the kernel sends RST at once, as the server closes with a byte unread',
    'the first read is "connection reset by peer"',
    'the first write is "connection reset by peer"',
    'after that a second read is EOF',
    'after that a second write is "broken pipe"',
    'a write after the failed read is "broken pipe"',
    'a read after the failed write is EOF',
  ]);
});

it('every case has a name of its own', () => {
  const names = catalogue.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

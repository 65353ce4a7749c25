import { describe, expect, it } from 'vitest';
import { entries } from '../../src/explain/entries.ts';
import { recogniseText } from '../../src/explain/recognise.ts';
import { clients, wireEvents } from '../../src/explain/wire-events.ts';
import { builtIn } from '../../src/scenario/built-in.ts';
import { catalogue } from '../../src/tcp/catalogue.ts';

describe('each entry', () => {
  it.each(entries.flatMap(({ id, examples }) => examples.map((text, i) => ({ id, i, text }))))(
    '$id is the best match of its example $i',
    ({ id, text }) => {
      expect(recogniseText(text)[0]?.id).toBe(id);
    },
  );

  it.each(entries)('$id is complete', (entry) => {
    expect(entry.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const list of [entry.matches, entry.examples, entry.causes, entry.confirm, entry.change]) {
      expect(list.length).toBeGreaterThan(0);
    }
    for (const text of [entry.title, entry.wire, entry.sure.why]) expect(text.trim()).not.toBe('');
  });

  it.each(entries)('$id looks for plain ASCII of at least five characters', ({ matches }) => {
    for (const { literal } of matches) expect(literal).toMatch(/^[\x20-\x7e]{5,}$/);
  });
});

it('gives every entry an id of its own', () => {
  const ids = entries.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('says how to tell entries apart that share a code', () => {
  const codes = [...new Set(entries.flatMap((entry) => entry.codes ?? []))];
  const untold = codes.flatMap((code) => {
    const sharing = entries.filter((entry) => entry.codes?.includes(code));
    return sharing.length < 2 ? [] : sharing.filter(({ tell }) => !tell).map(({ id }) => `${code} ${id}`);
  });
  expect(untold).toEqual([]);
});

it('links to cases of pileup tcp and scenarios that exist', () => {
  const names = {
    tcp: new Set(catalogue.map(({ name }) => name)),
    scenario: new Set(builtIn.keys()),
  };
  const dead = [...entries, ...wireEvents].flatMap(({ id, shownBy }) =>
    shownBy.filter(({ kind, name }) => !names[kind].has(name)).map(({ name }) => `${id} → ${name}`),
  );
  expect(dead).toEqual([]);
});

it('says of every client what it calls every wire event', () => {
  for (const { says } of wireEvents) expect(Object.keys(says)).toEqual([...clients]);
});

// A pattern that backtracks would not come to an end here before the time-out of the test.
it('has no pattern that a long hostile text can keep busy', () => {
  const bait = [
    'connect ',
    'http a b ',
    'error_code: ',
    'upgrading node ',
    '"status": ',
    'x 502 - ',
    'error="',
    'a',
    ' ',
    '1',
  ];
  const texts = bait.map((piece) => piece.repeat(65_536 / piece.length));
  const patterns = entries.flatMap(({ matches }) => matches.flatMap(({ pattern }) => pattern ?? []));
  for (const pattern of patterns) for (const text of texts) pattern.test(text);
  expect(patterns.length).toBeGreaterThan(0);
});

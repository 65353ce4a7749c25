import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { errorsDocument } from '../../src/explain/document.ts';
import { families } from '../../src/explain/entries.ts';
import { wireEvents } from '../../src/explain/wire-events.ts';

it('docs/errors.md is what npx tsx docs/generate.ts writes', () => {
  const file = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  expect(file).toBe(errorsDocument(families, wireEvents));
});

it('has an anchor for each link', () => {
  const document = errorsDocument(families, wireEvents);
  const anchors = new Set([...document.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id));
  for (const [, id] of document.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(id);
});

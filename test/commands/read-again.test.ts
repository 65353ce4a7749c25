import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { compare } from '../../src/commands/compare.ts';
import { postmortem, writePostmortem } from '../../src/commands/postmortem.ts';
import { conclude } from '../../src/findings/conclude.ts';
import { openRunDirectory } from '../../src/recording/run-directory.ts';
import { writeRecording } from '../support/a-recording.ts';
import { rejectionOf } from '../support/caught.ts';
import { temporaryDirectory } from '../support/cli.ts';

let directory: { path: string; remove: () => void };
let printed = '';
const at = (name: string): string => join(directory.path, name);

beforeEach(() => {
  directory = temporaryDirectory();
  writeRecording(at('a'));
  writeRecording(at('b'), { manifest: { id: 'another' } });
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  directory.remove();
});

test('compare prints two recordings side by side', async () => {
  expect(await compare(at('a'), at('b'), {})).toBe(0);
  expect(printed).toContain('a  tiny-run: tiny');
  expect(printed).toContain('b  another: tiny');
});

test('compare --json prints one document and nothing else', async () => {
  await compare(at('a'), at('b'), { json: true });
  const document = JSON.parse(printed);
  expect(document).toMatchObject({ schemaVersion: 1, runs: { a: { id: 'tiny-run', balanced: true } } });
  expect(document.outcomes).toContainEqual({ outcome: 'timeout', a: 1, b: 1, difference: 0 });
});

test('compare --html writes a page, and never over another', async () => {
  await compare(at('a'), at('b'), { html: at('page.html') });
  const page = readFileSync(at('page.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>/i);
  expect(await rejectionOf(compare(at('a'), at('b'), { html: at('page.html') }))).toMatchObject({ code: 'OUT_FILE' });
  expect(readFileSync(at('page.html'), 'utf8')).toBe(page);
});

test('a comparison that fails leaves no page behind', async () => {
  writeFileSync(at('b/manifest.json'), '{"schemaVersion":1,"kind":"scenario","config":null}');
  await rejectionOf(compare(at('a'), at('b'), { html: at('page.html') }));
  expect(existsSync(at('page.html'))).toBe(false);
});

test('postmortem prints Markdown', async () => {
  expect(await postmortem(at('a'), {})).toBe(0);
  expect(printed).toMatch(/^# Postmortem: `tiny`\n/);
  expect(printed).toContain('| `timeout` | no | 1 | 33% |');
});

test('postmortem --out writes a new file', async () => {
  await postmortem(at('a'), { fixed: at('b'), out: at('draft.md') });
  expect(printed).toBe('');
  expect(readFileSync(at('draft.md'), 'utf8')).toContain('Measured in the run `another`');
});

test('postmortem --out refuses a file that exists', async () => {
  writeFileSync(at('draft.md'), 'edited');
  const error = await rejectionOf(postmortem(at('a'), { out: at('draft.md') }));
  expect(error).toMatchObject({ code: 'OUT_FILE', hint: expect.stringContaining('new file') });
  expect(readFileSync(at('draft.md'), 'utf8')).toBe('edited');
});

test('a run gets its postmortem once, and an edited one stays', async () => {
  const run = openRunDirectory(at('a'));
  const summary = await conclude(run);
  writePostmortem(run, summary);
  expect(readFileSync(at('a/postmortem.md'), 'utf8')).toMatch(/^# Postmortem/);
  writeFileSync(at('a/postmortem.md'), 'edited');
  writePostmortem(run, summary);
  expect(readFileSync(at('a/postmortem.md'), 'utf8')).toBe('edited');
});

import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileTail } from '../../src/live/file-tail.ts';
import { temporaryDirectory } from '../support/cli.ts';

let directory: ReturnType<typeof temporaryDirectory>;
let path: string;
let tail: FileTail;
let texts: string[];

beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory.path, 'lab.ndjson');
  texts = [];
  tail = new FileTail(path, (event) => texts.push(event.event === 'mark' ? event.data.text : event.event));
});
afterEach(() => {
  tail.close();
  directory.remove();
});

const lineOf = (text: string): Buffer => Buffer.from(`${JSON.stringify({ t: 1, event: 'mark', data: { text } })}\n`);

test('a file that is not there yet has no events, and all of them later', () => {
  tail.poll();
  appendFileSync(path, lineOf('first'));
  tail.poll();
  tail.poll();
  expect(texts).toEqual(['first']);
});

test('a line is read once it is whole, wherever it was cut', () => {
  const line = lineOf('zwölf – 十二');
  for (const byte of line) {
    expect(texts).toEqual([]);
    appendFileSync(path, Buffer.from([byte]));
    tail.poll();
  }
  expect(texts).toEqual(['zwölf – 十二']);
});

test('a line longer than what is read at once is one line', () => {
  const long = 'x'.repeat(700_000);
  appendFileSync(path, Buffer.concat([lineOf(long), lineOf('after')]));
  tail.poll();
  expect(texts).toEqual([long, 'after']);
});

test('a line that is no event is passed over', () => {
  appendFileSync(path, Buffer.concat([lineOf('a'), Buffer.from('{"t":1\n\nnull\n'), lineOf('b')]));
  tail.poll();
  expect(texts).toEqual(['a', 'b']);
});

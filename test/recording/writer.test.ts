import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEvents } from '../../src/recording/reader.ts';
import { nullRecorder, RecordingWriter } from '../../src/recording/writer.ts';
import { temporaryDirectory } from '../support/cli.ts';
import { until } from '../support/until.ts';

let directory: ReturnType<typeof temporaryDirectory>;
let path: string;
let nowMs: number;
let writer: RecordingWriter;

beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory.path, 'lab.ndjson');
  nowMs = 0;
  writer = new RecordingWriter(path, () => nowMs);
});
afterEach(() => {
  writer.close();
  directory.remove();
});

const contents = () => readFileSync(path, 'utf8');

describe('a recording on disk', () => {
  test('is one line of JSON an event, with the time to a microsecond', () => {
    nowMs = 12.345678;
    writer.record('phase.end', { name: 'baseline' });
    writer.close();
    expect(contents()).toBe('{"t":12.346,"event":"phase.end","data":{"name":"baseline"}}\n');
  });

  test('is the same line when the data is JSON already', () => {
    nowMs = 12.345678;
    writer.recordJson('phase.end', '{"name":"baseline"}');
    writer.close();
    expect(contents()).toBe('{"t":12.346,"event":"phase.end","data":{"name":"baseline"}}\n');
  });

  test('keeps the order of its events', () => {
    for (const name of ['a', 'b', 'c']) writer.record('phase.end', { name });
    writer.close();
    const names = contents()
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { data: { name: string } }).data.name);
    expect(names).toEqual(['a', 'b', 'c']);
  });

  test('exists as soon as its writer does', () => {
    expect(contents()).toBe('');
  });

  test('fails at once where it cannot be written', () => {
    expect(() => new RecordingWriter(join(directory.path, 'missing', 'lab.ndjson'), () => 0)).toThrow('ENOENT');
  });

  test('is added to and not overwritten', () => {
    writer.record('phase.end', { name: 'first' });
    writer.close();
    const second = new RecordingWriter(path, () => 1);
    second.record('phase.end', { name: 'second' });
    second.close();
    expect(contents().split('\n')).toHaveLength(3);
  });

  test('has its events without a close, a moment later', async () => {
    writer.record('phase.end', { name: 'baseline' });
    await until(() => contents().endsWith('\n'), 'the line on disk');
    expect(contents()).toBe('{"t":0.000,"event":"phase.end","data":{"name":"baseline"}}\n');
  });

  test('has its events at once when there are many', () => {
    const name = 'x'.repeat(1000);
    for (let n = 0; n < 70; n++) writer.record('phase.end', { name });
    expect(contents().length).toBeGreaterThan(60 * 1024);
    expect(contents().endsWith('\n')).toBe(true);
  });

  test('takes nothing more once it is closed', () => {
    writer.record('phase.end', { name: 'in time' });
    writer.close();
    writer.record('phase.end', { name: 'too late' });
    expect(contents()).not.toContain('too late');
  });

  test('can be closed twice', () => {
    writer.close();
    expect(() => writer.close()).not.toThrow();
  });
});

test('the null recorder takes everything and keeps nothing', () => {
  expect(() => {
    nullRecorder.record('phase.end', { name: 'any' });
    nullRecorder.recordJson('phase.end', '{"name":"any"}');
    nullRecorder.close();
  }).not.toThrow();
});

test('a line longer than the buffer keeps its place among the others', async () => {
  const { path, remove } = temporaryDirectory();
  try {
    const file = join(path, 'long.ndjson');
    const writer = new RecordingWriter(file, () => 1);
    const names = ['first', 'ü'.repeat(200_000), 'last'];
    for (const name of names) writer.record('phase.end', { name });
    writer.close();
    const read: string[] = [];
    await readEvents(file, ({ event, data }) => {
      if (event === 'phase.end') read.push(data.name);
    });
    expect(read).toEqual(names);
  } finally {
    remove();
  }
});

import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PileupEvent } from '../../src/recording/events.ts';
import { type ReadResult, readEvents } from '../../src/recording/reader.ts';
import { RecordingWriter } from '../../src/recording/writer.ts';
import { temporaryDirectory } from '../support/cli.ts';

let directory: ReturnType<typeof temporaryDirectory>;
let path: string;

beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory.path, 'lab.ndjson');
});
afterEach(() => directory.remove());

async function read(): Promise<{ events: PileupEvent[]; result: ReadResult }> {
  const events: PileupEvent[] = [];
  const result = await readEvents(path, (event) => events.push(event));
  return { events, result };
}

const line = (t: number): string => `{"t":${t},"event":"phase.end","data":{"name":"p${t}"}}`;
const event = (t: number): PileupEvent => ({ t, event: 'phase.end', data: { name: `p${t}` } });

describe('a recording that was written', () => {
  test('reads as what was recorded', async () => {
    let nowMs = 0;
    const writer = new RecordingWriter(path, () => nowMs);
    writer.record('phase.start', { name: 'baseline', seconds: 4, connections: 4 });
    nowMs = 1500.5;
    writer.record('run.end', { status: 'partial', reason: 'Zoë pressed Ctrl-C\nand "left"' });
    writer.close();
    expect(await read()).toEqual({
      events: [
        { t: 0, event: 'phase.start', data: { name: 'baseline', seconds: 4, connections: 4 } },
        { t: 1500.5, event: 'run.end', data: { status: 'partial', reason: 'Zoë pressed Ctrl-C\nand "left"' } },
      ],
      result: { lines: 2, unreadable: 0 },
    });
  });

  test('that is larger than one read has all its events, in order', async () => {
    const writer = new RecordingWriter(path, () => 0);
    // With characters of two and four bytes, so that a read ends inside of one.
    const name = 'ë😀'.repeat(50);
    const count = 5000;
    for (let n = 0; n < count; n++) writer.record('phase.end', { name: `${n} ${name}` });
    writer.close();
    expect(readFileSync(path).length).toBeGreaterThan(4 * 256 * 1024);
    const { events, result } = await read();
    expect(result).toEqual({ lines: count, unreadable: 0 });
    expect(events.map(({ data }) => (data as { name: string }).name)).toEqual(
      Array.from({ length: count }, (_value, n) => `${n} ${name}`),
    );
  });
});

describe('a recording that is not whole', () => {
  test('a last line that was cut is counted unreadable, and the others are read', async () => {
    writeFileSync(path, `${line(1)}\n${line(2)}\n${line(3).slice(0, 20)}`);
    expect(await read()).toEqual({ events: [event(1), event(2)], result: { lines: 3, unreadable: 1 } });
  });

  test('a last line without its newline is read', async () => {
    writeFileSync(path, `${line(1)}\n${line(2)}`);
    expect(await read()).toEqual({ events: [event(1), event(2)], result: { lines: 2, unreadable: 0 } });
  });

  test('a line that is damaged in the middle is passed over', async () => {
    writeFileSync(path, `${line(1)}\n{"t":2,"event"\n${line(3)}\n`);
    expect(await read()).toEqual({ events: [event(1), event(3)], result: { lines: 3, unreadable: 1 } });
  });

  test.each([
    'null',
    '7',
    '"text"',
    '[]',
    '{}',
    '{"t":"1","event":"phase.end","data":{}}',
    '{"t":1,"data":{}}',
    '{"t":1,"event":"phase.end"}',
  ])('%s is JSON and no event', async (text) => {
    writeFileSync(path, `${text}\n`);
    expect(await read()).toEqual({ events: [], result: { lines: 1, unreadable: 1 } });
  });

  test('empty lines are no lines', async () => {
    writeFileSync(path, `\n${line(1)}\n\n\n${line(2)}\n\n`);
    expect(await read()).toEqual({ events: [event(1), event(2)], result: { lines: 2, unreadable: 0 } });
  });

  test('a line that was cut and then written over makes one unreadable line', async () => {
    writeFileSync(path, line(1).slice(0, 10));
    appendFileSync(path, `${line(2)}\n${line(3)}\n`);
    expect(await read()).toEqual({ events: [event(3)], result: { lines: 2, unreadable: 1 } });
  });

  test('a missing file reads as an empty one', async () => {
    expect(await read()).toEqual({ events: [], result: { lines: 0, unreadable: 0 } });
  });

  test('an empty file has no events', async () => {
    writeFileSync(path, '');
    expect(await read()).toEqual({ events: [], result: { lines: 0, unreadable: 0 } });
  });
});

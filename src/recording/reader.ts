import { createReadStream, existsSync } from 'node:fs';
import type { PileupEvent } from './events.ts';
import { parseEvent } from './parse-event.ts';

/** What a file of a recording held besides its events. */
export interface ReadResult {
  lines: number;
  /** Lines that are not events: a line cut short by a kill, or damage. */
  unreadable: number;
}

/**
 * Streams the events of one NDJSON file to `onEvent`, in the order in which they were written. A missing file reads
 * as an empty one; a line that does not parse is counted and passed over.
 */
export async function readEvents(path: string, onEvent: (event: PileupEvent) => void): Promise<ReadResult> {
  const result: ReadResult = { lines: 0, unreadable: 0 };
  if (!existsSync(path)) return result;
  let rest: Buffer | null = null;
  const take = (line: string): void => {
    if (line.length === 0) return;
    result.lines++;
    const event = parseEvent(line);
    if (event) onEvent(event);
    else result.unreadable++;
  };
  for await (const piece of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    const chunk: Buffer = rest ? Buffer.concat([rest, piece as Buffer]) : (piece as Buffer);
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      take(chunk.toString('utf8', start, end));
      start = end + 1;
    }
    rest = start < chunk.length ? chunk.subarray(start) : null;
  }
  if (rest) take(rest.toString('utf8'));
  return result;
}

import { type LogTally, logCounter } from './log-tally.ts';
import { minuteOf } from './minute.ts';
import { finder, recognise } from './recognise.ts';
import { type LogRecord, recordAround, recordBytes } from './record-around.ts';

/** Bytes that are held of the log at any time, apart from the piece that was read last. */
const windowBytes = 1024 * 1024;
/** So much of a record is kept as an example. */
const exampleBytes = 300;
const newline = 10;

/**
 * Reads a log once, in bounded memory, and counts the symptoms in it. Only places that the finder points at are ever
 * decoded. A piece may be reused by its giver once the next one is asked for.
 */
export async function scanLog(pieces: AsyncIterable<Buffer>): Promise<LogTally> {
  const counter = logCounter();
  const window = Buffer.allocUnsafeSlow(windowBytes);
  let end = 0;
  /** Where the search goes on. */
  let from = 0;
  /** Where the last record ended: no record reaches back beyond it. */
  let floor = 0;
  /** Within a line that has been counted already, and whose end has not come yet. */
  let skipping = false;
  let bytes = 0;
  let lines = 0;
  let lastByte = newline;

  const skipLine = (): void => {
    const at = window.indexOf(newline, from);
    skipping = at === -1 || at >= end;
    from = skipping ? end : at + 1;
    floor = from;
  };

  const search = (final: boolean): void => {
    // A record may go on behind what has been read, so the last part waits for more.
    const before = final ? end : end - recordBytes;
    if (skipping) skipLine();
    while (!skipping && from < before) {
      const hit = finder.next(window, from, before, end);
      if (hit === -1) {
        from = Math.max(from, before);
        return;
      }
      const record = recordAround(window, floor, end, hit);
      count(record, hit);
      from = record.end;
      skipLine();
    }
  };

  const count = (record: LogRecord, hit: number): void => {
    const example = (): string => {
      // In a very long line, what is near to the hit says more than how the line begins.
      const start = hit - record.start < exampleBytes ? record.start : hit - 50;
      return window.toString('utf8', start, Math.min(record.end, start + exampleBytes));
    };
    const { found, looksLikeError } = recognise(window, record.start, record.end, 1);
    const entry = found[0];
    if (entry) counter.known(entry, minuteOf(window.toString('utf8', record.start, record.end)), example);
    else if (looksLikeError) counter.unknown(example);
  };

  /** Makes room, and keeps what a later record may reach back to. */
  const compact = (): void => {
    const keepFrom = Math.max(0, Math.min(from, Math.max(floor, from - recordBytes)));
    window.copyWithin(0, keepFrom, end);
    end -= keepFrom;
    from -= keepFrom;
    floor = Math.max(0, floor - keepFrom);
  };

  for await (const piece of pieces) {
    bytes += piece.length;
    for (let at = piece.indexOf(newline); at !== -1; at = piece.indexOf(newline, at + 1)) lines++;
    if (piece.length > 0) lastByte = piece[piece.length - 1] as number;
    for (let taken = 0; taken < piece.length; ) {
      const size = Math.min(piece.length - taken, windowBytes - end);
      piece.copy(window, end, taken, taken + size);
      end += size;
      taken += size;
      if (end === windowBytes) {
        search(false);
        compact();
      }
    }
  }
  search(true);
  if (lastByte !== newline) lines++;
  return counter.result(bytes, lines);
}

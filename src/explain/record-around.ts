import { minuteOf } from './minute.ts';

/** The bytes of one record of a log: a line with the lines that belong to it. */
export interface LogRecord {
  start: number;
  end: number;
}

/** So much is kept of a record, and looked at before a hit and after it. */
export const recordBytes = 16 * 1024;

const newline = 10;

/**
 * The record around the byte at `hit`: a stack and what Node prints of an error belong to the line above them; so do
 * Gin's `Error #01:`, Java's `Caused by:` and the chained tracebacks of Python. Nothing before `floor` or after `end`
 * is looked at.
 */
export function recordAround(bytes: Buffer, floor: number, end: number, hit: number): LogRecord {
  const lowest = Math.max(floor, hit - recordBytes / 2);
  let start = lineStartAt(bytes, lowest, hit);
  const lineStart = start;
  const lineEnd = lineEndAt(bytes, hit, Math.min(end, hit + recordBytes / 2));
  while (start > lowest && isContinuation(bytes, start, lineEndAt(bytes, start, end))) {
    start = lineStartAt(bytes, lowest, start - 1);
  }
  // No line above that it could belong to: the whole log is indented, and each line stands for itself.
  if (isContinuation(bytes, start, lineEndAt(bytes, start, end))) start = lineStart;
  start = startOfTraceback(bytes, lowest, start);
  const highest = Math.min(end, start + recordBytes);
  let stop = endOfBlock(bytes, start, Math.min(highest, lineEnd), highest);
  if (
    !isJson(bytes, start) &&
    beginsException(bytes, stop + 1, highest) &&
    minuteOf(bytes.toString('latin1', start, stop)) !== null
  ) {
    const first = stop + 1;
    stop = endOfBlock(bytes, first, lineEndAt(bytes, first, highest), highest);
  }
  return { start, end: endOfChain(bytes, stop, highest) };
}

/** The end of the lines that belong to the one at `start`; `stop` is the end of a line already taken. */
function endOfBlock(bytes: Buffer, start: number, stop: number, highest: number): number {
  let end = stop;
  while (end < highest && bytes[end] === newline) {
    const next = end + 1;
    const nextEnd = lineEndAt(bytes, next, highest);
    if (!isContinuation(bytes, next, nextEnd) || !isDeeper(bytes, start, next)) break;
    end = nextEnd;
  }
  return end;
}

/** A line of JSON holds its error itself; an exception below it is another one. */
function isJson(bytes: Buffer, start: number): boolean {
  return bytes[start] === 0x7b;
}

/** Loggers put a stack below their own line, from its first column: `ERROR failed`, then `java.io.IOException: …`. */
function beginsException(bytes: Buffer, start: number, highest: number): boolean {
  if (start >= highest) return false;
  return /^[\w$.]{0,100}(?:Error|Exception)\b/.test(bytes.toString('latin1', start, Math.min(highest, start + 120)));
}

function lineStartAt(bytes: Buffer, lowest: number, at: number): number {
  let start = at;
  while (start > lowest && bytes[start - 1] !== newline) start--;
  return start;
}

function lineEndAt(bytes: Buffer, from: number, highest: number): number {
  let end = from;
  while (end < highest && bytes[end] !== newline) end++;
  return end;
}

/** What a line that is indented, and yet a record of its own, begins with: a time, JSON, or the count of `uniq -c`. */
const ownRecord = /^\s+(?:\{"|\[?\d)/;
const mayBelongAbove = new Set(Array.from(' \t})]CE', (character) => character.charCodeAt(0)));
const belongsAbove = /^(?:\s+\S|[}\])]|Caused by: |Error #\d+: )/;

function isContinuation(bytes: Buffer, start: number, end: number): boolean {
  if (start >= end || !mayBelongAbove.has(bytes[start] as number)) return false;
  const head = bytes.toString('latin1', start, Math.min(end, start + 80));
  return belongsAbove.test(head) && !ownRecord.test(head);
}

/** Whether a line that may belong to the one at `head` is indented more than it; a line that closes a bracket need not be. */
function isDeeper(bytes: Buffer, head: number, line: number): boolean {
  const [above, here] = [indentAt(bytes, head), indentAt(bytes, line)];
  return here > above || above === 0 || closers.has(bytes[line + here] as number);
}

const closers = new Set(Array.from('}])', (character) => character.charCodeAt(0)));

function indentAt(bytes: Buffer, start: number): number {
  let at = start;
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at++;
  return at - start;
}

/** From the line that names a Python exception up to the line above its traceback; `start` where there is none. */
function startOfTraceback(bytes: Buffer, lowest: number, start: number): number {
  let at = start;
  for (let lines = 0; lines < 100 && at > lowest; lines++) {
    const above = lineStartAt(bytes, lowest, at - 1);
    if (startsWith(bytes, above, 'Traceback (most recent call last):')) {
      if (above <= lowest || isBlank(bytes, lineStartAt(bytes, lowest, above - 1), above - 1)) return above;
      return lineStartAt(bytes, lowest, above - 1);
    }
    if (bytes[above] !== 0x20 && bytes[above] !== 0x09) return start;
    at = above;
  }
  return start;
}

/** Over the traceback below a line, and the further ones that Python prints for the same failure. `stop` is the end of a line. */
function endOfChain(bytes: Buffer, stop: number, highest: number): number {
  let end = stop;
  for (;;) {
    let at = afterBlanks(bytes, end, highest);
    if (
      startsWith(bytes, at, 'During handling of the above exception') ||
      startsWith(bytes, at, 'The above exception was the direct cause')
    ) {
      at = afterBlanks(bytes, lineEndAt(bytes, at, highest), highest);
    } else if (at !== end + 1) return end;
    if (!startsWith(bytes, at, 'Traceback')) return end;
    do at = Math.min(highest, lineEndAt(bytes, at, highest) + 1);
    while (at < highest && (bytes[at] === 0x20 || bytes[at] === 0x09));
    end = lineEndAt(bytes, at, highest);
    if (end >= highest) return highest;
  }
}

function afterBlanks(bytes: Buffer, from: number, highest: number): number {
  let at = from;
  while (at < highest && (bytes[at] === newline || bytes[at] === 13)) at++;
  return at;
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  return start >= end || (end - start === 1 && bytes[start] === 13);
}

function startsWith(bytes: Buffer, at: number, text: string): boolean {
  return bytes.toString('latin1', at, at + text.length) === text;
}

import { closeSync, openSync, readSync } from 'node:fs';
import type { PileupEvent } from '../recording/events.ts';
import { parseEvent } from '../recording/parse-event.ts';

const chunkBytes = 256 * 1024;
const newline = 10;

/** Reads what a process appends to its file of a recording, event by event. */
export class FileTail {
  readonly #path: string;
  readonly #onEvent: (event: PileupEvent) => void;
  readonly #buffer = Buffer.allocUnsafe(chunkBytes);
  #fd: number | null = null;
  #offset = 0;
  /** The line that has not ended yet. */
  #rest: Buffer | null = null;

  constructor(path: string, onEvent: (event: PileupEvent) => void) {
    this.#path = path;
    this.#onEvent = onEvent;
  }

  /** Reads what has come since the last time. A file that is not there reads as an empty one. */
  poll(): void {
    this.#fd ??= openToRead(this.#path);
    if (this.#fd === null) return;
    for (;;) {
      const length = readSync(this.#fd, this.#buffer, 0, chunkBytes, this.#offset);
      if (length === 0) return;
      this.#offset += length;
      this.#take(this.#buffer.subarray(0, length));
    }
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  #take(piece: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, piece]) : piece;
    let start = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
      const event = parseEvent(bytes.toString('utf8', start, end));
      if (event) this.#onEvent(event);
      start = end + 1;
    }
    // A copy: the buffer is written over by the next read.
    this.#rest = start < bytes.length ? Buffer.from(bytes.subarray(start)) : null;
  }
}

function openToRead(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch {
    return null;
  }
}

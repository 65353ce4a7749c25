import { closeSync, openSync, writeSync } from 'node:fs';
import type { Clock } from './clock.ts';
import type { EventData, EventName } from './events.ts';
import { millisJson } from './millis-json.ts';

const bufferBytes = 64 * 1024;
const flushEveryMs = 100;

/** Where events go. The null recorder takes them all and keeps none. */
export interface Recorder {
  record<E extends EventName>(event: E, data: EventData[E]): void;
  /** The same with the data as JSON already, and the time if it is known: for what happens tens of thousands of times a second. */
  recordJson(event: EventName, json: string, t?: number): void;
  close(): void;
}

export const nullRecorder: Recorder = { record() {}, recordJson() {}, close() {} };

/**
 * Appends events to one NDJSON file. The file is opened at once, so that neither a bad path nor a process out of
 * files can lose a recording later, and lines reach the kernel at most 100 ms after the event: a process that is
 * killed loses no more than that.
 */
export class RecordingWriter implements Recorder {
  readonly #clock: Clock;
  readonly #fd: number;
  readonly #timer: NodeJS.Timeout;
  /** Lines that wait for the kernel. Bytes, not strings: nothing that lives on between two collections of garbage. */
  readonly #buffer = Buffer.allocUnsafe(bufferBytes);
  #used = 0;
  #closed = false;

  constructor(path: string, clock: Clock) {
    this.#clock = clock;
    this.#fd = openSync(path, 'a');
    this.#timer = setInterval(() => this.#flush(), flushEveryMs);
    this.#timer.unref();
  }

  record<E extends EventName>(event: E, data: EventData[E]): void {
    this.recordJson(event, JSON.stringify(data));
  }

  recordJson(event: EventName, json: string, t = this.#clock()): void {
    if (this.#closed) return;
    const line = `{"t":${millisJson(t)},"event":"${event}","data":${json}}\n`;
    // A character takes three bytes at most in UTF-8 for each unit of a JavaScript string.
    const mostBytes = line.length * 3;
    if (this.#used + mostBytes > bufferBytes) this.#flush();
    if (mostBytes > bufferBytes) this.#write(Buffer.from(line));
    else this.#used += this.#buffer.write(line, this.#used);
  }

  close(): void {
    if (this.#closed) return;
    clearInterval(this.#timer);
    this.#flush();
    this.#closed = true;
    closeSync(this.#fd);
  }

  #flush(): void {
    if (this.#used === 0) return;
    this.#write(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }

  #write(bytes: Buffer): void {
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#fd, bytes, written);
  }
}

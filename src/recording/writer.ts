import { closeSync, openSync, writeSync } from 'node:fs';
import type { Clock } from './clock.ts';
import type { EventData, EventName } from './events.ts';
import { millisJson } from './millis-json.ts';

const flushLength = 64 * 1024;
const flushEveryMs = 100;

/** Where events go. The null recorder takes them all and keeps none. */
export interface Recorder {
  record<E extends EventName>(event: E, data: EventData[E]): void;
  /** The same with the data as JSON already: for what happens tens of thousands of times a second. */
  recordJson(event: EventName, json: string): void;
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
  #text = '';
  #length = 0;
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

  recordJson(event: EventName, json: string): void {
    if (this.#closed) return;
    const line = `{"t":${millisJson(this.#clock())},"event":"${event}","data":${json}}\n`;
    this.#text += line;
    this.#length += line.length;
    if (this.#length >= flushLength) this.#flush();
  }

  close(): void {
    if (this.#closed) return;
    clearInterval(this.#timer);
    this.#flush();
    this.#closed = true;
    closeSync(this.#fd);
  }

  #flush(): void {
    if (this.#length === 0) return;
    const chunk = Buffer.from(this.#text);
    this.#text = '';
    this.#length = 0;
    for (let written = 0; written < chunk.length; ) written += writeSync(this.#fd, chunk, written);
  }
}

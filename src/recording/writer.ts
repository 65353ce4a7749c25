import { closeSync, openSync, writeSync } from 'node:fs';
import type { Clock } from './clock.ts';
import type { EventData, EventName } from './events.ts';

const flushBytes = 64 * 1024;
const flushEveryMs = 100;

/** Where events go. The null recorder takes them all and keeps none. */
export interface Recorder {
  record<E extends EventName>(event: E, data: EventData[E]): void;
  close(): void;
}

export const nullRecorder: Recorder = { record() {}, close() {} };

/**
 * Appends events to one NDJSON file. The file is opened at once, so that neither a bad path nor a process out of
 * files can lose a recording later, and lines reach the kernel at most 100 ms after the event: a process that is
 * killed loses no more than that.
 */
export class RecordingWriter implements Recorder {
  readonly #clock: Clock;
  readonly #fd: number;
  readonly #timer: NodeJS.Timeout;
  #lines: string[] = [];
  #bytes = 0;
  #closed = false;

  constructor(path: string, clock: Clock) {
    this.#clock = clock;
    this.#fd = openSync(path, 'a');
    this.#timer = setInterval(() => this.#flush(), flushEveryMs);
    this.#timer.unref();
  }

  record<E extends EventName>(event: E, data: EventData[E]): void {
    if (this.#closed) return;
    const line = `{"t":${this.#clock().toFixed(3)},"event":"${event}","data":${JSON.stringify(data)}}\n`;
    this.#lines.push(line);
    this.#bytes += line.length;
    if (this.#bytes >= flushBytes) this.#flush();
  }

  close(): void {
    if (this.#closed) return;
    clearInterval(this.#timer);
    this.#flush();
    this.#closed = true;
    closeSync(this.#fd);
  }

  #flush(): void {
    if (this.#lines.length === 0) return;
    const chunk = Buffer.from(this.#lines.join(''));
    this.#lines = [];
    this.#bytes = 0;
    for (let written = 0; written < chunk.length; ) written += writeSync(this.#fd, chunk, written);
  }
}

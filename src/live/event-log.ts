import type { LiveEvents } from './frame.ts';

/** One event of the stream, numbered from 1 without gaps. */
export interface LogEntry {
  id: number;
  event: keyof LiveEvents;
  /** Its data as JSON. */
  json: string;
}

/** Everything that a page has been told, in memory: whoever comes late gets all of it. */
export class EventLog {
  readonly #entries: LogEntry[] = [];
  readonly #readers = new Set<() => void>();
  #isOver = false;

  /** Nothing more will come. */
  get isOver(): boolean {
    return this.#isOver;
  }

  append<E extends keyof LiveEvents>(event: E, data: LiveEvents[E]): void {
    this.#entries.push({ id: this.#entries.length + 1, event, json: JSON.stringify(data) });
    for (const wake of this.#readers) wake();
  }

  /** The entry after the one numbered `id`. */
  after(id: number): LogEntry | undefined {
    return this.#entries[id];
  }

  get lastId(): number {
    return this.#entries.length;
  }

  end(): void {
    this.#isOver = true;
    for (const wake of this.#readers) wake();
  }

  /** Calls `wake` whenever there is more to read. Returns the function that stops it. */
  onMore(wake: () => void): () => void {
    this.#readers.add(wake);
    return () => this.#readers.delete(wake);
  }
}

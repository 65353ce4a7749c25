import type { Clock } from '../../src/recording/clock.ts';
import type { EventData, EventName } from '../../src/recording/events.ts';
import type { Recorder } from '../../src/recording/writer.ts';

/** Keeps the events in memory, each with the time at which it came. */
export class MemoryRecorder implements Recorder {
  readonly #clock: Clock;
  readonly #events: { t: number; event: EventName; data: unknown }[] = [];

  constructor(clock: Clock = () => 0) {
    this.#clock = clock;
  }

  record<E extends EventName>(event: E, data: EventData[E]): void {
    this.#events.push({ t: this.#clock(), event, data });
  }

  recordJson(event: EventName, json: string): void {
    this.#events.push({ t: this.#clock(), event, data: JSON.parse(json) });
  }

  close(): void {}

  /** The data of every event of one name, in order. */
  of<E extends EventName>(event: E): EventData[E][] {
    return this.timed(event).map(({ data }) => data);
  }

  timed<E extends EventName>(event: E): { t: number; data: EventData[E] }[] {
    return this.#events
      .filter((known) => known.event === event)
      .map(({ t, data }) => ({ t, data: data as EventData[E] }));
  }
}

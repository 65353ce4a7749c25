import type { PoolSettings } from '../recording/events.ts';

/** What somebody at the live page may ask of a run. */
export type Control =
  | { type: 'mark'; text: string }
  /** Ends the phase; the next one begins. */
  | { type: 'next' }
  /** Ends the run in good order. */
  | { type: 'end' }
  | { type: 'hold'; held: boolean }
  | ({ type: 'pool' } & PoolSettings)
  | { type: 'load'; connections: number };

type Handler = (control: Control) => Promise<string | null>;

/** The way from the live page to the lab that runs. */
export class Controls {
  /** Whether a presenter steers the run. Without one it only takes marks. */
  readonly presents: boolean;
  #handler: Handler | null = null;

  constructor(presents: boolean) {
    this.presents = presents;
  }

  /** Resolves with null once it is done, or with why it is not. */
  ask(control: Control): Promise<string | null> {
    if (control.type !== 'mark' && !this.presents)
      return Promise.resolve('this run is not steered: start it with --present');
    return this.#handler?.(control) ?? Promise.resolve('nothing runs now');
  }

  /** The lab takes over; null: it is done. */
  handle(handler: Handler | null): void {
    this.#handler = handler;
  }
}

import type { PileupEvent } from './events.ts';

/** The event that a line of a recording holds, or null: a line cut short by a kill, or damage. */
export function parseEvent(line: string): PileupEvent | null {
  try {
    const value: unknown = JSON.parse(line);
    const event = value as Partial<PileupEvent> | null;
    return event && typeof event.t === 'number' && typeof event.event === 'string' && event.data !== undefined
      ? (event as PileupEvent)
      : null;
  } catch {
    return null;
  }
}

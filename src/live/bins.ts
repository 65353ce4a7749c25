import type { EventData, PileupEvent } from '../recording/events.ts';
import { answeredOutcomes, type ClientOutcome } from '../recording/outcomes.ts';
import { frameMs } from './frame.ts';
import { LatencyCounts } from './latency-window.ts';

/** What was read of one frame's time so far. */
export interface Bin {
  /** Requests sent since the load began, by the last count in it. */
  sentTotal: number | null;
  outcomes: Partial<Record<ClientOutcome, number>>;
  latency: LatencyCounts | null;
  sample: EventData['server.sample'] | null;
  /** The longest of its readings. */
  loopDelayMs: number | null;
  lab: EventData['lab.sample'] | null;
}

const empty = (): Bin => ({
  sentTotal: null,
  outcomes: {},
  latency: null,
  sample: null,
  loopDelayMs: null,
  lab: null,
});

/** The events of a recording by the frame that they belong to. */
export class Bins {
  readonly #bins = new Map<number, Bin>();
  /** The first bin that has not been taken. */
  #next = 0;

  get next(): number {
    return this.#next;
  }

  /** Puts an event where it belongs; one for a bin that is gone counts in the next, so that no total loses it. */
  put(event: PileupEvent): void {
    switch (event.event) {
      case 'client.progress':
        this.#at(event.t).sentTotal = event.data.sent;
        return;
      case 'client.end':
        this.#at(event.t).sentTotal = event.data.sent;
        return;
      case 'client.request': {
        const bin = this.#at(event.t);
        const { outcome, ageMs } = event.data;
        bin.outcomes[outcome] = (bin.outcomes[outcome] ?? 0) + 1;
        if (!answeredOutcomes.has(outcome)) return;
        bin.latency ??= new LatencyCounts();
        bin.latency.add(ageMs);
        return;
      }
      case 'server.sample': {
        const bin = this.#at(event.t);
        bin.sample = event.data;
        bin.loopDelayMs = Math.max(bin.loopDelayMs ?? 0, event.data.loopDelayMaxMs);
        return;
      }
      case 'lab.sample':
        this.#at(event.t).lab = event.data;
        return;
      default:
        return;
    }
  }

  /** Takes the next bin out. */
  take(): Bin {
    const bin = this.#bins.get(this.#next) ?? empty();
    this.#bins.delete(this.#next++);
    return bin;
  }

  #at(t: number): Bin {
    const index = Math.max(this.#next, Math.floor(t / frameMs));
    let bin = this.#bins.get(index);
    if (!bin) {
      bin = empty();
      this.#bins.set(index, bin);
    }
    return bin;
  }
}

import type { PileupEvent } from '../recording/events.ts';

/** Something that a person did while a run went on. */
export interface Mark {
  atMs: number;
  text: string;
  /** From here on the run is not the one that its configuration describes. */
  changesRun: boolean;
}

/** The mark that an event is, if it is one. */
export function markOf({ t: atMs, event, data }: PileupEvent): Mark | null {
  switch (event) {
    case 'mark':
      return { atMs, text: data.text, changesRun: false };
    case 'load.change':
      return { atMs, text: `load changed to ${data.connections} connections`, changesRun: true };
    case 'pool.change': {
      const { max, acquireTimeoutMs, maxPending } = data;
      const deadline =
        acquireTimeoutMs === null ? 'no acquire deadline' : `an acquire deadline of ${acquireTimeoutMs} ms`;
      const bound = maxPending === null ? 'no bound of its queue' : `at most ${maxPending} waiting`;
      return { atMs, text: `pool changed to ${max} connections, ${deadline}, ${bound}`, changesRun: true };
    }
    default:
      return null;
  }
}

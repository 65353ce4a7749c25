import type { PileupEvent, PoolSettings } from '../recording/events.ts';

/** How a run is set at one moment. */
export interface Setting {
  phase: string | null;
  connections: number;
  held: boolean;
  pool: PoolSettings | null;
}

/** Follows what the phases and a presenter set, in the order in which it happened. */
export class SettingAt {
  readonly #changes: { t: number; set: Partial<Setting> }[] = [];
  #now: Setting;

  constructor(pool: PoolSettings | null) {
    this.#now = { phase: null, connections: 0, held: false, pool };
  }

  take(event: PileupEvent): void {
    const set = settingOf(event);
    if (set) this.#changes.push({ t: event.t, set });
  }

  /** The setting at `ms`, which must not be before the one that was asked for last. */
  at(ms: number): Setting {
    while (this.#changes[0] && this.#changes[0].t <= ms) {
      this.#now = { ...this.#now, ...this.#changes.shift()?.set };
    }
    return this.#now;
  }
}

function settingOf(event: PileupEvent): Partial<Setting> | null {
  switch (event.event) {
    case 'phase.start':
      return { phase: event.data.name, connections: event.data.connections };
    case 'load.change':
      return { connections: event.data.connections };
    case 'phase.hold':
      return { held: event.data.held };
    case 'pool.change':
      return { pool: event.data };
    default:
      return null;
  }
}

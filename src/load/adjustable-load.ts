import { AutocannonLoad, type AutocannonResult, type LoadPlan } from './autocannon-engine.ts';
import type { Books } from './books.ts';

/** A load whose number of connections can be changed while it runs. */
export class AdjustableLoad {
  readonly #plan: LoadPlan;
  readonly #books: Books;
  readonly #startedMs = performance.now();
  /** The load it began with, and one for each time that connections were added. */
  readonly #loads: AutocannonLoad[] = [];
  readonly #results: Promise<AutocannonResult>[] = [];
  #isStopped = false;

  constructor(plan: LoadPlan, books: Books) {
    this.#plan = plan;
    this.#books = books;
  }

  /** Runs to the end. When it resolves, every request that was sent has been settled. */
  async run(): Promise<AutocannonResult[]> {
    this.#add(this.#plan.connections, this.#plan.durationMs);
    const results: AutocannonResult[] = [];
    // More may be added while these run.
    for (let i = 0; i < this.#results.length; i++) results.push((await this.#results[i]) as AutocannonResult);
    return results;
  }

  /** Goes on with so many connections, at least one: opens more, or lets some finish what they have sent. */
  setConnections(connections: number): void {
    if (this.#isStopped) return;
    const open = this.#loads.reduce((sum, load) => sum + load.connections, 0);
    const leftMs = this.#plan.durationMs - (performance.now() - this.#startedMs);
    if (connections > open && leftMs > 0) this.#add(connections - open, leftMs);
    let surplus = open - Math.max(1, connections);
    // The newest first: the phase lasts as long as the load that it began with.
    for (const load of this.#loads.toReversed()) {
      const gone = Math.min(Math.max(0, surplus), load.connections);
      load.dismiss(gone);
      surplus -= gone;
    }
  }

  /** Ends the load before its time. */
  stop(): void {
    this.#isStopped = true;
    for (const load of this.#loads) load.stop();
  }

  #add(connections: number, durationMs: number): void {
    const load = new AutocannonLoad({ ...this.#plan, connections, durationMs }, this.#books);
    this.#loads.push(load);
    this.#results.push(load.run());
  }
}

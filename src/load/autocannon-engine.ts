import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import type { AutocannonFacts } from '../recording/events.ts';
import type { Books } from './books.ts';
import { Pump } from './pump.ts';

export interface RequestTemplate {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
  /** How many requests of this kind in one round of all kinds. */
  share: number;
}

export interface LoadPlan {
  /** Origin of the target, such as `http://127.0.0.1:3000`. */
  origin: string;
  connections: number;
  pipelining: number;
  timeoutMs: number;
  backoffMs: number;
  keepAlive: boolean;
  requests: readonly RequestTemplate[];
  /** Stop after this many milliseconds. */
  durationMs: number;
  /** Stop after this many requests and wait for what became of each; null: the duration alone ends the load. */
  amount: number | null;
}

/** autocannon's own result of one load, not yet read: several of them can be added up. */
export type AutocannonResult = Record<string, unknown>;

/** How long requests that are open when the load stops may still be answered. */
const graceMs = 250;
const pollMs = 5;
const sampleEveryMs = 50;

/** A closed-loop load: every connection sends its next request when the last one has ended. */
export class AutocannonLoad {
  readonly #plan: LoadPlan;
  readonly #books: Books;
  readonly #pumps: Pump[] = [];
  readonly #stopping = new AbortController();
  readonly #budget: { left: number };
  #dismissed = 0;

  constructor(plan: LoadPlan, books: Books) {
    this.#plan = plan;
    this.#books = books;
    this.#budget = { left: plan.amount ?? Number.POSITIVE_INFINITY };
  }

  /** Connections that go on sending. */
  get connections(): number {
    return this.#pumps.length - this.#dismissed;
  }

  /** Lets so many connections finish what they have sent, and closes them. */
  dismiss(connections: number): void {
    const going = this.#pumps.slice(this.connections - connections, this.connections);
    this.#dismissed += connections;
    for (const pump of going) pump.retire();
  }

  /** Ends the load before its time. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Runs the load to its end. When it resolves, every request that was sent has been settled. */
  async run(): Promise<AutocannonResult> {
    const { connections, pipelining, origin, durationMs } = this.#plan;
    const running = autocannon({
      url: origin,
      connections,
      pipelining,
      requests: this.#requests(),
      setupClient: (client: unknown) => this.#setUp(client),
      // The load is ended here, not by autocannon's clock, which only looks once a sample.
      duration: Math.ceil(durationMs / 1000) + 86_400,
      sampleInt: sampleEveryMs,
      skipAggregateResult: true,
    } as autocannon.Options);
    const result = Promise.resolve(running as PromiseLike<unknown>);
    // autocannon rejects in the same turn when a client cannot be set up; then there is nothing to wait for.
    await Promise.race([result, this.#untilOver(durationMs)]);
    for (const pump of this.#pumps) pump.stop();
    await this.#untilSettled(performance.now() + graceMs);
    for (const pump of this.#pumps) pump.finish();
    return (await result) as AutocannonResult;
  }

  #requests(): autocannon.Request[] {
    return this.#plan.requests.flatMap(({ method, path, headers, body, share }) =>
      Array.from({ length: share }, () => ({ method, path, headers, ...(body ? { body } : {}) }) as autocannon.Request),
    );
  }

  #setUp(client: unknown): void {
    const { timeoutMs, backoffMs, keepAlive } = this.#plan;
    const options = { timeoutMs, backoffMs, keepAlive, budget: this.#budget };
    // autocannon starts every client at the first request; here each starts one further on, so that the kinds mix.
    this.#pumps.push(new Pump(client, this.#books, { ...options, firstRequest: this.#pumps.length }));
  }

  async #untilOver(durationMs: number): Promise<void> {
    const { signal } = this.#stopping;
    const endMs = performance.now() + durationMs;
    if (this.#plan.amount === null) {
      await sleep(durationMs, undefined, { signal }).catch(() => {});
      return;
    }
    while (performance.now() < endMs && !signal.aborted) {
      if (this.#budget.left <= 0 && this.#pumps.every((pump) => pump.isIdle)) return;
      await sleep(pollMs);
    }
  }

  async #untilSettled(deadlineMs: number): Promise<void> {
    while (performance.now() < deadlineMs && this.#pumps.some((pump) => !pump.isIdle)) await sleep(pollMs);
  }
}

/** Adds up autocannon's own results and reads them. */
export function autocannonFacts(results: readonly AutocannonResult[], origin: string): AutocannonFacts {
  // Public, and missing from its types.
  const { aggregateResult } = autocannon as unknown as {
    aggregateResult(results: readonly AutocannonResult[], options: { url: string }): autocannon.Result;
  };
  const total = aggregateResult(results, { url: origin });
  const { p50, p90, p99, max } = total.latency;
  return {
    requests: total.requests.total,
    errors: total.errors,
    timeouts: total.timeouts,
    resets: total.resets,
    non2xx: total.non2xx,
    latencyMs: { p50, p90, p99, max },
  };
}

import { count } from '../numbers.ts';
import type { PileupEvent, PoolSample, PoolSettings } from '../recording/events.ts';
import type { Part } from '../recording/run-directory.ts';
import { type Bin, Bins } from './bins.ts';
import { describeChange } from './describe-change.ts';
import { firstTimes } from './first-times.ts';
import { type Ending, type Frame, frameMs, type LiveEvents, type Mark, type PoolNow, type RunFacts } from './frame.ts';
import { type LatencyCounts, latencyOver } from './latency-window.ts';
import type { PendingPredictor } from './predict-pending.ts';
import { type Setting, SettingAt } from './setting-at.ts';
import { type Measured, verdictNow } from './verdict-now.ts';

export type Publish = <E extends keyof LiveEvents>(event: E, data: LiveEvents[E]) => void;

/** A part that is silent for so long has died or hangs: the others are shown without it. */
const silentAfterMs = 1500;
const chartWindow = 2000 / frameMs;
const numberWindow = 10_000 / frameMs;

/**
 * Folds the events of a recording into frames and marks. The parts may come in any order among themselves: a frame is
 * made once every part has been read beyond its end, so nothing is missing from it and nothing comes twice.
 */
export class Fold {
  readonly #facts: RunFacts;
  readonly #predictor: PendingPredictor | null;
  readonly #publish: Publish;
  readonly #firstsIn = firstTimes();
  readonly #bins = new Bins();
  readonly #setting: SettingAt;
  readonly #latestMs: Record<Part, number>;
  readonly #latencies: (LatencyCounts | null)[] = [];
  readonly #recent: Measured[] = [];
  #startMs: number | null = null;
  #ending: Ending | null = null;
  #pool: PoolSettings | null;
  #sentTotal = 0;
  #grants = { grants: 0, deadGrants: 0 };

  /** `predictor`: null where there is no model of the queue. */
  constructor(facts: RunFacts, predictor: PendingPredictor | null, publish: Publish) {
    this.#facts = facts;
    this.#predictor = predictor;
    this.#publish = publish;
    this.#pool = facts.pool;
    this.#setting = new SettingAt(facts.pool);
    const [silent, neverWaitedFor] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    this.#latestMs = {
      client: silent,
      server: facts.pool ? silent : neverWaitedFor,
      lab: silent,
      database: neverWaitedFor,
    };
  }

  /** How the run ended, once its last event has been read. */
  get ending(): Ending | null {
    return this.#ending;
  }

  take(part: Part, event: PileupEvent): void {
    const { t } = event;
    this.#latestMs[part] = Math.max(this.#latestMs[part], t);
    this.#bins.put(event);
    this.#setting.take(event);
    this.#predictor?.take(event);
    this.#mark(event);
    if (event.event === 'run.end') this.#ending = event.data;
  }

  /** Makes the frames that nothing can be added to any more. */
  advance(): void {
    const { client, server, lab } = this.#latestMs;
    const readMs = Math.max(Math.min(client, server, lab), lab - silentAfterMs);
    while ((this.#bins.next + 1) * frameMs <= readMs) this.#makeFrame(lab);
  }

  /** Makes the frames of all that was read. */
  finish(): void {
    const { client, lab } = this.#latestMs;
    const lastMs = Math.max(client, lab);
    while (this.#bins.next * frameMs < lastMs) this.#makeFrame(lastMs);
  }

  #mark(event: PileupEvent): void {
    const { t } = event;
    switch (event.event) {
      case 'phase.start': {
        this.#startMs ??= t;
        const { name, connections } = event.data;
        const load = connections === 0 ? 'no load' : `${count(connections)} connections`;
        this.#say(t, 'phase', `${name}: ${load}`, name);
        return;
      }
      case 'load.change':
        this.#say(t, 'change', `${count(event.data.connections)} connections`);
        return;
      case 'pool.change':
        this.#say(t, 'change', describeChange(this.#pool, event.data));
        this.#pool = event.data;
        this.#publish('pool', event.data);
        return;
      case 'mark':
        this.#say(t, 'mark', event.data.text);
        return;
      default:
        for (const text of this.#firstsIn(event)) this.#say(t, 'finding', text);
    }
  }

  #say(t: number, kind: Mark['kind'], text: string, label = text): void {
    this.#publish('mark', { seconds: this.#seconds(t), kind, text, label });
  }

  #seconds(t: number): number {
    return Math.round(t - (this.#startMs ?? t)) / 1000;
  }

  #makeFrame(newestMs: number): void {
    const endMs = (this.#bins.next + 1) * frameMs;
    const bin = this.#bins.take();
    this.#latencies.push(bin.latency);
    if (this.#latencies.length > numberWindow) this.#latencies.shift();
    const setting = this.#setting.at(endMs);
    if (this.#startMs === null || endMs <= this.#startMs) return;
    const measured = this.#measure(bin, setting, endMs, newestMs);
    this.#recent.push(measured);
    if (this.#recent.length > numberWindow) this.#recent.shift();
    const frame: Frame = { ...measured, verdict: verdictNow(this.#recent, this.#facts) };
    this.#publish('frame', frame);
  }

  #measure(bin: Bin, setting: Setting, endMs: number, newestMs: number): Measured {
    const { phase, connections, held } = setting;
    const sent = bin.sentTotal === null ? null : bin.sentTotal - this.#sentTotal;
    this.#sentTotal = bin.sentTotal ?? this.#sentTotal;
    return {
      seconds: this.#seconds(endMs),
      ageMs: Math.max(0, Math.round(newestMs - endMs)),
      phase,
      connections,
      held,
      sent,
      outcomes: bin.outcomes,
      latencyMs: this.#latencyOver(chartWindow),
      latency10sMs: this.#latencyOver(numberWindow),
      pool: bin.sample && this.#poolNow(bin.sample.pool),
      predictedPending: this.#predictor && Math.round(this.#predictor.at(endMs)),
      files: bin.lab?.files == null ? null : { open: bin.lab.files, limit: bin.lab.fileLimit },
      loopDelayMs: bin.loopDelayMs,
    };
  }

  #latencyOver(frames: number): Measured['latencyMs'] {
    return latencyOver(this.#latencies.slice(-frames).filter((counts) => counts !== null));
  }

  #poolNow({ max, used, pending, oldestWaitMs, grants, deadGrants }: PoolSample): PoolNow {
    const before = this.#grants;
    this.#grants = { grants, deadGrants };
    return {
      max,
      used,
      pending,
      oldestWaitMs: Math.round(oldestWaitMs),
      grants: grants - before.grants,
      deadGrants: deadGrants - before.deadGrants,
    };
  }
}

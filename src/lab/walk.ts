import { setTimeout as sleep } from 'node:timers/promises';
import { PileupError } from '../errors.ts';
import type { PhaseFacts } from '../recording/events.ts';
import type { Recorder } from '../recording/writer.ts';
import { limits } from '../scenario/schema.ts';
import type { Crew } from './crew.ts';
import type { LoadProgress } from './messages.ts';
import type { PhaseTimer } from './phase-timer.ts';
import { fileLimitOf, kernelCounters, openFiles, socketStatistics } from './proc.ts';
import type { LabOptions } from './run-lab.ts';

/** The walk through the phases. */
export class Walk {
  readonly #options: LabOptions;
  readonly #crew: Crew;
  readonly #recorder: Recorder;
  readonly #phases: readonly PhaseFacts[];
  /** The load stops after so many requests; null: only its time ends it. */
  readonly amount: number | null;
  /** Says when a phase is over, where somebody steers the run; null: each takes its time. */
  readonly #timer: PhaseTimer | null;
  readonly #startedMs = performance.now();
  #phase: PhaseFacts | null = null;
  #load: LoadProgress = { sent: 0, ok: 0, failed: 0, open: 0 };

  constructor(
    options: LabOptions,
    crew: Crew,
    recorder: Recorder,
    run: { phases: readonly PhaseFacts[]; amount: number | null; timer: PhaseTimer | null },
  ) {
    this.#options = options;
    this.#crew = crew;
    this.#recorder = recorder;
    this.#phases = run.phases;
    this.amount = run.amount;
    this.#timer = run.timer;
    crew.load.onMessage((message) => {
      if (message.type === 'progress') this.#load = message.progress;
    });
  }

  /** The phase that runs; null before the first one. */
  get phase(): PhaseFacts | null {
    return this.#phase;
  }

  async toTheEnd(): Promise<void> {
    for (const phase of this.#phases) {
      if (this.#options.interrupted.aborted || this.#timer?.isEnded) return;
      await Promise.race([this.#through(phase), this.#crew.lost]);
    }
  }

  sample(apiPid: number | null): void {
    const files = apiPid === null ? null : openFiles(apiPid);
    const fileLimit = apiPid === null ? null : fileLimitOf(apiPid);
    this.#recorder.record('lab.sample', { files, fileLimit, ...socketStatistics() });
    this.#options.onProgress({
      ...this.#load,
      phase: this.#phase?.name ?? '',
      elapsedSeconds: (performance.now() - this.#startedMs) / 1000,
      totalSeconds: this.#phases.reduce((sum, { seconds }) => sum + seconds, 0),
      files,
    });
  }

  async #through(phase: PhaseFacts): Promise<void> {
    const { interrupted } = this.#options;
    const { name, seconds, connections } = phase;
    this.#phase = phase;
    recordCounters(this.#recorder);
    this.#recorder.record('phase.start', { name, seconds, connections });
    const over = this.#timer?.begin(seconds) ?? null;
    if (connections > 0) await this.#underLoad(phase, over);
    else if (over) await aborted(over, interrupted);
    else await sleep(seconds * 1000, undefined, { signal: interrupted }).catch(() => {});
    if (interrupted.aborted) this.#recorder.record('run.interrupted', { signal: 'SIGINT' });
    this.#recorder.record('phase.end', this.#timer ? { name, seconds: this.#timer.lasted() } : { name });
  }

  #underLoad({ name, seconds, connections }: PhaseFacts, over: AbortSignal | null): Promise<void> {
    const { load } = this.#crew;
    const { interrupted } = this.#options;
    const stop = (): void => load.send({ type: 'stop-phase' });
    return new Promise<void>((resolve, reject) => {
      const off = load.onMessage((message) => {
        if (message.type === 'progress') return;
        off();
        if (message.type === 'failed') {
          const { code, message: text, hint } = message.error;
          reject(new PileupError(code ?? 'PROCESS_FAILED', text, hint === null ? {} : { hint }));
        } else resolve();
      });
      for (const signal of [interrupted, over]) signal?.addEventListener('abort', stop);
      const { amount } = this;
      const durationMs = (over ? limits.seconds : seconds) * 1000;
      load.send({ type: 'phase', phase: { name, connections, durationMs, amount } });
    }).finally(() => {
      for (const signal of [interrupted, over]) signal?.removeEventListener('abort', stop);
    });
  }
}

export function recordCounters(recorder: Recorder): void {
  const counters = kernelCounters();
  if (counters) recorder.record('kernel.counters', counters);
}

function aborted(...signals: AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    if (signals.some(({ aborted }) => aborted)) resolve();
    for (const signal of signals) signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

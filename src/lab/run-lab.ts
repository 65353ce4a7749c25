import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiConfig } from '../api/start-api.ts';
import { PileupError } from '../errors.ts';
import { clockSince, newEpoch } from '../recording/clock.ts';
import type { PhaseFacts } from '../recording/events.ts';
import type { RunDirectory } from '../recording/run-directory.ts';
import { sampleEvery } from '../recording/sample-every.ts';
import { type Recorder, RecordingWriter } from '../recording/writer.ts';
import type { Scenario } from '../scenario/schema.ts';
import { Child, type Exit, exitError } from './child.ts';
import type { DatabaseProcessConfig } from './database-process.ts';
import type { LoadProcessConfig } from './load-process.ts';
import type { LoadProgress } from './messages.ts';
import { fileLimitOf, kernelCounters, openFiles, socketStatistics } from './proc.ts';

const sampleEveryMs = 100;
const host = '127.0.0.1';

/** How a run is going, several times a second. */
export interface LabProgress extends LoadProgress {
  phase: string;
  /** Seconds since the first phase began, and of all phases. */
  elapsedSeconds: number;
  totalSeconds: number;
  files: number | null;
}

export interface LabOptions {
  directory: RunDirectory;
  /** Aborted by the first Ctrl-C: stop the load, write everything. */
  interrupted: AbortSignal;
  /** Aborted by the second one: kill. */
  killed: AbortSignal;
  onProgress(progress: LabProgress): void;
}

export interface LabEnd {
  status: 'complete' | 'partial';
  /** What made it partial. */
  reason: string | null;
  /** The process that died, if one did. */
  lost: PileupError | null;
}

/** A load against somebody else's server. */
export interface LoadRun {
  load: LoadProcessConfig;
  connections: number;
  seconds: number;
  amount: number | null;
}

/** Runs a scenario: database, api and load as processes, then the phases in order. Throws when one cannot start. */
export function runScenario(scenario: Scenario, options: LabOptions): Promise<LabEnd> {
  const { api, pool, load } = scenario;
  return runLab(options, scenario.phases, null, async (crew) => {
    const databaseConfig: DatabaseProcessConfig = scenario.database;
    const database = await crew.start(new Child('database', './database-process.js'), databaseConfig);
    const apiConfig: ApiConfig = {
      style: api.style,
      pool,
      database: { host, port: database.port ?? 0 },
      host,
      port: api.port,
    };
    const server = await crew.start(new Child('api', './api-process.js', api.fileLimit), apiConfig);
    const loadConfig: LoadProcessConfig = {
      origin: `http://${host}:${server.port}`,
      ...load,
      requests: load.requests.map((request) => ({ ...request, headers: {}, body: null })),
    };
    await crew.start(new Child('load', './load-process.js'), loadConfig);
    return server.child.pid;
  });
}

/** Runs the load alone. */
export function runLoad(run: LoadRun, options: LabOptions): Promise<LabEnd> {
  const phases = [{ name: 'load', seconds: run.seconds, connections: run.connections }];
  return runLab(options, phases, run.amount, async (crew) => {
    await crew.start(new Child('load', './load-process.js'), run.load);
    return null;
  });
}

async function runLab(
  options: LabOptions,
  phases: readonly PhaseFacts[],
  amount: number | null,
  begin: (crew: Crew) => Promise<number | null>,
): Promise<LabEnd> {
  const { directory, interrupted, killed } = options;
  const epoch = newEpoch();
  const clock = clockSince(epoch);
  const recorder = new RecordingWriter(directory.file('lab'), clock);
  const crew = new Crew(directory, epoch, recorder);
  const kill = (): void => crew.kill();
  killed.addEventListener('abort', kill);
  let stopSampling = (): void => {};
  let end: LabEnd = { status: 'complete', reason: null, lost: null };
  try {
    const apiPid = await crew.startAll(begin, interrupted);
    const walk = new Walk(options, crew, recorder, phases, amount);
    stopSampling = sampleEvery(sampleEveryMs, () => walk.sample(apiPid));
    await walk.toTheEnd();
    if (interrupted.aborted) end = { status: 'partial', reason: 'interrupted', lost: null };
  } catch (error) {
    const lost = error instanceof PileupError ? error : null;
    const reason = interrupted.aborted ? 'interrupted' : (error as Error).message;
    end = { status: 'partial', reason, lost };
    // Nothing has happened yet that a report could tell of, or this is a defect of pileup.
    if (!interrupted.aborted && (!crew.hasStarted || !lost)) throw error;
  } finally {
    stopSampling();
    await crew.stopAll();
    recordCounters(recorder);
    recorder.record('run.end', { status: end.status, reason: end.reason });
    recorder.close();
    killed.removeEventListener('abort', kill);
  }
  return end;
}

/** The processes of one run. */
class Crew {
  readonly #directory: RunDirectory;
  readonly #epoch: bigint;
  readonly #recorder: Recorder;
  readonly #children: Child[] = [];
  /** Rejects when a process dies that was not asked to. */
  readonly lost: Promise<never>;
  #reject: (error: PileupError) => void = () => {};
  hasStarted = false;
  #isStopping = false;

  constructor(directory: RunDirectory, epoch: bigint, recorder: Recorder) {
    this.#directory = directory;
    this.#epoch = epoch;
    this.#recorder = recorder;
    this.lost = new Promise((_resolve, reject) => {
      this.#reject = reject;
    });
    this.lost.catch(() => {});
  }

  get load(): Child {
    const load = this.#children.find((child) => child.name === 'load');
    if (!load) throw new Error('the load has not been started');
    return load;
  }

  async startAll(begin: (crew: Crew) => Promise<number | null>, interrupted: AbortSignal): Promise<number | null> {
    const pid = await Promise.race([begin(this), aborted(interrupted)]);
    this.hasStarted = true;
    return typeof pid === 'number' ? pid : null;
  }

  async start(child: Child, config: unknown): Promise<{ child: Child; port: number | null }> {
    // Ctrl-C while the processes start: what is only being started now must not outlive the others.
    if (this.#isStopping) {
      child.kill();
      throw new PileupError('PROCESS_FAILED', `the ${child.name} was not started: the run has ended`);
    }
    this.#children.push(child);
    void child.exited.then((exit) => this.#ended(child, exit));
    const part = partOf(child.name);
    const port = await child.start({
      type: 'start',
      epoch: String(this.#epoch),
      recording: this.#directory.file(part),
      log: this.#directory.log(part === 'client' ? 'client' : 'server'),
      config,
    });
    return { child, port };
  }

  /** The load first, so that nothing is asked of an api that is gone; the database last. */
  async stopAll(): Promise<void> {
    this.#isStopping = true;
    for (const child of this.#children.toReversed()) await child.stop();
  }

  kill(): void {
    for (const child of this.#children) child.kill();
  }

  #ended(child: Child, exit: Exit): void {
    const { name, code, signal } = exit;
    this.#recorder.record('process.exit', { name, code, signal, expected: child.isStopping });
    if (!child.isStopping) this.#reject(exitError(exit));
  }
}

/** The walk through the phases. */
class Walk {
  readonly #options: LabOptions;
  readonly #crew: Crew;
  readonly #recorder: Recorder;
  readonly #phases: readonly PhaseFacts[];
  readonly #amount: number | null;
  readonly #startedMs = performance.now();
  #phase = '';
  #load: LoadProgress = { sent: 0, ok: 0, failed: 0, open: 0 };

  constructor(
    options: LabOptions,
    crew: Crew,
    recorder: Recorder,
    phases: readonly PhaseFacts[],
    amount: number | null,
  ) {
    this.#options = options;
    this.#crew = crew;
    this.#recorder = recorder;
    this.#phases = phases;
    this.#amount = amount;
    crew.load.onMessage((message) => {
      if (message.type === 'progress') this.#load = message.progress;
    });
  }

  async toTheEnd(): Promise<void> {
    for (const phase of this.#phases) {
      if (this.#options.interrupted.aborted) return;
      await Promise.race([this.#through(phase), this.#crew.lost]);
    }
  }

  sample(apiPid: number | null): void {
    const files = apiPid === null ? null : openFiles(apiPid);
    const fileLimit = apiPid === null ? null : fileLimitOf(apiPid);
    this.#recorder.record('lab.sample', { files, fileLimit, ...socketStatistics() });
    this.#options.onProgress({
      ...this.#load,
      phase: this.#phase,
      elapsedSeconds: (performance.now() - this.#startedMs) / 1000,
      totalSeconds: this.#phases.reduce((sum, { seconds }) => sum + seconds, 0),
      files,
    });
  }

  async #through(phase: PhaseFacts): Promise<void> {
    const { interrupted } = this.#options;
    const { name, seconds, connections } = phase;
    this.#phase = name;
    recordCounters(this.#recorder);
    this.#recorder.record('phase.start', { name, seconds, connections });
    if (connections === 0) await sleep(seconds * 1000, undefined, { signal: interrupted }).catch(() => {});
    else await this.#underLoad(phase);
    if (interrupted.aborted) this.#recorder.record('run.interrupted', { signal: 'SIGINT' });
    this.#recorder.record('phase.end', { name });
  }

  #underLoad({ name, seconds, connections }: PhaseFacts): Promise<void> {
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
      interrupted.addEventListener('abort', stop);
      const amount = this.#amount;
      load.send({ type: 'phase', phase: { name, connections, durationMs: seconds * 1000, amount } });
    }).finally(() => interrupted.removeEventListener('abort', stop));
  }
}

function partOf(name: string): 'client' | 'server' | 'database' {
  if (name === 'load') return 'client';
  return name === 'api' ? 'server' : 'database';
}

function recordCounters(recorder: Recorder): void {
  const counters = kernelCounters();
  if (counters) recorder.record('kernel.counters', counters);
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

import { PileupError } from '../errors.ts';
import type { RunDirectory } from '../recording/run-directory.ts';
import type { Recorder } from '../recording/writer.ts';
import { type Child, type Exit, exitError } from './child.ts';

/** The processes of one run. */
export class Crew {
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
    const load = this.#named('load');
    if (!load) throw new Error('the load has not been started');
    return load;
  }

  /** Null where the server is somebody else's. */
  get api(): Child | null {
    return this.#named('api');
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

  #named(name: string): Child | null {
    return this.#children.find((child) => child.name === name) ?? null;
  }

  #ended(child: Child, exit: Exit): void {
    const { name, code, signal } = exit;
    this.#recorder.record('process.exit', { name, code, signal, expected: child.isStopping });
    if (!child.isStopping) this.#reject(exitError(exit));
  }
}

function partOf(name: string): 'client' | 'server' | 'database' {
  if (name === 'load') return 'client';
  return name === 'api' ? 'server' : 'database';
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

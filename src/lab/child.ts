import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PileupError } from '../errors.ts';
import type { FromChild, ToChild } from './messages.ts';

export interface Exit {
  name: string;
  code: number | null;
  signal: string | null;
  /** What the process last wrote to stderr. */
  lastWords: string;
}

const startDeadlineMs = 20_000;
const stopDeadlineMs = 10_000;
const lastWordsBytes = 2000;

/** One process of the lab, seen from the lab. */
export class Child {
  readonly name: string;
  readonly exited: Promise<Exit>;
  readonly #process: ChildProcess;
  readonly #listeners = new Set<(message: FromChild) => void>();
  #isStopping = false;
  #hasExited = false;

  /** Starts the entry point `module` (a file of this folder), with a limit of open files of its own if one is given. */
  constructor(name: string, module: string, fileLimit: number | null = null) {
    this.name = name;
    const entry = fileURLToPath(new URL(module, import.meta.url));
    const [command, args]: [string, string[]] =
      fileLimit === null
        ? [process.execPath, [entry]]
        : // Node raises its soft limit to the hard one, so both are lowered.
          ['/bin/sh', ['-c', 'ulimit -n "$1" && exec "$2" "$3"', 'sh', String(fileLimit), process.execPath, entry]];
    this.#process = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let lastWords = '';
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-lastWordsBytes);
    });
    this.#process.on('message', (message: FromChild) => {
      for (const listener of this.#listeners) listener(message);
    });
    this.exited = new Promise((resolve) => {
      this.#process.once('error', (error) => resolve({ name, code: null, signal: null, lastWords: error.message }));
      this.#process.once('close', (code, signal) => resolve({ name, code, signal, lastWords: lastWords.trim() }));
    });
    void this.exited.then(() => {
      this.#hasExited = true;
    });
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  get hasExited(): boolean {
    return this.#hasExited;
  }

  /** Calls `listener` with every message until the function that is returned is called. */
  onMessage(listener: (message: FromChild) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  send(message: ToChild): void {
    if (this.#process.connected) this.#process.send(message, () => {});
  }

  /** Sends the start message; resolves with the port once the process says that it runs. Throws PROCESS_FAILED. */
  start(message: ToChild & { type: 'start' }): Promise<number | null> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new PileupError('PROCESS_FAILED', `the ${this.name} did not start within ${startDeadlineMs / 1000} s`));
      }, startDeadlineMs);
      void this.exited.then((exit) => reject(exitError(exit)));
      const off = this.onMessage((answer) => {
        clearTimeout(timer);
        off();
        if (answer.type === 'started') resolve(answer.port);
        else if (answer.type === 'failed') {
          const { code, message: text, hint } = answer.error;
          reject(
            new PileupError(code ?? 'PROCESS_FAILED', `the ${this.name} did not start: ${text}`, {
              hint: hint ?? 'run it alone with pileup serve to see more',
            }),
          );
        }
      });
      void this.exited.then(() => clearTimeout(timer));
      this.send(message);
    });
  }

  /** Asks the process to end and waits; kills it when it does not. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#hasExited) return;
    this.#process.kill('SIGTERM');
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), stopDeadlineMs);
    await this.exited;
    clearTimeout(timer);
  }

  kill(): void {
    this.#isStopping = true;
    if (!this.#hasExited) this.#process.kill('SIGKILL');
  }
}

/** The error that names a process that is gone, with the last line that it wrote to stderr. */
export function exitError({ name, code, signal, lastWords }: Exit): PileupError {
  const how = signal ? `was killed by ${signal}` : `ended with code ${code}`;
  const reason = lastWords.split('\n').find((line) => /error/i.test(line)) ?? lastWords.split('\n').at(-1);
  return new PileupError('PROCESS_FAILED', `the ${name} ${how}${reason ? `: ${reason.trim()}` : ''}`, {
    hint: 'the recording up to then is kept; pileup report shows it',
  });
}

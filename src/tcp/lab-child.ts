import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PileupError } from '../errors.ts';

const answerDeadlineMs = 20_000;

/** A process of a case: it answers one message at a time, and stands still in between where it says so. */
export interface LabChild {
  /** Sends a word and gives the answer. Throws PROCESS_FAILED when the process dies or does not answer. */
  ask<Answer>(word: string | number): Promise<Answer>;
  /** Ends the process's synchronous wait on its standard input. */
  unblock(): void;
  stop(): Promise<void>;
}

/** Starts `module`, a file of this folder without its extension, with a limit of open files where one is given. */
export function startLabChild(module: string, fileLimit: number | null): LabChild {
  const entry = fileURLToPath(new URL(`./${module}${extname(import.meta.url)}`, import.meta.url));
  const [command, args]: [string, string[]] =
    fileLimit === null
      ? [process.execPath, [entry]]
      : // Node raises its soft limit to the hard one, so both are lowered.
        ['/bin/sh', ['-c', 'ulimit -n "$1" && exec "$2" "$3"', 'sh', String(fileLimit), process.execPath, entry]];
  const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'pipe', 'ipc'] });
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-1000);
  });
  child.stdin?.on('error', () => {});
  const exited = once(child, 'close').catch(() => {});

  return {
    ask: <Answer>(word: string | number) =>
      new Promise<Answer>((resolve, reject) => {
        const fail = (what: string): void =>
          reject(new PileupError('PROCESS_FAILED', `a process of the socket lab ${what}: ${lastWords.trim()}`));
        const timer = setTimeout(() => fail(`did not answer ${word}`), answerDeadlineMs);
        void exited.then(() => {
          clearTimeout(timer);
          fail('ended');
        });
        child.once('message', (answer: Answer) => {
          clearTimeout(timer);
          resolve(answer);
        });
        child.send(word, () => {});
      }),
    unblock: () => {
      child.stdin?.write('\n');
    },
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

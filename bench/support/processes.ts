import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Summary } from '../../src/ledger/summary.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'bin', 'pileup.js');

export interface Finished {
  code: number | null;
  stdout: string;
  /** Highest resident memory of the process, in megabytes; 0 where there is no /proc. */
  peakMb: number;
  seconds: number;
}

/** Runs a Node program to its end. */
export async function runNode(args: readonly string[]): Promise<Finished> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: root });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  let peakMb = 0;
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(child.pid ?? -1));
  }, 20);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(watch);
  return { code, stdout, peakMb, seconds: (performance.now() - startedMs) / 1000 };
}

/** The kernel's own high-water mark of a process's memory. */
export function peakOf(pid: number): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Runs a command of pileup with `--json` and a recording that is thrown away. Throws unless it ends with 0. */
export async function pileup(args: readonly string[]): Promise<Summary> {
  const directory = mkdtempSync(join(tmpdir(), 'pileup-bench-'));
  try {
    const { code, stdout } = await runNode([bin, ...args, '--json', '--out', join(directory, 'run')]);
    if (code !== 0) throw new Error(`pileup ${args.join(' ')} ended with ${code}`);
    return JSON.parse(stdout) as Summary;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

export interface Served {
  url: string;
  stop(): Promise<void>;
}

/** Starts `code`, a module that prints the port it listens on as its first line. */
export async function serve(code: string): Promise<Served> {
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: root,
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.once('data', (text) => resolve(Number(text)));
    child.once('exit', () => reject(new Error('the server ended before it listened')));
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

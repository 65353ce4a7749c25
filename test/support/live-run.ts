import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface LiveRun {
  /** The page's URL, once the run has said it. */
  url(): string | null;
  done: Promise<{ code: number | null; stdout: string; stderr: string }>;
  kill(): void;
}

/** Runs the incident of the build with a live page, as `pileup demo --live --present` does. */
export function startLiveRun(options: { out: string; present: boolean; set: readonly string[] }): LiveRun {
  const command = fileURLToPath(new URL('../../dist/commands/run.js', import.meta.url));
  const settings = { failOn: [], style: 'gin', live: true, ...options };
  const code = `const { run } = await import(${JSON.stringify(command)});
    process.exitCode = await run('pool-exhaustion', ${JSON.stringify(settings)});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { PATH: process.env.PATH ?? '', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return {
    url: () => /^live page: (\S+)$/m.exec(stderr)?.[1] ?? null,
    done: new Promise((resolve) => child.once('close', (exit) => resolve({ code: exit, stdout, stderr }))),
    kill: () => child.kill('SIGKILL'),
  };
}

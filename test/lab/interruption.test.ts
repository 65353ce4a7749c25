import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningCli, runCli, startCli, temporaryDirectory } from '../support/cli.ts';
import { childrenOf, isRunning } from '../support/processes.ts';
import { until } from '../support/until.ts';

let directory: ReturnType<typeof temporaryDirectory>;
let out: string;

beforeEach(() => {
  directory = temporaryDirectory();
  out = join(directory.path, 'run');
});
afterEach(() => directory.remove());

/** A demo whose load has begun to fail, and the pids of its processes. */
async function failingDemo(): Promise<RunningCli & { pid: number; children: Map<string, number> }> {
  const running = startCli(['demo', '--out', out, '--set', 'phases.0.seconds=0.5']);
  const pid = running.child.pid ?? -1;
  await until(() => linesOf('client').some((line) => line.includes('"outcome":"timeout"')), 'a request has timed out');
  const children = new Map([...childrenOf(pid)].map(([child, command]) => [nameOf(command), child]));
  return { ...running, pid, children };
}

function nameOf(command: string): string {
  return /(\w+)-process\.js/.exec(command)?.[1] ?? command;
}

function linesOf(part: string): string[] {
  try {
    return readFileSync(join(out, `${part}.ndjson`), 'utf8').split('\n');
  } catch {
    return [];
  }
}

function expectNoneLeft(children: Map<string, number>): void {
  expect([...children.keys()].toSorted()).toEqual(['api', 'database', 'load']);
  expect([...children].filter(([, pid]) => isRunning(pid))).toEqual([]);
}

test('the first Ctrl-C stops the load and leaves a whole recording that says it is partial', async () => {
  const demo = await failingDemo();
  demo.child.kill('SIGINT');
  const { code, stdout, stderr } = await demo.done;
  expect(code).toBe(130);
  expect(stdout).toMatch(/^This recording is partial/);
  expect(stdout).toMatch(/^books .*: balanced$/m);
  expect(stderr).toContain('once more to kill');
  expectNoneLeft(demo.children);
});

test('the second Ctrl-C kills, and what was recorded still reads', async () => {
  const demo = await failingDemo();
  demo.child.kill('SIGINT');
  await until(() => linesOf('lab').some((line) => line.includes('run.interrupted')), 'the load has stopped');
  demo.child.kill('SIGINT');
  const { code } = await demo.done;
  expect(code).toBe(130);
  expectNoneLeft(demo.children);
  const report = await runCli(['report', out]);
  expect(report.code).toBe(0);
  expect(report.stdout).toMatch(/^This recording is partial/);
});

describe('a process that is killed in mid-run', () => {
  test.each([
    ['database', 'missing  of the database: all after'],
    ['api', 'missing  of the api: all after'],
    ['load', 'missing  of the client: all after'],
  ])('the %s: the run ends, and the report says what is missing', async (name, missing) => {
    const demo = await failingDemo();
    process.kill(demo.children.get(name) ?? -1, 'SIGKILL');
    const { code, stderr, stdout } = await demo.done;
    expect(code).toBe(2);
    expect(stderr).toContain(`error: the ${name} was killed by SIGKILL`);
    expect(stderr).toMatch(/^hint: /m);
    expect(stdout).toContain(missing);
    expectNoneLeft(demo.children);
    const report = await runCli(['report', out]);
    expect(report.stdout).toMatch(/^This recording is partial/);
    expect(report.stdout).toContain(missing);
    expect(report.code).toBe(0);
  });

  test('the lab itself: the others end by themselves', async () => {
    const demo = await failingDemo();
    process.kill(demo.pid, 'SIGKILL');
    await demo.done;
    await until(() => [...demo.children.values()].every((pid) => !isRunning(pid)), 'every process has ended');
    const report = await runCli(['report', out]);
    expect(report.stdout).toMatch(/^This recording is partial/);
    expect(report.stdout).toContain('missing  of the lab');
  });
});

test('Ctrl-C while the processes start leaves none of them', async () => {
  const { child, done } = startCli(['demo', '--out', out]);
  const pid = child.pid ?? -1;
  const processes = (): number[] =>
    [...childrenOf(pid)].filter(([, command]) => command.includes('-process.js')).map(([one]) => one);
  await until(() => processes().length > 0, 'the first process');
  const first = processes();
  child.kill('SIGINT');
  await until(() => child.exitCode !== null || childrenOf(pid).size === 0, 'the end of the processes');
  expect((await done).code).toBe(130);
  expect(first.filter(isRunning)).toEqual([]);
  expect((await runCli(['report', out])).stdout).toContain('Nothing was sent');
});

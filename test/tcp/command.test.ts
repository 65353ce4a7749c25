import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tcp } from '../../src/commands/tcp.ts';
import { PileupError } from '../../src/errors.ts';
import { catalogue, type TcpCase } from '../../src/tcp/catalogue.ts';
import type { LabReport } from '../../src/tcp/lab-report.ts';
import { typescriptChildren } from './children.ts';

let stdout = '';
beforeEach(() => {
  stdout = '';
  vi.stubEnv('NODE_OPTIONS', typescriptChildren);
  vi.stubEnv('NO_COLOR', '1');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** The catalogue with one expectation that cannot come true. */
function withWrongExpectation(name: string): TcpCase[] {
  return catalogue.map((tcpCase) =>
    tcpCase.name === name ? ({ ...tcpCase, expects: { ...tcpCase.expects, net: 'a miracle' } } as TcpCase) : tcpCase,
  );
}

it('gives 0 when a case is as expected', async () => {
  expect(await tcp(['node-rst-before-response'], {})).toBe(0);
  expect(stdout).not.toContain('✗');
});

it.runIf(process.platform === 'linux')('marks a row with a wrong expectation and gives 1', async () => {
  const name = 'node-rst-before-response';
  expect(await tcp([name], {}, withWrongExpectation(name))).toBe(1);
  expect(stdout).toContain('✗ net    read ECONNRESET  expected a miracle');
});

it('prints one document with --json', async () => {
  expect(await tcp(['node-fin-mid-body'], { json: true })).toBe(0);
  const report = JSON.parse(stdout) as LabReport;
  expect(Object.keys(report)).toEqual(['schemaVersion', 'place', 'rows', 'counts']);
  expect(report.schemaVersion).toBe(1);
  expect(report.place).toMatchObject({ node: process.versions.node, libuv: process.versions.uv });
  expect(Object.keys(report.rows[0] ?? {}).sort()).toEqual([
    'calls',
    'checks',
    'claims',
    'counters',
    'kind',
    'lesson',
    'name',
    'reason',
    'status',
    'steps',
    'title',
    'wireIs',
  ]);
});

it('refuses a case that it does not know, and says which was meant', async () => {
  const refusal = await tcp(['broken_pipe'], {}).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(PileupError);
  expect(refusal).toMatchObject({ code: 'BAD_USAGE', hint: 'did you mean broken-pipe?' });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PhaseSummary, Summary } from '../../src/ledger/summary.ts';
import { runCli, temporaryDirectory } from '../support/cli.ts';

const shorter = ['1.5', '6', '4', '1.5'].flatMap((seconds, i) => ['--set', `phases.${i}.seconds=${seconds}`]);

async function demo(out: string, args: readonly string[]): Promise<Summary> {
  const { stdout, stderr, code } = await runCli(['demo', '--json', '--out', out, ...shorter, ...args]);
  expect(stderr).not.toContain('error:');
  expect(code).toBe(0);
  return JSON.parse(stdout) as Summary;
}

function phase(summary: Summary, name: string): PhaseSummary {
  const found = summary.phases.find((one) => one.name === name);
  if (!found) throw new Error(`no phase ${name}`);
  return found;
}

describe('the incident, as Gin shows it', () => {
  const directory = temporaryDirectory();
  const out = join(directory.path, 'run');
  let summary: Summary;

  beforeAll(async () => {
    summary = await demo(out, []);
  }, 60_000);
  afterAll(() => directory.remove());

  test('the books balance', () => {
    expect(summary.conservation.violations).toEqual([]);
    expect(summary.conservation.missing).toEqual([]);
    expect(summary.conservation.balanced).toBe(true);
    const { sent, settled } = summary.conservation;
    const outcomes = Object.values(summary.client.outcomes).reduce((sum, n) => sum + n, 0);
    expect([settled, outcomes]).toEqual([sent, sent]);
    expect(summary.run.status).toBe('complete');
    expect(summary.verdict.code).toBe('pool_exhausted');
  });

  test('every kind of failure comes out of the mechanism', () => {
    const { outcomes } = summary.client;
    for (const outcome of ['timeout', 'reset', 'broken_pipe', 'closed_early'] as const) {
      expect(outcomes[outcome], outcome).toBeGreaterThan(0);
    }
    expect(outcomes.other_error).toBeUndefined();
    expect(summary.server?.outcomes.write_failed).toBeGreaterThan(0);
    expect(summary.client.errors['reset read ECONNRESET']).toBeGreaterThan(0);
    expect(summary.client.errors['broken_pipe write EPIPE']).toBe(outcomes.broken_pipe);
  });

  test('before and after it, everything is answered', () => {
    for (const name of ['baseline', 'recovery']) {
      const { outcomes } = phase(summary, name);
      expect(Object.keys(outcomes).filter((outcome) => outcome !== 'unfinished')).toEqual(['ok']);
    }
  });

  test('after its first quarter the pile-up gets no answers from a busy pool', () => {
    const { settled, predicted } = phase(summary, 'pile-up');
    expect(settled.okPerSec).toBeLessThan(0.05 * (predicted?.capacityPerSec ?? Number.NaN));
    expect(settled.pool?.busyShare).toBeGreaterThan(0.95);
    expect((settled.pool?.deadGrants ?? 0) / (settled.pool?.grants ?? 0)).toBeGreaterThan(0.95);
  });

  test('every answer is complete at the api, and what never reached it says why', () => {
    const rows = summary.reconciliation ?? [];
    expect(rows.filter(({ client }) => client === 'ok').map(({ server }) => server)).toEqual(['completed']);
    const explained = ['reset', 'closed_early', 'broken_pipe', 'refused', 'timeout', 'unfinished'];
    const missed = rows.filter(({ server }) => server === 'never_reached').map(({ client }) => client);
    expect(missed.length).toBeGreaterThan(0);
    expect(missed.filter((outcome) => !explained.includes(outcome))).toEqual([]);
    expect(summary.client.timeoutStages.connect ?? 0).toBe(
      rows.find(({ client, server }) => client === 'timeout' && server === 'never_reached')?.count ?? 0,
    );
  });

  test('every order is an answered one or a ghost', () => {
    const { written, answered, ghost } = summary.orders ?? { written: 0, answered: 0, ghost: -1 };
    expect(ghost).toBeGreaterThan(0);
    expect(answered + ghost).toBe(written);
    expect(summary.ghostWrites).toBe(ghost);
  });

  test('the story is told in order and ends with an idle pool', () => {
    const times = summary.story.map(({ atSeconds }) => atSeconds);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const codes = summary.story.map(({ code }) => code);
    for (const code of ['queue', 'client_timeout', 'dead_grant', 'write_failed', 'files_full', 'idle_again']) {
      expect(codes).toContain(code);
    }
    expect(codes.indexOf('queue')).toBeLessThan(codes.indexOf('client_timeout'));
    expect(codes.indexOf('client_timeout')).toBeLessThan(codes.indexOf('client_broken_pipe'));
    expect(summary.pool?.workedForNobodySeconds).toBeGreaterThan(0);
  });

  test('autocannon stands beside the ledger', () => {
    expect(summary.autocannon?.requests).toBe(summary.client.outcomes.ok);
    expect(summary.autocannon?.timeouts).toBe(summary.client.outcomes.timeout);
    expect(summary.findings.map(({ code }) => code)).toContain('AUTOCANNON_DIFFERS');
  });

  test('each failed write is a line in the log of the api, and each failure one in that of the client', () => {
    const api = readFileSync(join(out, 'server.log'), 'utf8').trim().split('\n');
    expect(api.length).toBe(summary.server?.log.lines);
    const broken = api.map((line) => JSON.parse(line)).filter(({ outcome }) => outcome === 'write_failed');
    expect(broken.length).toBe(summary.server?.outcomes.write_failed);
    expect(broken[0]).toMatchObject({
      err: { code: 'EPIPE', errno: -32, syscall: 'write' },
      route: expect.stringMatching(/^(GET|POST) \/orders/),
      waitedMs: expect.any(Number),
      elapsedMs: expect.any(Number),
      clientGone: true,
      pool: { total: 4, used: expect.any(Number), idle: expect.any(Number), pending: expect.any(Number) },
      msg: 'write: broken pipe',
    });
  });

  test('report makes the same summary again from the recording', async () => {
    const again = await runCli(['report', out, '--json']);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toEqual(summary);
    expect(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))).toEqual(summary);
    expect(existsSync(join(out, 'manifest.json'))).toBe(true);
  });
});

test('as Node shows it, the same load gives time-outs and an empty log', async () => {
  const directory = temporaryDirectory();
  try {
    const summary = await demo(join(directory.path, 'run'), ['--style', 'node']);
    expect(summary.conservation.balanced).toBe(true);
    const failures = Object.keys(summary.client.outcomes).filter((outcome) => !['ok', 'unfinished'].includes(outcome));
    expect(failures).toEqual(['timeout']);
    expect(summary.server?.log.lines).toBe(0);
    expect(summary.server?.outcomes.client_gone_waiting).toBeGreaterThan(0);
    expect(summary.findings.map(({ code }) => code)).toContain('SILENT_SERVER');
  } finally {
    directory.remove();
  }
});

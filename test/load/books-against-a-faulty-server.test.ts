import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Summary } from '../../src/ledger/summary.ts';
import { runCli, temporaryDirectory } from '../support/cli.ts';
import { type FaultyOptions, type FaultyServer, median, startFaultyServer } from '../support/faulty-server.ts';

const serviceMs = 20;
const amount = 300;

let directory: ReturnType<typeof temporaryDirectory>;
let server: FaultyServer | undefined;

beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(async () => {
  await server?.close();
  directory.remove();
});

function counts(): FaultyServer['counts'] {
  if (!server) throw new Error('the server has not been started');
  return server.counts;
}

async function load(options: Partial<FaultyOptions>, args: readonly string[] = []): Promise<Summary> {
  server = await startFaultyServer({ fault: null, everyNth: 10, serviceMs, ...options });
  const out = join(directory.path, 'run');
  const common = ['-c', '3', '-a', String(amount), '-d', '60', '-t', '0.4', '--backoff', '20', '--json', '--out', out];
  const { stdout, stderr, code } = await runCli(['load', server.url, ...common, ...args]);
  expect(stderr).not.toContain('error:');
  expect(code).toBe(0);
  return JSON.parse(stdout) as Summary;
}

/**
 * Every class is as large as the server says, and the median is that of the good answers. The tolerance is for a busy
 * machine: bench/faults.ts shows that it is right to a millisecond on a quiet one.
 */
function expectExact(summary: Summary, outcomes: Summary['client']['outcomes']): void {
  expect(summary.client.outcomes).toEqual(outcomes);
  expect(summary.conservation).toMatchObject({ sent: amount, settled: amount, unfinished: 0, balanced: true });
  const truth = median(server?.healthyMs ?? []);
  expect(Math.abs((summary.client.latencyMs?.p50 ?? Number.NaN) - truth)).toBeLessThan(10);
}

describe('every class is counted as the server counted it', () => {
  test('requests that are reset', async () => {
    const summary = await load({ fault: 'reset' });
    expect(counts().reset).toBe(amount / 10);
    expectExact(summary, { ok: counts().healthy, reset: counts().reset });
    expect(summary.client.errors).toEqual({ 'reset read ECONNRESET': amount / 10 });
  });

  test('connections that are closed before the response', async () => {
    const summary = await load({ fault: 'fin' });
    expectExact(summary, { ok: counts().healthy, closed_early: counts().fin });
    // autocannon does not count these at all.
    expect(summary.autocannon?.errors).toBe(0);
    expect(summary.findings.map(({ code }) => code)).toContain('AUTOCANNON_DIFFERS');
  });

  test('requests that are never answered', async () => {
    const summary = await load({ fault: 'hang' });
    expectExact(summary, { ok: counts().healthy, timeout: counts().hang });
    expect(summary.client.timeoutStages).toEqual({ wait: counts().hang });
    expect(summary.client.failureAgeMs?.p50).toBeGreaterThanOrEqual(400);
  });

  test('bodies that are cut by a FIN', async () => {
    const summary = await load({ fault: 'cut' });
    expectExact(summary, { ok: counts().healthy, closed_early: counts().cut });
  });

  test('bodies that are cut by an RST', async () => {
    const summary = await load({ fault: 'cut-reset' });
    expectExact(summary, { ok: counts().healthy, reset: counts()['cut-reset'] });
  });

  test('answers that each close the connection', async () => {
    const summary = await load({ closes: true });
    expectExact(summary, { ok: amount });
    // One more: the command looks whether anything listens before it starts.
    expect(server?.connections()).toBe(amount + 1);
  });

  test('bodies without a length', async () => {
    const summary = await load({ withoutLength: true });
    expectExact(summary, { ok: amount });
  });

  test('one request a connection, as asked for', async () => {
    const summary = await load({}, ['--no-keep-alive']);
    expectExact(summary, { ok: amount });
    expect(server?.connections()).toBe(amount + 1);
  });

  test('bytes that are no HTTP', async () => {
    const summary = await load({ fault: 'garbage' });
    expectExact(summary, { ok: counts().healthy, other_error: counts().garbage });
    expect(summary.client.errors).toEqual({ 'other_error HPE_INVALID_CONSTANT': counts().garbage });
  });

  test('error statuses and shed requests', async () => {
    const failed = await load({ fault: 'error' });
    expect(failed.client.outcomes).toEqual({ ok: counts().healthy, http_error: counts().error });
    await server?.close();
    directory.remove();
    const shed = await load({ fault: 'unavailable' });
    expect(shed.client.outcomes).toEqual({ ok: counts().healthy, rejected: counts().unavailable });
  });

  test('answers to HEAD, which have a length and no body', async () => {
    const summary = await load({}, ['-m', 'HEAD']);
    expectExact(summary, { ok: amount });
  });

  test('a body that is sent', async () => {
    const summary = await load({ fault: 'reset' }, ['-m', 'POST', '-b', 'x'.repeat(40_000)]);
    expectExact(summary, { ok: counts().healthy, reset: counts().reset });
  });
});

test('with pipelining, one fault ends every request that was open on its connection', async () => {
  const summary = await load({ fault: 'reset', everyNth: 50 }, ['-p', '3']);
  const { outcomes } = summary.client;
  expect(summary.conservation).toMatchObject({ sent: amount, settled: amount, balanced: true });
  expect(outcomes.reset).toBeGreaterThanOrEqual(counts().reset);
  expect(outcomes.ok).toBeLessThanOrEqual(counts().healthy);
  expect((outcomes.ok ?? 0) + (outcomes.reset ?? 0)).toBe(amount);
});

test('a load in one run has the server side null', async () => {
  const summary = await load({});
  expect(summary.server).toBeNull();
  expect(summary.reconciliation).toBeNull();
  expect(summary.ghostWrites).toBeNull();
  expect(summary.pool).toBeNull();
});

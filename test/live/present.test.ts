import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Summary } from '../../src/ledger/summary.ts';
import type { EventData, EventName, PileupEvent } from '../../src/recording/events.ts';
import { isFailure } from '../../src/recording/outcomes.ts';
import type { Part } from '../../src/recording/run-directory.ts';
import { lacksChromium, launchChromium } from '../support/chromium.ts';
import { temporaryDirectory } from '../support/cli.ts';
import { type LiveRun, startLiveRun } from '../support/live-run.ts';
import { until } from '../support/until.ts';

describe.skipIf(lacksChromium)('a presenter', () => {
  let browser: Browser;
  let page: Page;
  let directory: ReturnType<typeof temporaryDirectory>;
  let out: string;
  let run: LiveRun;
  let said: string[];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    directory = temporaryDirectory();
    out = join(directory.path, 'run');
    // So short that a phase would be over at once if it were not held.
    run = startLiveRun({ out, present: true, set: [0, 1, 2, 3].map((i) => `phases.${i}.seconds=0.2`) });
    await until(() => run.url() !== null, 'the URL of the page');
    page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    said = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    await page.goto(run.url() ?? '');
  });
  afterEach(async () => {
    await page.close();
    run.kill();
    await run.done;
    directory.remove();
  });

  const shows = (id: string, wanted: string | RegExp): Promise<void> =>
    page.locator(`#${id}`, { hasText: wanted }).waitFor();

  function recorded<E extends EventName>(part: Part, name: E): { t: number; data: EventData[E] }[] {
    const lines = readFileSync(join(out, `${part}.ndjson`), 'utf8')
      .split('\n')
      .slice(0, -1);
    return lines.map((line) => JSON.parse(line) as PileupEvent).filter(({ event }) => event === name) as never;
  }
  const lastSample = (): EventData['server.sample'] | undefined => recorded('server', 'server.sample').at(-1)?.data;

  test('walks the phases by hand, changes pool and load while it runs, and the errors stop', async () => {
    await shows('phase', 'baseline, 4 connections (held)');
    await page.click('#next');
    await shows('phase', 'pile-up, 160 connections (held)');
    await shows('verdict', 'Nobody is answered');
    expect(
      await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]),
    ).toEqual([1280, 720]);

    await page.fill('#pool-deadline', '500');
    await page.click('#pool-set');
    await shows('answer', 'pool: done');
    await shows('news-text', 'deadline 500 ms');
    // Two seconds without a failure.
    await shows('verdict', 'Every request is answered');

    await page.fill('#pool-max', '12');
    await page.press('#pool-max', 'Enter');
    await until(() => lastSample()?.pool.used === 12, 'twelve connections in use');
    await page.fill('#pool-max', '3');
    await page.fill('#pool-queue', '50');
    await page.click('#pool-set');
    await until(
      () => lastSample()?.pool.total === 3 && lastSample()?.pool.pending === 50,
      'three and a queue of fifty',
    );

    await page.fill('#connections', '20');
    await page.click('#load-set');
    await until(() => lastSample()?.sockets === 20, 'twenty sockets');
    await page.fill('#connections', '40');
    await page.click('#load-set');
    await until(() => lastSample()?.sockets === 40, 'forty sockets');

    await page.click('#next');
    await shows('phase', 'drain, no load');
    await page.click('#load-set');
    await shows('answer', 'not done');
    await page.click('#end');
    const { code, stdout, stderr } = await run.done;
    expect([code, stderr]).toEqual([0, expect.stringContaining('live page:')]);
    await shows('badge', 'ENDED');
    expect(said).toEqual([]);

    const [deadline] = recorded('lab', 'pool.change');
    const [grown] = recorded('lab', 'pool.change').slice(1);
    expect(deadline?.data).toEqual({ max: 4, acquireTimeoutMs: 500, maxPending: null });
    const failures = recorded('client', 'client.request').filter(({ data }) => isFailure(data.outcome));
    const between = (fromMs: number, toMs: number): number =>
      failures.filter(({ t }) => t > fromMs && t <= toMs).length;
    const [changedMs, grownMs] = [deadline?.t ?? 0, grown?.t ?? 0];
    expect(between(changedMs - 1000, changedMs)).toBeGreaterThan(100);
    // The verdict that the pool was grown after had seen none for two seconds; one of them may have been on its way.
    expect(between(grownMs - 1500, grownMs)).toBe(0);

    const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as Summary;
    expect(summary.conservation).toMatchObject({ balanced: true, violations: [], missing: [] });
    expect(summary.phases.map(({ name }) => name)).toEqual(['baseline', 'pile-up', 'drain']);
    expect(summary.phases[1]?.seconds).toBeGreaterThan(4);
    expect(summary.phases[1]?.predicted).toBeNull();
    expect(recorded('lab', 'load.change').map(({ data }) => data.connections)).toEqual([20, 40]);
    expect(stdout).toContain('balanced');
  });

  test('may let the phases go on in their own time', async () => {
    await shows('phase', '(held)');
    await page.click('#hold');
    const { code } = await run.done;
    expect(code).toBe(0);
    expect(recorded('lab', 'phase.end').map(({ data }) => data.name)).toEqual([
      'baseline',
      'pile-up',
      'drain',
      'recovery',
    ]);
  });
});

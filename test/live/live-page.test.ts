import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Controls } from '../../src/lab/controls.ts';
import { type Live, startLive } from '../../src/live/start-live.ts';
import { lacksChromium, launchChromium } from '../support/chromium.ts';
import { type LiveDirectory, liveDirectory } from '../support/live-directory.ts';
import { until } from '../support/until.ts';

const hostile = '</span><img src=x onerror="document.title=1"><script>alert(1)</script>"\'&\u202e\u001b[31m';

describe.skipIf(lacksChromium)('the live page', () => {
  let browser: Browser;
  let page: Page;
  let run: LiveDirectory;
  let live: Live;
  let controls: Controls;
  /** What the browser complained of, and what it asked for. */
  let said: string[];
  let asked: { path: string }[];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    run = liveDirectory();
    controls = new Controls(false);
    live = await startLive({ directory: run.directory, controls });
    page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    said = [];
    asked = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => {
      const { pathname, host } = new URL(request.url());
      if (host !== new URL(live.url).host && !request.url().startsWith('data:')) said.push(`asked ${request.url()}`);
      asked.push({ path: pathname });
    });
    await page.goto(live.url);
  });
  afterEach(async () => {
    await page.close();
    await live.close();
    run.remove();
  });

  const text = (id: string): Promise<string | null> => page.locator(`#${id}`).textContent();
  const shows = (id: string, wanted: string | RegExp): Promise<void> =>
    page.locator(`#${id}`, { hasText: wanted }).waitFor();
  const drawn = (frames: number): Promise<void> => page.locator(`#charts[data-frames="${frames}"]`).waitFor();

  function write(fromSeconds: number, toSeconds: number, more: { pending?: number; failed?: number } = {}): void {
    if (fromSeconds === 0) run.write('lab', 0, 'phase.start', { name: 'baseline', seconds: 4, connections: 160 });
    for (let tenth = fromSeconds * 10 + 1; tenth <= toSeconds * 10; tenth++) run.tenth(tenth * 100, 8, more);
  }

  /** How many different colours a chart's canvas has: what is empty has one. */
  const coloursIn = (id: string): Promise<number> =>
    page.locator(`#${id} canvas`).evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      const seen = new Set<number>();
      for (let i = 0; i < pixels.length; i += 4) {
        seen.add(((pixels[i] ?? 0) << 16) | ((pixels[i + 1] ?? 0) << 8) | (pixels[i + 2] ?? 0));
      }
      return seen.size;
    });

  test('shows the numbers, the verdict and the charts, fits the screen, and says nothing to the console', async () => {
    write(0, 3);
    await drawn(6);
    expect(await text('badge')).toBe('LIVE');
    expect(await text('target')).toBe('pool-exhaustion · Express (gin style), pool of 4');
    expect(await text('phase')).toBe('baseline, 160 connections');
    expect(await text('elapsed')).toBe('3 of 23 s');
    expect(await text('verdict')).toBe('Not enough data yet (3 of 5 s)');
    expect(await text('answers')).toBe('80');
    expect(await text('answers-of')).toBe('of 80/s offered');
    expect(await text('p99-of')).toBe('n = 240 in 10 s; limit 1 s');
    expect(await text('waiting-of')).toBe('pool 4 of 4 in use');
    write(3, 6, { pending: 60, failed: 3 });
    await drawn(12);
    expect(await text('verdict')).toBe('The pool is the bottleneck: 4 of 4 connections busy, 60 requests waiting.');
    expect(await text('failures')).toBe('30');
    expect(await text('failures-of')).toBe('mostly timed out');
    for (const id of ['rates', 'latency', 'pool']) {
      expect(await coloursIn(id), id).toBeGreaterThan(5);
      expect(await page.locator(`#${id}`).getAttribute('aria-label')).toMatch(/now: /);
    }
    expect(
      await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]),
    ).toEqual([1280, 720]);
    expect(said).toEqual([]);
  });

  test('goes on after the stream was cut, without a gap or a double', async () => {
    write(0, 2);
    await drawn(4);
    live.dropReaders();
    write(2, 4);
    await drawn(8);
    expect(await text('p99-of')).toBe('n = 320 in 10 s; limit 1 s');
    expect(asked.filter(({ path }) => path === '/events')).toHaveLength(2);
    expect(said.filter((line) => !line.includes('ERR_INCOMPLETE_CHUNKED_ENCODING'))).toEqual([]);
  });

  test('shows a late joiner the past', async () => {
    write(0, 3);
    await drawn(6);
    const late = await browser.newPage();
    await late.goto(live.url);
    await late.locator('#charts[data-frames="6"]').waitFor();
    expect(await late.locator('#p99-of').textContent()).toBe(await text('p99-of'));
    await late.close();
  });

  test('a mark of one page appears on all of them', async () => {
    const others = await browser.newPage();
    await others.goto(live.url);
    controls.handle(async (control) => {
      if (control.type === 'mark') run.write('lab', 1000, 'mark', { text: control.text });
      return null;
    });
    write(0, 2);
    await drawn(4);
    await page.keyboard.press('m');
    for (const one of [page, others]) await one.locator('#news-text', { hasText: 'mark 1' }).waitFor();
    await others.close();
  });

  test('freezes and goes on, changes its theme, and shows hostile texts as texts', async () => {
    write(0, 2);
    await drawn(4);
    await page.keyboard.press(' ');
    await shows('badge', 'FROZEN');
    run.write('lab', 2000, 'mark', { text: hostile });
    write(2, 3);
    await page.keyboard.press(' ');
    await drawn(6);
    expect(await text('news-text')).toContain('</span><img src=x onerror=');
    expect(await page.locator('img').count()).toBe(0);
    await page.keyboard.press('t');
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(15, 20, 25)');
    expect(said).toEqual([]);
  });

  test('says that the data is old, and that the run has ended', async () => {
    write(0, 2);
    await drawn(4);
    await shows('age', /no news for \d+ s/);
    run.write('lab', 2100, 'run.end', { status: 'complete', reason: null });
    await live.close({ code: 'all_answered', text: 'All 160 requests were answered.' });
    await shows('badge', 'ENDED');
    await shows('verdict', 'All 160 requests were answered.');
    await until(() => asked.filter(({ path }) => path === '/events').length === 1, 'one stream only');
  });
});

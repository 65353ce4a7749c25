import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparePage } from '../../src/report/html/compare-page.ts';
import { reportPage } from '../../src/report/html/report-page.ts';
import { anIncidentTimeline, anIncidentView } from '../support/a-view.ts';
import { lacksChromium, launchChromium } from '../support/chromium.ts';
import { temporaryDirectory } from '../support/cli.ts';

const sizes = [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
];
const blue = [0, 114, 178];
const vermillion = [213, 94, 0];
const purple = [204, 121, 167];
const green = [0, 158, 115];

interface Opened {
  page: Page;
  /** What the page asked for besides itself. */
  requests: string[];
  /** Console messages and uncaught errors. */
  said: string[];
}

describe.skipIf(lacksChromium)('in a browser, from disk', () => {
  const directory = temporaryDirectory();
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    directory.remove();
  });

  async function open(html: string, viewport = sizes[0]): Promise<Opened> {
    const file = join(directory.path, 'report.html');
    writeFileSync(file, html);
    const url = pathToFileURL(file).href;
    const page = await (await browser.newContext({ viewport: viewport ?? null })).newPage();
    const requests: string[] = [];
    const said: string[] = [];
    page.on('request', (request) => {
      if (request.url() !== url && !request.url().startsWith('data:')) requests.push(request.url());
    });
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    await page.goto(url);
    await page.waitForSelector('html[data-drawn-ms]');
    return { page, requests, said };
  }

  /** How many pixels of a panel's canvas have a colour, give or take what smoothing makes of it. */
  function pixels(page: Page, panel: string, colour: readonly number[], run = 0): Promise<number> {
    return page
      .locator(`[data-panel="${panel}"][data-run="${run}"] canvas`)
      .evaluate((canvas: HTMLCanvasElement, wanted) => {
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        let count = 0;
        for (let i = 0; i < data.length; i += 4) {
          if (wanted.every((part, j) => Math.abs((data[i + j] ?? 0) - part) < 24)) count++;
        }
        return count;
      }, colour);
  }

  /** The first row of a panel's canvas in which a colour occurs. */
  function highestRow(page: Page, panel: string, colour: readonly number[], run: number): Promise<number> {
    return page
      .locator(`[data-panel="${panel}"][data-run="${run}"] canvas`)
      .evaluate((canvas: HTMLCanvasElement, wanted) => {
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        for (let i = 0; i < data.length; i += 4) {
          if (wanted.every((part, j) => Math.abs((data[i + j] ?? 0) - part) < 24))
            return Math.floor(i / 4 / canvas.width);
        }
        return -1;
      }, colour);
  }

  /** Names and values as they stand beside each chart. */
  async function values(page: Page): Promise<Record<string, string>> {
    const keys = await page.locator('.key li').all();
    const pairs = await Promise.all(
      keys.map(async (key) => [
        (await key.locator('span, button').first().textContent()) ?? '',
        (await key.locator('output').textContent()) ?? '',
      ]),
    );
    return Object.fromEntries(pairs);
  }

  describe.each(sizes)('at $width × $height', (size) => {
    it('makes no request, says nothing on the console, and is not wider than the screen', async () => {
      const { page, requests, said } = await open(reportPage(anIncidentView()), size);
      expect({ requests, said }).toEqual({ requests: [], said: [] });
      const width = await page.evaluate(() => globalThis.document.documentElement.scrollWidth);
      expect(width).toBe(size.width);
      await page.context().close();
    });

    it('draws every chart', async () => {
      const { page } = await open(reportPage(anIncidentView()), size);
      const drawn = {
        answered: await pixels(page, 'rates', blue),
        failed: await pixels(page, 'rates', vermillion),
        timeouts: await pixels(page, 'class-timeout', vermillion),
        resets: await pixels(page, 'class-reset', vermillion),
        latency: await pixels(page, 'latency', blue),
        ages: await pixels(page, 'latency', vermillion),
        waiting: await pixels(page, 'pool', purple),
        predicted: await pixels(page, 'pool', green),
        used: await pixels(page, 'used', blue),
        files: await pixels(page, 'files', blue),
        delay: await pixels(page, 'loop', blue),
      };
      for (const [what, count] of Object.entries(drawn)) expect(count, what).toBeGreaterThan(30);
      await page.context().close();
    });

    it('passes axe without a finding', async () => {
      const { page } = await open(reportPage(anIncidentView()), size);
      await page.locator('details').first().locator('summary').click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      await page.context().close();
    });
  });

  it('leaves a class out of the sum when it is switched off, and takes it in again', async () => {
    const { page } = await open(reportPage(anIncidentView()));
    expect((await values(page)).failed).toBe('up to 160/s');
    const button = page.locator('[data-class="timeout"]');
    await button.click();
    expect(await button.getAttribute('aria-pressed')).toBe('false');
    expect((await values(page)).failed).toBe('up to 30/s');
    expect(await page.locator('[data-panel="class-timeout"]').isVisible()).toBe(false);
    await button.click();
    expect((await values(page)).failed).toBe('up to 160/s');
    expect(await pixels(page, 'class-timeout', vermillion)).toBeGreaterThan(30);
    await page.context().close();
  });

  it('leaves a phase out, but never the last', async () => {
    const { page } = await open(reportPage(anIncidentView()));
    await page.locator('[data-phase="pile-up"]').click();
    expect(await pixels(page, 'class-timeout', vermillion)).toBe(0);
    expect(await pixels(page, 'rates', blue)).toBeGreaterThan(30);
    const last = page.locator('[data-phase="baseline"]');
    await last.click();
    expect(await last.getAttribute('aria-pressed')).toBe('true');
    await page.context().close();
  });

  it('shows the values of all charts where one is pointed at, and the highest again after', async () => {
    const { page } = await open(reportPage(anIncidentView()));
    const plot = page.locator('[data-panel="pool"] .u-over');
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (!box) throw new Error('the chart has no place on the page');
    // The run is 14 s long, so this is in its last second.
    await page.mouse.move(box.x + box.width * (13.55 / 14), box.y + 20);
    expect(await page.locator('#read-at-text').textContent()).toBe('13.55 s, pile-up');
    const bin = anIncidentTimeline().bins[135];
    expect(await values(page)).toMatchObject({
      offered: '150/s',
      answered: '0/s',
      failed: '160/s',
      timeout: '130/s',
      'answers, median': '–',
      'failures, age': '435 ms',
      waiting: String(bin?.pool?.pending),
      predicted: '156',
      'connections in use': '4',
      'open files': '250',
      'event-loop delay': '1 ms',
    });
    await page.mouse.move(5, 5);
    expect((await values(page)).offered).toBe('up to 150/s');
    await page.context().close();
  });

  it('can be read with the keyboard alone', async () => {
    const { page } = await open(reportPage(anIncidentView()));
    await page.locator('#read-at').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#read-at-text').textContent()).toBe('0.15 s, baseline');
    expect((await values(page)).answered).toBe('80/s');
    await page.context().close();
  });

  it('has the numbers of each chart as a table, gaps as gaps', async () => {
    const { page } = await open(reportPage(anIncidentView()));
    const details = page.locator('details[data-figure="latency"]');
    await details.locator('summary').click();
    await details.locator('tbody tr').first().waitFor();
    expect(await details.locator('tbody tr').count()).toBe(140);
    expect(await details.locator('tr').first().allInnerTexts()).toEqual([
      'from s\tanswers, median (ms)\tanswers, p99 (ms)\tfailures, age (ms)',
    ]);
    expect(await details.locator('tbody tr').last().allInnerTexts()).toEqual(['13.9\t–\t–\t439']);
    await page.context().close();
  });

  it('prints on several pages, with its charts', async () => {
    const { page } = await open(reportPage(anIncidentView()));
    const pdf = await page.pdf({ format: 'A4' });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(3);
    expect(pages).toBeLessThanOrEqual(14);
    // A canvas is printed as a picture: without the charts there is hardly one.
    expect(pdf.toString('latin1').match(/\/Subtype\s*\/Image/g)?.length ?? 0).toBeGreaterThanOrEqual(8);
    await page.context().close();
  });

  it('shows hostile names as text, and runs nothing of them', async () => {
    const evil = `</script><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>\u202e${'A'.repeat(5000)}`;
    const view = anIncidentView({ verdict: { code: 'failures', text: evil } });
    view.config = { title: evil };
    for (const phase of [...view.summary.phases, ...view.timeline.phases]) phase.name = evil;
    const { page, requests, said } = await open(reportPage(view));
    expect({ requests, said }).toEqual({ requests: [], said: [] });
    expect(await page.title()).toContain('pileup: ');
    expect(await page.locator('h1').textContent()).toContain('<img src=x onerror="document.title=\'owned\'">');
    expect(await page.locator('img').count()).toBe(0);
    await page.context().close();
  });

  it('draws two runs on the same scales', async () => {
    const calm = anIncidentView();
    const bins = calm.timeline.bins.map((bin) => ({ ...bin, sent: 8, outcomes: { ok: 8 }, failureAgeMs: null }));
    calm.timeline = { ...calm.timeline, bins };
    const { page, requests, said } = await open(comparePage(anIncidentView(), calm));
    expect({ requests, said }).toEqual({ requests: [], said: [] });
    expect(await pixels(page, 'class-timeout', vermillion, 0)).toBeGreaterThan(30);
    expect(await pixels(page, 'class-timeout', vermillion, 1)).toBe(0);
    // The same answers stand equally high in both, although only one of them has failures above.
    const answered = await Promise.all([0, 1].map((run) => highestRow(page, 'rates', blue, run)));
    expect(answered[0]).toBe(answered[1]);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.context().close();
  });

  it('opens 100,000 bins and cuts their table with a note', async () => {
    const timeline = anIncidentTimeline();
    const bins = Array.from({ length: 100_000 }, (_, i) => ({
      ...(timeline.bins[i % 140] as (typeof timeline.bins)[number]),
      seconds: i / 10,
    }));
    const phases = [{ name: 'long', startSeconds: 0, endSeconds: 10_000, connections: 160 }];
    const { page, said } = await open(reportPage({ ...anIncidentView(), timeline: { ...timeline, bins, phases } }));
    expect(said).toEqual([]);
    expect(await pixels(page, 'rates', vermillion)).toBeGreaterThan(30);
    const details = page.locator('details[data-figure="machine"]');
    await details.locator('summary').click();
    await details.getByText('Cut after 5,000 of 100,000 rows').waitFor();
    await page.context().close();
  });
});

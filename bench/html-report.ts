// The page of a long recording: time and memory of `pileup report`, size of report.html, and how long it takes a
// browser to open it; then a page of 100,000 points.
//   npx tsx bench/html-report.ts [events]
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { examine } from '../src/findings/examine.ts';
import { columnsOf } from '../src/report/html/columns.ts';
import { reportPage } from '../src/report/html/report-page.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { root, runNode } from './support/processes.ts';
import { writeRecording } from './support/write-recording.ts';

const [events = 1_000_000] = process.argv.slice(2).map(Number);
const directory = mkdtempSync(join(tmpdir(), 'pileup-bench-'));
const run = await writeRecording(join(directory, 'run'), events);

const report = await runNode([join(root, 'bin', 'pileup.js'), 'report', run.path]);
const page = join(run.path, 'report.html');
const pageMb = statSync(page).size / 1e6;
console.log(
  `${events.toLocaleString('en-US')} events; pileup report: ${report.seconds.toFixed(1)} s, ${report.peakMb.toFixed(0)} MB`,
);
console.log(`report.html: ${pageMb.toFixed(2)} MB`);

const browser = await launchChromium();
const openedMs = await opened(page);
console.log(`opened and drawn in ${openedMs.map((ms) => ms.toFixed(0)).join(', ')} ms`);

const view = await examine(run);
const columns = columnsOf(view.timeline).length;
const manyMs: number[] = [];
for (const rows of [Math.ceil(100_000 / columns), 100_000]) {
  const { bins, binMs } = view.timeline;
  const many = Array.from({ length: rows }, (_, i) => ({ ...bins[i % bins.length], seconds: (i * binMs) / 1000 }));
  const file = join(directory, `${rows}.html`);
  writeFileSync(file, reportPage({ ...view, timeline: { ...view.timeline, bins: many as typeof bins } }));
  const times = await opened(file);
  if (rows < 100_000) manyMs.push(...times);
  console.log(
    `${(rows * columns).toLocaleString('en-US')} points in ${columns} columns (${(statSync(file).size / 1e6).toFixed(2)} MB): ` +
      `opened and drawn in ${times.map((ms) => ms.toFixed(0)).join(', ')} ms`,
  );
}
await browser.close();
rmSync(directory, { recursive: true, force: true });
const good = report.code === 0 && report.seconds < 5 && report.peakMb < 300 && pageMb < 5;
process.exitCode = good && Math.max(...openedMs) < 2000 && Math.max(...manyMs) < 1000 ? 0 : 1;

/** From the address to the second frame after everything is drawn, five times in a new page each. */
async function opened(file: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    const startedMs = performance.now();
    await tab.goto(pathToFileURL(file).href);
    await tab.waitForSelector('html[data-drawn-ms]');
    await tab.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    times.push(performance.now() - startedMs);
    await tab.close();
  }
  return times;
}

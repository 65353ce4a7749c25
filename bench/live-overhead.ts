// What the live page costs the measurement: goodput and p99 with the page open in a headless browser on the same
// machine, against the same without, in pairs, after the first seconds of each run. First `pileup load` on a bare node:http server that answers after
// 20 ms, then the incident's scenario at 0.8 of its cliff.
//   npx tsx bench/live-overhead.ts [pairs] [seconds]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { percentiles } from '../src/ledger/percentiles.ts';
import { readRun } from '../src/ledger/read-run.ts';
import { clientOutcomes } from '../src/recording/outcomes.ts';
import { openRunDirectory, type RunDirectory } from '../src/recording/run-directory.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { describeRatios, inPairs } from './support/pairs.ts';
import { root, serve } from './support/processes.ts';

const [pairs = 7, seconds = 13] = process.argv.slice(2).map(Number);
/** What a browser needs to start a page is not what the page costs. */
const openingSeconds = 3;
const ok = clientOutcomes.indexOf('ok');

/** A command of the build, called with its first argument and its options. */
interface Call {
  module: string;
  name: string;
  argument: string;
  options: object;
}

interface Measured {
  okPerSec: number;
  p99Ms: number;
}

/** Runs a command to its end, with its page open in the browser or without a page, and measures its first phase. */
async function measure(browser: Browser, call: Call, live: boolean): Promise<Measured> {
  const directory = mkdtempSync(join(tmpdir(), 'pileup-bench-'));
  const module = pathToFileURL(join(root, 'dist', 'commands', call.module)).href;
  const options = { ...call.options, failOn: [], json: true, live, out: join(directory, 'run') };
  const code = `const { ${call.name} } = await import(${JSON.stringify(module)});
    process.exitCode = await ${call.name}(${JSON.stringify(call.argument)}, ${JSON.stringify(options)});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'pipe'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  let stderr = '';
  child.stdout.resume();
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const hadUrl = stderr.includes('live page:');
    stderr += text;
    const url = /^live page: (\S+)$/m.exec(stderr)?.[1];
    if (url && !hadUrl) void page.goto(url);
  });
  const exit = await new Promise<number | null>((resolve) => child.once('close', resolve));
  await page.close();
  if (exit !== 0) throw new Error(`it ended with ${exit}: ${stderr}`);
  const measured = await settled(openRunDirectory(options.out));
  rmSync(directory, { recursive: true, force: true });
  return measured;
}

/** Answers of the first phase after the seconds in which a browser opens the page. */
async function settled(directory: RunDirectory): Promise<Measured> {
  const run = await readRun(directory);
  const startMs = run.phases[0]?.startMs ?? 0;
  const [fromMs, toMs] = [startMs + openingSeconds * 1000, startMs + seconds * 1000];
  const ages: number[] = [];
  for (let row = 0; row < run.client.rows; row++) {
    const endedMs = run.client.endedMs(row);
    if (run.client.outcome.at(row) === ok && endedMs >= fromMs && endedMs < toMs) ages.push(run.client.ageMs.at(row));
  }
  return { okPerSec: ages.length / (seconds - openingSeconds), p99Ms: percentiles(Float64Array.from(ages))?.p99 ?? 0 };
}

async function compare(title: string, browser: Browser, call: Call): Promise<void> {
  const p99: { with: number; without: number }[] = [];
  let [withPage, without] = [0, 0];
  const goodput = async (live: boolean): Promise<number> => {
    const { okPerSec, p99Ms } = await measure(browser, call, live);
    if (live) withPage = p99Ms;
    else without = p99Ms;
    return okPerSec;
  };
  console.log(title);
  const ratios = await inPairs(
    pairs,
    () => goodput(true),
    () => goodput(false),
    (a, b) => {
      p99.push({ with: withPage, without });
      console.log(
        `  answers/s ${a.toFixed(1)} with, ${b.toFixed(1)} without; p99 ${withPage.toFixed(1)} ms with, ${without.toFixed(1)} ms without`,
      );
    },
  );
  console.log(`  answers/s, with / without: ${describeRatios(ratios)}`);
  console.log(`  p99, with / without: ${describeRatios(p99.map((one) => one.with / one.without))}`);
  // How far two runs of the same kind lie apart: what the ratios above have to be held against.
  const alone = p99.map((one) => one.without);
  console.log(`  p99 without: ${Math.min(...alone).toFixed(1)} to ${Math.max(...alone).toFixed(1)} ms`);
}

const browser = await launchChromium();
const server = await serve(`
  import { createServer } from 'node:http';
  const server = createServer((_req, res) => { setTimeout(() => res.end('hello'), 20); });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`);
const loadOptions = {
  connections: '20',
  duration: String(seconds),
  timeout: '10',
  pipelining: '1',
  method: 'GET',
  headers: [],
  keepAlive: true,
  backoff: '100',
  allowHost: [],
};
await compare(`pileup load, 20 connections on a server that answers after 20 ms, ${seconds} s a run`, browser, {
  module: 'load.js',
  name: 'load',
  argument: server.url,
  options: loadOptions,
});
await server.stop();
const phases = [`phases.0.seconds=${seconds}`, 'phases.0.connections=64'];
const short = [1, 2, 3].flatMap((i) => [`phases.${i}.seconds=0.1`, `phases.${i}.connections=0`]);
await compare(`the incident's scenario at 0.8 of the cliff, 64 connections, ${seconds} s a run`, browser, {
  module: 'run.js',
  name: 'run',
  argument: 'pool-exhaustion',
  options: { set: [...phases, ...short], style: 'gin' },
});
await browser.close();

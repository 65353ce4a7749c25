import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * How fast and in how much memory `pileup explain` reads a log of 1 GB.
 *
 *     npx tsx bench/explain.ts                     a busy service: one record in a hundred is an error
 *     npx tsx bench/explain.ts --errors 100        the worst case: nearly every record is one
 *     npx tsx bench/explain.ts --cli dist/cli.js   a build other than bin/pileup.js
 */
const { values } = parseArgs({
  options: {
    errors: { type: 'string', default: '1' },
    mb: { type: 'string', default: '1000' },
    cli: { type: 'string', default: 'bin/pileup.js' },
  },
});

const startMs = Date.UTC(2026, 10, 22, 10, 0, 0);
const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** A line of ordinary traffic, as pino, Gin, nginx and a plain logger write it. */
function ordinary(i: number, at: Date): string {
  const clock = `${twoDigits(at.getUTCHours())}:${twoDigits(at.getUTCMinutes())}:${twoDigits(at.getUTCSeconds())}`;
  switch (i % 4) {
    case 0:
      return `{"level":30,"time":${at.getTime()},"pid":4242,"hostname":"api-7c9f","reqId":"req-${i}","req":{"method":"GET","url":"/orders/${i}","remoteAddress":"10.0.0.9","remotePort":${i % 65_536}},"res":{"statusCode":200},"responseTime":${i % 97},"msg":"request completed"}\n`;
    case 1:
      return `[GIN] 2026/11/22 - ${clock} | 200 |   ${i % 97}.213ms |        10.0.0.9 | GET      "/orders/${i}"\n`;
    case 2:
      return `10.0.0.9 - - [22/Nov/2026:${clock} +0000] "GET /orders/${i} HTTP/1.1" 200 612 "-" "Mozilla/5.0 (X11; Linux x86_64)"\n`;
    default:
      return `${at.toISOString()} INFO  orders: order ${i} was stored, total ${i % 1000}.00, connection ${i % 50} of the pool\n`;
  }
}

function failing(i: number, at: Date): string {
  const clock = `${twoDigits(at.getUTCHours())}:${twoDigits(at.getUTCMinutes())}:${twoDigits(at.getUTCSeconds())}`;
  switch (i % 5) {
    case 0:
      return `{"level":50,"time":${at.getTime()},"pid":4242,"hostname":"api-7c9f","err":{"type":"Error","message":"read ECONNRESET","stack":"Error: read ECONNRESET\\n    at TCP.onStreamRead (node:internal/stream_base_commons:218:20)","errno":-104,"code":"ECONNRESET","syscall":"read"},"msg":"query failed"}\n`;
    case 1:
      return `[GIN] 2026/11/22 - ${clock} | 200 |  5.113892441s |        10.0.0.9 | GET      "/orders/${i}"\nError #01: write tcp 10.0.0.5:8080->10.0.0.9:${i % 65_536}: write: broken pipe\n`;
    case 2:
      return `10.0.0.9 - - [22/Nov/2026:${clock} +0000] "GET /orders/${i} HTTP/1.1" 499 0 "-" "Mozilla/5.0 (X11; Linux x86_64)"\n`;
    case 3:
      return `${at.toISOString()} ERROR orders: TimeoutError: ResourceRequest timed out\n    at ResourceRequest._fireTimeout (/app/node_modules/generic-pool/lib/ResourceRequest.js:62:17)\n`;
    default:
      return `${at.toISOString()} ERROR orders: something that nobody has a name for, order ${i}\n`;
  }
}

/** Writes the log and gives the number of records that pileup should find in it. */
function writeLog(path: string, bytes: number, errorPercent: number): { known: number; unknown: number } {
  const file = openSync(path, 'w');
  const expected = { known: 0, unknown: 0 };
  let piece = '';
  let written = 0;
  for (let i = 0; written + piece.length < bytes; i++) {
    const at = new Date(startMs + i * 2);
    if ((i * 7919) % 101 < errorPercent) {
      piece += failing(i, at);
      if (i % 5 === 4) expected.unknown++;
      else expected.known++;
    } else piece += ordinary(i, at);
    if (piece.length > 1 << 20) {
      written += writeSync(file, piece);
      piece = '';
    }
  }
  writeSync(file, piece);
  closeSync(file);
  return expected;
}

/** Runs pileup on the log, and watches the high-water mark of its memory in /proc while it runs. */
async function run(path: string): Promise<{ ms: number; peakKb: number; output: string }> {
  const started = performance.now();
  const child = spawn(process.execPath, [values.cli, 'explain', '--json', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  let peakKb = 0;
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const watch = setInterval(() => {
    try {
      const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
      peakKb = Math.max(peakKb, Number(line ?? 0));
    } catch {
      // It has ended.
    }
  }, 20);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`pileup explain ended with ${code}`);
  return { ms: performance.now() - started, peakKb, output };
}

const directory = mkdtempSync(join(tmpdir(), 'pileup-bench-'));
try {
  const path = join(directory, 'server.log');
  const expected = writeLog(path, Number(values.mb) * 1e6, Number(values.errors));
  const bytes = statSync(path).size;
  for (let round = 1; round <= 3; round++) {
    const { ms, peakKb, output } = await run(path);
    const found = JSON.parse(output) as { lines: number; knownRecords: number; unknown: { count: number } };
    const right = found.knownRecords === expected.known && found.unknown.count === expected.unknown;
    process.stdout.write(
      `round ${round}: ${(bytes / 1e6).toFixed(0)} MB, ${found.lines} lines, ${(bytes / 1e3 / ms).toFixed(0)} MB/s, ` +
        `peak RSS ${(peakKb / 1024).toFixed(0)} MB, ${found.knownRecords} known and ${found.unknown.count} unknown records` +
        `${right ? '' : ` (expected ${expected.known} and ${expected.unknown})`}\n`,
    );
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

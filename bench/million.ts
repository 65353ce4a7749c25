// A million requests: peak memory of the processes that record them, and time and memory of `pileup report`.
//   npx tsx bench/million.ts [requests]
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peakOf, root, runNode, serve } from './support/processes.ts';

const [requests = 1_000_000] = process.argv.slice(2).map(Number);
const bin = join(root, 'bin', 'pileup.js');
const directory = mkdtempSync(join(tmpdir(), 'pileup-bench-'));
const out = join(directory, 'run');
const server = await serve(`
  import { createServer } from 'node:http';
  const server = createServer((_req, res) => { res.end('hello'); });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`);

/** The command and what it has started. */
function family(pid: number): number[] {
  const parentOf = (child: string): number => {
    try {
      return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1]);
    } catch {
      return -1;
    }
  };
  return [
    pid,
    ...readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry) && parentOf(entry) === pid)
      .map(Number),
  ];
}

const load = spawn(
  process.execPath,
  [bin, 'load', server.url, '-c', '50', '-a', String(requests), '-d', '600', '--out', out],
  {
    stdio: 'ignore',
    cwd: root,
  },
);
let recordingMb = 0;
const watch = setInterval(() => {
  for (const pid of family(load.pid ?? -1)) recordingMb = Math.max(recordingMb, peakOf(pid));
}, 100);
const code = await new Promise((resolve) => load.once('close', resolve));
clearInterval(watch);
await server.stop();
const recordedMb = statSync(join(out, 'client.ndjson')).size / 1e6;
console.log(
  `recorded ${requests} requests (${recordedMb.toFixed(0)} MB, exit ${code}); largest process ${recordingMb.toFixed(0)} MB`,
);

const report = await runNode([bin, 'report', out]);
console.log(`pileup report: ${report.seconds.toFixed(1)} s, ${report.peakMb.toFixed(0)} MB, exit ${report.code}`);
console.log(report.stdout.split('\n').slice(0, 4).join('\n'));
rmSync(directory, { recursive: true, force: true });
process.exitCode = recordingMb < 200 && report.peakMb < 200 && report.seconds < 10 && report.code === 0 ? 0 : 1;

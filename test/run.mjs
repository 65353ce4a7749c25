// Everything that must pass: build, types, Biome, unused code, tests. Goes through all of them even when one fails,
// and ends with one line that counts what passed and what failed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const requireAll = process.env.PILEUP_REQUIRE_ALL === '1';
const directory = mkdtempSync(join(tmpdir(), 'pileup-results-'));
const results = join(directory, 'vitest.json');
let passed = 0;
let failed = 0;
let skipped = 0;

const step = (name, command, ...args) => {
  console.log(`\n--- ${name}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  return status === 0;
};
const bin = (name) => join('node_modules', '.bin', name);
const count = (good) => {
  if (good) passed++;
  else failed++;
};

count(step('build', 'npm', 'run', '--silent', 'build'));
count(step('types', bin('tsc'), '--noEmit'));
count(step('lint', bin('biome'), 'check', '--error-on-warnings', '.'));
count(step('unused code', bin('knip')));
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
const vitest = step('tests', bin('vitest'), 'run', ...reporters, ...process.argv.slice(2));
try {
  const report = JSON.parse(readFileSync(results, 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped = report.numPendingTests + report.numTodoTests;
  // A file that does not load, or an error outside of every test, fails no test and must not pass for that.
  if (!vitest && report.numFailedTests === 0) failed++;
} catch (error) {
  console.error(`the tests left no result: ${error.message}`);
  failed++;
}
rmSync(directory, { recursive: true, force: true });

if (skipped > 0) {
  console.log(`\n${skipped} tests were skipped: what they need is not on this machine`);
  if (requireAll) failed += skipped;
}
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 && !requireAll ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;

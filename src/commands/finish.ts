import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PileupError } from '../errors.ts';
import { examine } from '../findings/examine.ts';
import { Controls } from '../lab/controls.ts';
import type { LabEnd, LabOptions } from '../lab/run-lab.ts';
import type { Summary } from '../ledger/summary.ts';
import type { Live } from '../live/start-live.ts';
import type { RunDirectory } from '../recording/run-directory.ts';
import { reportPage } from '../report/html/report-page.ts';
import { paintFor } from '../report/paint.ts';
import { textReport } from '../report/text.ts';
import { checkThreshold, type Threshold } from '../report/thresholds.ts';
import { listenForInterruption } from './interruption.ts';
import { writePostmortem } from './postmortem.ts';
import { printError } from './print-error.ts';
import { progressView } from './progress.ts';

/** The options that every command with a run of its own has. */
export interface RunOptions {
  out?: string;
  json?: boolean;
  failOn: string[];
  /** Show the run on a page while it happens. */
  live?: boolean;
  /** The page steers the run; a page it has to be, then. */
  present?: boolean;
}

export const exitCodes = { done: 0, thresholdCrossed: 1, failed: 2, interrupted: 130 } as const;

/** Runs the lab with progress and Ctrl-C in place, reports, and returns the exit code. */
export async function runAndReport(
  directory: RunDirectory,
  thresholds: readonly Threshold[],
  options: RunOptions,
  run: (options: LabOptions) => Promise<LabEnd>,
): Promise<number> {
  const live = await openLive(directory, options);
  const interruption = listenForInterruption();
  const progress = progressView(process.stderr);
  let verdict: Summary['verdict'] | undefined;
  try {
    let end: LabEnd;
    try {
      const controls = live ? { controls: live.controls } : {};
      end = await run({ directory, ...interruption, ...controls, onProgress: (now) => progress.update(now) });
    } finally {
      progress.clear();
      interruption.release();
    }
    if (end.lost) printError(end.lost);
    const code = await report(directory, thresholds, options.json === true, (said) => {
      verdict = said;
    });
    if (interruption.interrupted.aborted) return exitCodes.interrupted;
    return end.lost ? exitCodes.failed : code;
  } finally {
    await live?.close(verdict);
  }
}

async function openLive(directory: RunDirectory, options: RunOptions): Promise<(Live & { controls: Controls }) | null> {
  if (!options.live && !options.present) return null;
  const { startLive } = await import('../live/start-live.ts');
  const controls = new Controls(options.present === true);
  const live = await startLive({ directory, controls });
  process.stderr.write(`live page: ${live.url}\n`);
  if (controls.presents) process.stderr.write('each phase goes on until you press "Next phase" there\n');
  return { ...live, controls };
}

/**
 * Prints the report of a recording, or its summary as JSON, and writes summary.json, report.html and postmortem.md. Returns the exit
 * code.
 */
export async function report(
  directory: RunDirectory,
  thresholds: readonly Threshold[],
  json: boolean,
  onVerdict: (verdict: Summary['verdict']) => void = () => {},
): Promise<number> {
  const view = await examine(directory);
  const { summary } = view;
  onVerdict(summary.verdict);
  if (thresholds.length > 0) summary.thresholds = thresholds.map((threshold) => checkThreshold(threshold, summary));
  const document = `${JSON.stringify(summary, null, 2)}\n`;
  write(directory, 'summary.json', () => document);
  write(directory, 'report.html', () => reportPage(view));
  writePostmortem(directory, summary);
  process.stdout.write(json ? document : textReport(summary, directory.path, paintFor(process.stdout), view.timeline));
  for (const { expression, value, crossed } of summary.thresholds ?? []) {
    if (crossed) process.stderr.write(`threshold crossed: ${expression} (it was ${value})\n`);
  }
  if (summary.conservation.balanced === false) return exitCodes.failed;
  return summary.thresholds?.some(({ crossed }) => crossed) ? exitCodes.thresholdCrossed : exitCodes.done;
}

/** A recording on a read-only disk can still be read, so this warns and does not throw. */
function write(directory: RunDirectory, name: string, make: () => string): void {
  try {
    writeFileSync(join(directory.path, name), make());
  } catch (error) {
    printError(new PileupError('OUT_DIR', `${name} was not written: ${(error as Error).message}`));
  }
}

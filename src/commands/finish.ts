import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PileupError } from '../errors.ts';
import { conclude } from '../findings/conclude.ts';
import type { LabEnd, LabOptions } from '../lab/run-lab.ts';
import type { RunDirectory } from '../recording/run-directory.ts';
import { paintFor } from '../report/paint.ts';
import { textReport } from '../report/text.ts';
import { checkThreshold, type Threshold } from '../report/thresholds.ts';
import { listenForInterruption } from './interruption.ts';
import { printError } from './print-error.ts';
import { progressView } from './progress.ts';

/** The options that every command with a run of its own has. */
export interface RunOptions {
  out?: string;
  json?: boolean;
  failOn: string[];
}

export const exitCodes = { done: 0, thresholdCrossed: 1, failed: 2, interrupted: 130 } as const;

/** Runs the lab with progress and Ctrl-C in place, reports, and returns the exit code. */
export async function runAndReport(
  directory: RunDirectory,
  thresholds: readonly Threshold[],
  options: RunOptions,
  run: (options: LabOptions) => Promise<LabEnd>,
): Promise<number> {
  const interruption = listenForInterruption();
  const progress = progressView(process.stderr);
  let end: LabEnd;
  try {
    end = await run({ directory, ...interruption, onProgress: (now) => progress.update(now) });
  } finally {
    progress.clear();
    interruption.release();
  }
  if (end.lost) printError(end.lost);
  const code = await report(directory, thresholds, options.json === true);
  if (interruption.interrupted.aborted) return exitCodes.interrupted;
  return end.lost ? exitCodes.failed : code;
}

/** Prints the report of a recording, or its summary as JSON, and writes summary.json. Returns the exit code. */
export async function report(
  directory: RunDirectory,
  thresholds: readonly Threshold[],
  json: boolean,
): Promise<number> {
  const summary = await conclude(directory);
  if (thresholds.length > 0) summary.thresholds = thresholds.map((threshold) => checkThreshold(threshold, summary));
  const document = `${JSON.stringify(summary, null, 2)}\n`;
  try {
    writeFileSync(join(directory.path, 'summary.json'), document);
  } catch (error) {
    // A recording on a read-only disk can still be read.
    printError(new PileupError('OUT_DIR', `summary.json was not written: ${(error as Error).message}`));
  }
  process.stdout.write(json ? document : textReport(summary, directory.path, paintFor(process.stdout)));
  for (const { expression, value, crossed } of summary.thresholds ?? []) {
    if (crossed) process.stderr.write(`threshold crossed: ${expression} (it was ${value})\n`);
  }
  if (summary.conservation.balanced === false) return exitCodes.failed;
  return summary.thresholds?.some(({ crossed }) => crossed) ? exitCodes.thresholdCrossed : exitCodes.done;
}

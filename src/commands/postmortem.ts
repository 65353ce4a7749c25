import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PileupError } from '../errors.ts';
import { conclude } from '../findings/conclude.ts';
import type { Summary } from '../ledger/summary.ts';
import { openRunDirectory, type RunDirectory } from '../recording/run-directory.ts';
import type { ComparedRun } from '../report/compare.ts';
import { postmortemMarkdown } from '../report/markdown.ts';
import { exitCodes } from './finish.ts';
import { writeNewFile } from './new-file.ts';
import { printError } from './print-error.ts';

/** `pileup postmortem`: a draft for a team to edit, on stdout or in a new file. */
export async function postmortem(run: string, options: { fixed?: string; out?: string }): Promise<number> {
  const directory = openRunDirectory(run);
  const fixed = options.fixed === undefined ? null : openRunDirectory(options.fixed);
  const draft = async (): Promise<string> => postmortemMarkdown(await read(directory), fixed && (await read(fixed)));
  if (options.out === undefined) process.stdout.write(await draft());
  else await writeNewFile(options.out, async (fd) => writeFileSync(fd, await draft()));
  return exitCodes.done;
}

/** Writes postmortem.md into the directory of a run, unless there is one: a team may have edited it. */
export function writePostmortem(directory: RunDirectory, summary: Summary): void {
  const draft = postmortemMarkdown({ summary, config: directory.manifest.config });
  try {
    writeFileSync(join(directory.path, 'postmortem.md'), draft, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    // As with summary.json: a recording on a read-only disk can still be read.
    printError(new PileupError('OUT_FILE', `postmortem.md was not written: ${(error as Error).message}`));
  }
}

async function read(directory: RunDirectory): Promise<ComparedRun> {
  return { summary: await conclude(directory), config: directory.manifest.config };
}

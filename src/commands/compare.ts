import { writeFileSync } from 'node:fs';
import { examine, type RunView } from '../findings/examine.ts';
import { openRunDirectory } from '../recording/run-directory.ts';
import { compareRuns } from '../report/compare.ts';
import { compareText } from '../report/compare-text.ts';
import { comparePage } from '../report/html/compare-page.ts';
import { paintFor } from '../report/paint.ts';
import { exitCodes } from './finish.ts';
import { writeNewFile } from './new-file.ts';

/** `pileup compare`: two recordings side by side; the second is the one that was changed. */
export async function compare(a: string, b: string, options: { json?: boolean; html?: string }): Promise<number> {
  const directories = [openRunDirectory(a), openRunDirectory(b)] as const;
  // One after the other, so that only one of two large recordings is in memory.
  const read = async (): Promise<[RunView, RunView]> => [await examine(directories[0]), await examine(directories[1])];
  const print = (views: readonly [RunView, RunView]): void => {
    const comparison = compareRuns(...views);
    process.stdout.write(
      options.json ? `${JSON.stringify(comparison, null, 2)}\n` : compareText(comparison, paintFor(process.stdout)),
    );
  };
  if (options.html === undefined) print(await read());
  else {
    await writeNewFile(options.html, async (fd) => {
      const views = await read();
      writeFileSync(fd, comparePage(...views));
      print(views);
    });
    process.stderr.write(`page       ${options.html}\n`);
  }
  return exitCodes.done;
}

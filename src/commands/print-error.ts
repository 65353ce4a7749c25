import { PileupError } from '../errors.ts';
import { printable } from '../report/printable.ts';

const longestMessage = 500;

/** One `error:` line and one `hint:` line for a mistake that pileup knows; the stack of one that it does not. */
export function printError(error: unknown): void {
  if (!(error instanceof PileupError)) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return;
  }
  process.stderr.write(`error: ${printable(error.message, longestMessage)}\n`);
  if (error.hint) process.stderr.write(`hint: ${printable(error.hint, longestMessage)}\n`);
}

import { closeSync, openSync, unlinkSync } from 'node:fs';
import { PileupError } from '../errors.ts';

/**
 * Makes a file, lets `write` fill it through its descriptor, and closes it. It is opened first, so that a bad path fails
 * before the work and not after it. A file that exists is never overwritten; one that could not be filled does not stay.
 * Throws OUT_FILE.
 */
export async function writeNewFile(path: string, write: (fd: number) => void | Promise<void>): Promise<void> {
  const fd = open(path);
  try {
    await write(fd);
  } catch (error) {
    closeSync(fd);
    unlinkSync(path);
    throw error;
  }
  closeSync(fd);
}

function open(path: string): number {
  try {
    return openSync(path, 'wx');
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new PileupError(
      'OUT_FILE',
      exists ? `${path} exists already` : `cannot write ${path}: ${(error as Error).message}`,
      {
        hint: exists
          ? 'name a new file; what is there may have been edited'
          : 'name a file in a directory that you can write to',
        cause: error,
      },
    );
  }
}

import { type FileHandle, open, stat } from 'node:fs/promises';
import { PileupError } from '../errors.ts';

const pieceBytes = 256 * 1024;

/** Whether `path` names something that exists. A text that is no path at all does not. */
export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    // A name that is there and that this user may not look at is a file all the same.
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

/** The file piece by piece, each in the same memory. Throws BAD_USAGE where it cannot be read as a log. */
export async function* readPieces(path: string): AsyncGenerator<Buffer> {
  const file = await openLog(path);
  try {
    const memory = Buffer.allocUnsafeSlow(pieceBytes);
    let first = true;
    for (;;) {
      const { bytesRead } = await file.read(memory, 0, pieceBytes, null);
      if (bytesRead === 0) return;
      const piece = memory.subarray(0, bytesRead);
      if (first) requirePlain(piece, path);
      first = false;
      yield piece;
    }
  } catch (error) {
    throw error instanceof PileupError ? error : unreadable(path, error);
  } finally {
    await file.close();
  }
}

/** The pieces of a stream, checked as those of a file are. */
export async function* checkedPieces(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true;
  for await (const piece of stream) {
    if (first) requirePlain(piece, '-');
    first = false;
    yield piece;
  }
}

async function openLog(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'r');
    if (!(await file.stat()).isDirectory()) return file;
    await file.close();
  } catch (error) {
    throw unreadable(path, error);
  }
  throw new PileupError('BAD_USAGE', `${path} is a directory`, {
    hint: `name a file in it, or: cat ${path}/*.log | pileup explain -`,
  });
}

function unreadable(path: string, error: unknown): PileupError {
  return new PileupError('BAD_USAGE', `${path} does not read: ${(error as Error).message}`, {
    hint: 'name a log that you may read, or give the text of the error in quotes',
    cause: error,
  });
}

/** A compressed log holds no line that anyone could know. */
function requirePlain(piece: Buffer, path: string): void {
  const gzip = piece[0] === 0x1f && piece[1] === 0x8b;
  const zstd = piece[0] === 0x28 && piece[1] === 0xb5 && piece[2] === 0x2f && piece[3] === 0xfd;
  if (!gzip && !zstd) return;
  throw new PileupError('BAD_USAGE', `${path === '-' ? 'the input' : path} is compressed`, {
    hint: `${gzip ? 'zcat' : 'zstdcat'} ${path === '-' ? '<file>' : path} | pileup explain -`,
  });
}

import { readSync } from 'node:fs';

/** Blocks the event loop until a byte comes on standard input, or it ends. */
export function standStill(): void {
  const byte = Buffer.alloc(1);
  for (;;) {
    try {
      readSync(0, byte);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

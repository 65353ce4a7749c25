import { openSync } from 'node:fs';

/** More than the limit that any lab process is given. */
const mostFiles = 10_000;

/** Opens files until the process may open no more. */
export function useUpFiles(): void {
  for (let i = 0; i < mostFiles; i++) {
    try {
      openSync('/dev/null', 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EMFILE') return;
      throw error;
    }
  }
  throw new Error(`${mostFiles} files are open and the limit is not reached`);
}

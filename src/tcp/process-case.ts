import type { Expected } from './expected.ts';

/** A case that needs a process with a limit, or with a blocked event loop, of its own. */
export interface ProcessCase {
  kind: 'process';
  name: 'out-of-files-server' | 'out-of-files-client' | 'node-blocked-accept';
  title: string;
  lesson: string;
  steps: readonly string[];
  expects: Readonly<Record<string, Expected>>;
}

import { spawnSync } from 'node:child_process';
import { PileupError } from '../errors.ts';
import type { Scenario } from '../scenario/schema.ts';

/** What node, the recording and the log need before the first client connects. */
const filesOfApi = 32;

/** Throws FILE_LIMIT unless a process can be given the limit and an api can start under it. */
export function requireFileLimit({ api: { fileLimit }, pool }: Scenario): void {
  if (fileLimit === null) return;
  const least = filesOfApi + pool.max;
  if (fileLimit < least) {
    throw new PileupError(
      'FILE_LIMIT',
      `an api with a pool of ${pool.max} does not start with ${fileLimit} open files`,
      {
        hint: `set api.fileLimit to ${least} or more`,
      },
    );
  }
  const { status, stderr } = spawnSync('/bin/sh', ['-c', 'ulimit -n "$1"', 'sh', String(fileLimit)], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new PileupError('FILE_LIMIT', `the open-file limit cannot be set to ${fileLimit}: ${stderr.trim()}`, {
      hint: 'choose a limit at or below the hard limit (ulimit -Hn)',
    });
  }
}

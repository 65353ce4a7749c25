import { execFile } from 'node:child_process';

const tryTimeoutMs = 5000;

/** The command in front of a command that gives it a network of its own, or why there is none. */
export type PrivateNamespace = { command: readonly string[] } | { reason: string };

/** Finds the way to a private network namespace that this user has: root's, or that of a user namespace. */
export async function findPrivateNamespace(): Promise<PrivateNamespace> {
  if (process.platform !== 'linux') return { reason: `${process.platform} has no network namespaces` };
  const ways =
    process.getuid?.() === 0
      ? [
          ['unshare', '-n'],
          ['unshare', '-Urn'],
        ]
      : [['unshare', '-Urn']];
  let reason = '';
  for (const command of ways) {
    const refusal = await tryOut(command);
    if (refusal === null) return { command };
    reason = refusal;
  }
  return { reason };
}

/** Null when it works. */
function tryOut([unshare = '', ...args]: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(unshare, [...args, 'true'], { timeout: tryTimeoutMs }, (error, _stdout, stderr) => {
      resolve(error === null ? null : (stderr.trim().split('\n')[0] || error.message).trim());
    });
  });
}

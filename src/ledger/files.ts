/**
 * Whether a process is out of file handles. libuv keeps one in reserve, and closes and reopens it while it sheds
 * connections, so samples swing by a few below the limit.
 */
export function isOutOfFiles(files: number, limit: number): boolean {
  return files >= limit - Math.max(2, Math.floor(limit / 50));
}

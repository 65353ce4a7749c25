/**
 * An error as the lab compares it. The kernel's carry `errno` and `syscall` and read `read ECONNRESET`; those that Node
 * or undici made carry neither and read `ECONNRESET "socket hang up" (no errno)`.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, errno, syscall } = error as NodeJS.ErrnoException;
  if (errno !== undefined) return `${syscall} ${code}`;
  const own = code === undefined ? `${error.name} "${error.message}"` : `${code} "${error.message}" (no errno)`;
  return error.cause === undefined ? own : `${own} <- ${describeError(error.cause)}`;
}

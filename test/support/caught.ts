/** The error with which a promise rejects, to look into. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Error & { code?: string; hint?: string | null }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`rejected with something that is no error: ${String(error)}`);
  }
  throw new Error('did not reject');
}

/** The error that a function throws, to look into. */
export function errorOf(act: () => unknown): Error & { code?: string; hint?: string | null } {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`threw something that is no error: ${String(error)}`);
  }
  throw new Error('did not throw');
}

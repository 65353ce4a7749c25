// Taken before a test can put a fake in its place.
const realSetTimeout = globalThis.setTimeout;

const pollEveryMs = 2;
const deadlineMs = 30_000;

/** Waits for a condition; fails when it does not come true in a time that no machine needs. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const startedMs = performance.now();
  while (!condition()) {
    if (performance.now() - startedMs > deadlineMs) throw new Error(`waited ${deadlineMs} ms in vain for ${what}`);
    await new Promise((resolve) => {
      realSetTimeout(resolve, pollEveryMs);
    });
  }
}

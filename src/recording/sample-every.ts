/** Calls `take` every `everyMs` without keeping the process alive. Returns the function that stops it. */
export function sampleEvery(everyMs: number, take: () => void): () => void {
  const timer = setInterval(take, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

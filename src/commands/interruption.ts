export interface Interruption {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP. */
  interrupted: AbortSignal;
  /** Aborted by the second one. */
  killed: AbortSignal;
  /** Stops listening. */
  release(): void;
}

/** Turns signals into two abort signals, and says on stderr what each of them does. */
export function listenForInterruption(): Interruption {
  const first = new AbortController();
  const second = new AbortController();
  const hear = (): void => {
    if (!first.signal.aborted) {
      process.stderr.write('\nstopping the load and writing what there is; once more to kill\n');
      first.abort();
    } else second.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, hear);
  return {
    interrupted: first.signal,
    killed: second.signal,
    release() {
      for (const signal of signals) process.off(signal, hear);
    },
  };
}

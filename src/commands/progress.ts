import type { LabProgress } from '../lab/run-lab.ts';
import { count, decimal } from '../numbers.ts';

const redrawEveryMs = 250;
const plainEveryMs = 10_000;

/** Shows how a run is going. */
export interface ProgressView {
  update(progress: LabProgress): void;
  /** Takes the line away. */
  clear(): void;
}

/** One line that rewrites itself on a terminal; a plain line every ten seconds elsewhere. */
export function progressView(stream: NodeJS.WriteStream): ProgressView {
  const everyMs = stream.isTTY ? redrawEveryMs : plainEveryMs;
  let nextMs = performance.now() + (stream.isTTY ? 0 : plainEveryMs);
  return {
    update(progress) {
      if (performance.now() < nextMs) return;
      nextMs = performance.now() + everyMs;
      const line = describe(progress);
      stream.write(stream.isTTY ? `\r\x1b[K${line.slice(0, (stream.columns ?? 80) - 1)}` : `${line}\n`);
    },
    clear() {
      if (stream.isTTY) stream.write('\r\x1b[K');
    },
  };
}

function describe({ phase, elapsedSeconds, totalSeconds, ok, failed, open, files }: LabProgress): string {
  const time = `${decimal(Math.min(elapsedSeconds, totalSeconds), 0)}/${decimal(totalSeconds, 0)} s`;
  const handles = files === null ? '' : `, ${files} files`;
  return `${phase}  ${time}  ${count(ok)} ok, ${count(failed)} failed, ${count(open)} open${handles}`;
}

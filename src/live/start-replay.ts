import { conclude } from '../findings/conclude.ts';
import { readEvents } from '../recording/reader.ts';
import { parts, type RunDirectory } from '../recording/run-directory.ts';
import type { Scenario } from '../scenario/schema.ts';
import { EventLog } from './event-log.ts';
import { Fold, type Publish } from './fold.ts';
import { startLiveServer } from './live-server.ts';
import { parseControl } from './parse-control.ts';
import { predictPending } from './predict-pending.ts';
import { runFacts } from './run-facts.ts';

export interface Replay {
  url: string;
  /** Resolves when all has been shown. */
  done: Promise<void>;
  close(): Promise<void>;
}

const releaseEveryMs = 100;

/** Shows a recording again, `speed` times as fast as it happened. The clock starts when the first page is there. */
export async function startReplay(directory: RunDirectory, speed: number): Promise<Replay> {
  const { manifest } = directory;
  const facts = runFacts(directory, { mode: 'replay', speed, presents: false });
  const script: { seconds: number; say: () => void }[] = [];
  const log = new EventLog();
  let newestSeconds = 0;
  const publish: Publish = (event, data) => {
    const seconds = 'seconds' in data ? data.seconds : newestSeconds;
    newestSeconds = seconds;
    script.push({ seconds, say: () => log.append(event, data) });
  };
  const predictor = manifest.kind === 'scenario' ? predictPending(manifest.config as Scenario) : null;
  const fold = new Fold(facts, predictor, publish);
  // The lab first: when the phases began is what every time is counted from.
  for (const part of [...parts].reverse()) await readEvents(directory.file(part), (event) => fold.take(part, event));
  fold.finish();
  // It may have lasted longer than was planned, or shorter.
  log.append('facts', { ...facts, totalSeconds: newestSeconds });
  const { verdict } = await conclude(directory);
  script.sort((a, b) => a.seconds - b.seconds);

  let startedMs: number | null = null;
  let shown = 0;
  const server = await startLiveServer({
    log,
    host: '127.0.0.1',
    port: 0,
    onReader: () => {
      startedMs ??= performance.now();
    },
    async onAsked(body) {
      const control = parseControl(body);
      if (typeof control === 'string') return control;
      if (control.type !== 'mark') return 'a replay is not steered';
      // On every page, and not in the recording: that is what happened.
      log.append('mark', { seconds: secondsNow(), kind: 'mark', text: control.text, label: control.text });
      return null;
    },
  });
  const secondsNow = (): number =>
    startedMs === null ? 0 : Math.round((performance.now() - startedMs) * speed) / 1000;
  const done = new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = secondsNow();
      for (let next = script[shown]; startedMs !== null && next && next.seconds <= now; next = script[++shown])
        next.say();
      if (shown < script.length) return;
      clearInterval(timer);
      log.append('verdict', verdict);
      log.append('end', fold.ending ?? { status: 'partial', reason: null });
      resolve();
    }, releaseEveryMs);
    timer.unref();
  });
  return { url: server.url, done, close: () => server.close() };
}

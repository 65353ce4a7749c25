import type { Controls } from '../lab/controls.ts';
import { parts, type RunDirectory } from '../recording/run-directory.ts';
import { sampleEvery } from '../recording/sample-every.ts';
import type { Scenario } from '../scenario/schema.ts';
import { EventLog } from './event-log.ts';
import { FileTail } from './file-tail.ts';
import { Fold } from './fold.ts';
import type { LiveEvents } from './frame.ts';
import { startLiveServer } from './live-server.ts';
import { parseControl } from './parse-control.ts';
import { predictPending } from './predict-pending.ts';
import { runFacts } from './run-facts.ts';

export interface LiveOptions {
  directory: RunDirectory;
  /** Where the page's marks and, when presenting, its wishes go. */
  controls: Controls;
  host?: string;
  port?: number;
}

export interface Live {
  url: string;
  dropReaders(): void;
  /** Shows the verdict of the whole run, ends the streams and closes the server. */
  close(verdict?: LiveEvents['verdict']): Promise<void>;
}

/** As often as the processes write. */
const pollEveryMs = 100;

/** Shows a run while it happens: reads what its processes append to the recording, and nothing else. */
export async function startLive({ directory, controls, host = '127.0.0.1', port = 0 }: LiveOptions): Promise<Live> {
  const { manifest } = directory;
  const facts = runFacts(directory, { mode: 'live', speed: 1, presents: controls.presents });
  const log = new EventLog();
  log.append('facts', facts);
  const predictor = manifest.kind === 'scenario' ? predictPending(manifest.config as Scenario) : null;
  const fold = new Fold(facts, predictor, (event, data) => log.append(event, data));
  // The lab's file last: when it says that the run is over, the others have been read to their ends.
  const tails = parts.map((part) => new FileTail(directory.file(part), (event) => fold.take(part, event)));
  const poll = (): void => {
    for (const tail of tails) tail.poll();
    fold.advance();
  };
  const stopPolling = sampleEvery(pollEveryMs, poll);
  const server = await startLiveServer({
    log,
    host,
    port,
    async onAsked(body) {
      const control = parseControl(body);
      return typeof control === 'string' ? control : controls.ask(control);
    },
  });
  return {
    url: server.url,
    dropReaders: () => server.dropReaders(),
    async close(verdict) {
      if (log.isOver) return;
      stopPolling();
      poll();
      fold.finish();
      for (const tail of tails) tail.close();
      if (verdict) log.append('verdict', verdict);
      log.append('end', fold.ending ?? { status: 'partial', reason: 'the run was not finished' });
      await server.close();
    },
  };
}

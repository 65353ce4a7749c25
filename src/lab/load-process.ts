import { AdjustableLoad } from '../load/adjustable-load.ts';
import {
  type AutocannonResult,
  autocannonFacts,
  type LoadPlan,
  type RequestTemplate,
} from '../load/autocannon-engine.ts';
import { Books } from '../load/books.ts';
import { sampleEvery } from '../recording/sample-every.ts';
import { runChild, tell } from './child-side.ts';
import type { LoadPhase } from './messages.ts';

/** A plan without its phases. Bodies travel as their text, or as a size to fill. */
export type LoadProcessConfig = Omit<LoadPlan, 'connections' | 'durationMs' | 'amount' | 'requests'> & {
  requests: readonly (Omit<RequestTemplate, 'body'> & { body: string | null; bodyBytes: number })[];
};

const progressEveryMs = 100;

runChild<LoadProcessConfig>(async (config, { recorder, clock, log }) => {
  const books = new Books(clock, recorder, log);
  const results: AutocannonResult[] = [];
  let load: AdjustableLoad | null = null;
  const requests = config.requests.map(({ bodyBytes, body, ...request }) => ({
    ...request,
    body: body !== null ? Buffer.from(body) : bodyBytes > 0 ? Buffer.alloc(bodyBytes, 'x') : null,
  }));

  const run = async (phase: LoadPhase): Promise<void> => {
    const { connections, durationMs, amount } = phase;
    load = new AdjustableLoad({ ...config, requests, connections, durationMs, amount }, books);
    const ofPhase = await load.run();
    load = null;
    results.push(...ofPhase);
    recorder.record('autocannon.phase', { phase: phase.name, ...autocannonFacts(ofPhase, config.origin) });
    tell({ type: 'phase-done' });
  };

  const stopProgress = sampleEvery(progressEveryMs, () => {
    const { sent, settled, ok, failed } = books;
    const open = sent - settled;
    recorder.record('client.progress', { sent, settled, open });
    tell({ type: 'progress', progress: { sent, ok, failed, open } });
  });
  return {
    port: null,
    onMessage(message) {
      if (message.type === 'phase') {
        run(message.phase).catch((error: Error) => {
          tell({ type: 'failed', error: { code: null, message: error.message, hint: null } });
        });
      } else if (message.type === 'stop-phase') load?.stop();
      else if (message.type === 'connections') load?.setConnections(message.connections);
    },
    async close() {
      load?.stop();
      while (load) await new Promise((resolve) => setTimeout(resolve, 10));
      stopProgress();
      if (results.length > 0) recorder.record('autocannon.total', autocannonFacts(results, config.origin));
      recorder.record('client.end', { sent: books.sent, settled: books.settled });
    },
  };
});

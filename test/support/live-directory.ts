import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventData, EventName } from '../../src/recording/events.ts';
import { createRunDirectory, type Part, type RunDirectory } from '../../src/recording/run-directory.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { temporaryDirectory } from './cli.ts';

export interface LiveDirectory {
  directory: RunDirectory;
  /** Appends one event, as the process of that part would. */
  write<E extends EventName>(part: Part, t: number, event: E, data: EventData[E]): void;
  /** Everything that the three ends and the lab write in a tenth of a second up to `t` in which `ok` were answered. */
  tenth(t: number, ok: number, more?: { pending?: number; failed?: number }): void;
  remove(): void;
}

/** A run of the incident that a test writes by hand. */
export function liveDirectory(): LiveDirectory {
  const temporary = temporaryDirectory();
  const directory = createRunDirectory(join(temporary.path, 'run'), {
    kind: 'scenario',
    scenario: 'pool-exhaustion',
    config: loadScenario('pool-exhaustion', []),
    pileup: '0.0.0',
  });
  let [sent, grants] = [0, 0];
  const write: LiveDirectory['write'] = (part, t, event, data) =>
    appendFileSync(directory.file(part), `${JSON.stringify({ t, event, data })}\n`);
  return {
    directory,
    write,
    tenth(t, ok, { pending = 0, failed = 0 } = {}) {
      for (let i = 0; i < ok + failed; i++) {
        sent++;
        const outcome = i < ok ? 'ok' : 'timeout';
        const request = {
          connection: 1,
          nth: sent,
          method: 'GET',
          path: '/',
          sentMs: t - 60,
          stage: null,
          error: null,
        };
        write('client', t - 10, 'client.request', { ...request, outcome, status: i < ok ? 200 : null, ageMs: 50 });
      }
      grants += ok;
      // One within the frame that ends at t, and one that says that the frame is over.
      for (const at of [t - 5, t]) write('client', at, 'client.progress', { sent, settled: sent, open: 0 });
      write('server', t, 'server.sample', {
        pool: { max: 4, total: 4, idle: 0, used: 4, pending, oldestWaitMs: 0, grants, deadGrants: 0, timeouts: 0 },
        sockets: 4,
        open: 4,
        loopDelayP99Ms: 1,
        loopDelayMaxMs: 1,
      });
      write('lab', t, 'lab.sample', { files: 30, fileLimit: 256, tcpInUse: 1, tcpTimeWait: 0 });
    },
    remove: temporary.remove,
  };
}

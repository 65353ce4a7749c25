import type { LoadPlan } from '../load/autocannon-engine.ts';
import type { RunDirectory } from '../recording/run-directory.ts';
import type { Scenario } from '../scenario/schema.ts';
import { frameMs, type RunFacts } from './frame.ts';

/** How `pileup load` writes its options into the manifest, as far as they are shown. */
type LoadConfig = Pick<LoadPlan, 'connections' | 'timeoutMs'> & { url: string; seconds: number };

const longestTarget = 200;

/** What a run is, read off its manifest. */
export function runFacts({ manifest }: RunDirectory, how: Pick<RunFacts, 'mode' | 'speed' | 'presents'>): RunFacts {
  const common = { id: manifest.id, scenario: manifest.scenario, frameMs, ...how };
  if (manifest.kind === 'load') {
    const { url, connections, seconds, timeoutMs } = manifest.config as LoadConfig;
    const phases = [{ name: 'load', seconds, connections }];
    const target = url.length > longestTarget ? `${url.slice(0, longestTarget)}…` : url;
    return { ...common, target, phases, totalSeconds: seconds, timeoutMs, pool: null };
  }
  const { pool, load, api, phases } = manifest.config as Scenario;
  return {
    ...common,
    target: `Express (${api.style} style), pool of ${pool.max}`,
    phases,
    totalSeconds: phases.reduce((sum, { seconds }) => sum + seconds, 0),
    timeoutMs: load.timeoutMs,
    pool,
  };
}

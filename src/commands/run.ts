import { requireFileLimit } from '../lab/require-file-limit.ts';
import { runScenario } from '../lab/run-lab.ts';
import { createRunDirectory } from '../recording/run-directory.ts';
import { parseThreshold, requirePhases } from '../report/thresholds.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import { type RunOptions, runAndReport } from './finish.ts';
import { version } from './version.ts';

export interface ScenarioOptions extends RunOptions {
  set: string[];
  style?: string;
}

/** `pileup run`: any scenario, from its name or a file. */
export async function run(nameOrFile: string, options: ScenarioOptions): Promise<number> {
  const overrides = options.style === undefined ? options.set : [...options.set, `api.style=${options.style}`];
  const scenario = loadScenario(nameOrFile, overrides);
  const thresholds = options.failOn.map(parseThreshold);
  requirePhases(
    thresholds,
    scenario.phases.map(({ name }) => name),
  );
  requireFileLimit(scenario);
  const directory = createRunDirectory(options.out ?? null, {
    kind: 'scenario',
    scenario: scenario.name,
    config: scenario,
    pileup: version(),
  });
  return runAndReport(directory, thresholds, options, (lab) => runScenario(scenario, lab));
}

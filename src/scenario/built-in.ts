import { poolExhaustion } from './pool-exhaustion.ts';
import type { ScenarioInput } from './schema.ts';

/** The scenarios that come with pileup, by name. */
export const builtIn: ReadonlyMap<string, ScenarioInput> = new Map(
  [poolExhaustion].map((scenario) => [scenario.name, scenario]),
);

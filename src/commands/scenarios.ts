import { stringify } from 'yaml';
import { PileupError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { builtIn } from '../scenario/built-in.ts';
import { loadScenario } from '../scenario/load-scenario.ts';

/** `pileup scenarios`: the built-in ones, a line each. */
export function listScenarios(): number {
  const width = Math.max(...[...builtIn.keys()].map((name) => name.length));
  for (const [name, { title }] of builtIn) process.stdout.write(`${name.padEnd(width)}  ${title}\n`);
  return 0;
}

/** `pileup scenarios show`: one as YAML, with every field, to copy and change. */
export function showScenario(name: string): number {
  if (!builtIn.has(name)) {
    const close = nearest(name, [...builtIn.keys()]);
    throw new PileupError('UNKNOWN_SCENARIO', `no built-in scenario is named ${name}`, {
      hint: close ? `did you mean ${close}?` : 'pileup scenarios lists them',
    });
  }
  process.stdout.write(stringify(loadScenario(name, [])));
  return 0;
}

import { readFileSync, statSync } from 'node:fs';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { PileupError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { builtIn } from './built-in.ts';
import { type Scenario, scenarioSchema } from './schema.ts';

/**
 * Finds a scenario by its name or reads it from a YAML or JSON file, applies `--set path=value` overrides, and fills in
 * the defaults. Throws UNKNOWN_SCENARIO, BAD_SCENARIO or BAD_OVERRIDE.
 */
export function loadScenario(nameOrFile: string, overrides: readonly string[]): Scenario {
  const known = builtIn.get(nameOrFile);
  const source = known ? `scenario ${nameOrFile}` : nameOrFile;
  const written: unknown = known ? structuredClone(known) : readScenarioFile(nameOrFile);
  const scenario = check(written, source, 'BAD_SCENARIO');
  if (overrides.length === 0) return scenario;
  const changed: unknown = structuredClone(scenario);
  for (const override of overrides) applyOverride(changed, override);
  return check(changed, `${source} with --set ${overrides.join(' --set ')}`, 'BAD_OVERRIDE');
}

function readScenarioFile(path: string): unknown {
  if (!isFile(path)) {
    const close = nearest(path, [...builtIn.keys()]);
    throw new PileupError('UNKNOWN_SCENARIO', `no scenario and no file is named ${path}`, {
      hint: close ? `did you mean ${close}?` : 'pileup scenarios lists the built-in ones',
    });
  }
  return readYaml(readFileSync(path, 'utf8'), (message) => {
    return new PileupError('BAD_SCENARIO', `${path} is not YAML: ${message}`, {
      hint: 'pileup scenarios show pool-exhaustion prints one to start from',
    });
  });
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The value that YAML text stands for. Throws what `asError` makes of the first line of the parser's complaint. */
function readYaml(text: string, asError: (message: string) => PileupError): unknown {
  const complain = (error: Error): PileupError => asError((error.message.split('\n')[0] ?? '').replace(/:$/, ''));
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw complain(error);
  try {
    return document.toJS() as unknown;
  } catch (unresolved) {
    // An alias without its anchor is only found now.
    throw complain(unresolved as Error);
  }
}

function check(written: unknown, source: string, code: 'BAD_SCENARIO' | 'BAD_OVERRIDE'): Scenario {
  const result = scenarioSchema.safeParse(written);
  if (result.success) return result.data;
  // A field with its name misspelt is also one that is missing; the misspelling says more.
  const { issues } = result.error;
  const issue = issues.find(({ code: kind }) => kind === 'unrecognized_keys') ?? issues[0];
  throw new PileupError(code, `${source}: ${issue ? describe(issue) : 'is not a scenario'}`, {
    hint:
      issue?.code === 'unrecognized_keys'
        ? hintForKey(issue)
        : 'pileup scenarios show pool-exhaustion shows every field',
  });
}

function describe(issue: z.core.$ZodIssue): string {
  const where = issue.path.length > 0 ? issue.path.join('.') : 'the scenario';
  if (issue.code === 'unrecognized_keys') return `${where} has no field ${issue.keys.join(', ')}`;
  const expected = issue.message.replace(/^Invalid \w+: /, '');
  return `${where}: ${expected.charAt(0).toLowerCase()}${expected.slice(1)}`;
}

function hintForKey(issue: z.core.$ZodIssueUnrecognizedKeys): string {
  const fields = Object.keys(defaultsAt(issue.path));
  const close = nearest(issue.keys[0] ?? '', fields);
  return close ? `did you mean ${close}?` : `its fields are ${fields.join(', ')}`;
}

/** What the schema fills in at a path: the names of the fields that may stand there. */
function defaultsAt(path: readonly PropertyKey[]): object {
  let value: unknown = scenarioSchema.parse({
    name: 'any',
    title: 'any',
    load: { requests: [{ path: '/' }] },
    phases: [{ name: 'any', seconds: 1, connections: 1 }],
  });
  for (const key of path) value = (value as Record<PropertyKey, unknown>)[typeof key === 'number' ? 0 : key] ?? {};
  return typeof value === 'object' && value !== null ? value : {};
}

/** Sets `a.b.0.c=value`; the value is read as YAML, so `null`, `8` and `true` are what they look like. */
function applyOverride(scenario: unknown, override: string): void {
  const at = override.indexOf('=');
  const path = override.slice(0, at).trim();
  if (at < 1 || path === '') {
    throw new PileupError('BAD_OVERRIDE', `--set ${override} is not path=value`, { hint: 'such as --set pool.max=8' });
  }
  const keys = path.split('.');
  let parent = scenario;
  for (const [depth, key] of keys.entries()) {
    const fields = typeof parent === 'object' && parent !== null ? Object.keys(parent) : [];
    if (!fields.includes(key)) {
      const close = nearest(key, fields);
      throw new PileupError('BAD_OVERRIDE', `--set ${path}: the scenario has no field ${key} there`, {
        hint: close ? `did you mean ${close}?` : `its fields are ${fields.join(', ') || 'none'}`,
      });
    }
    const holder = parent as Record<string, unknown>;
    if (depth === keys.length - 1) {
      holder[key] = readYaml(override.slice(at + 1), (message) => {
        return new PileupError('BAD_OVERRIDE', `--set ${override}: ${message}`, { hint: 'quote the value as in YAML' });
      });
    }
    parent = holder[key];
  }
}

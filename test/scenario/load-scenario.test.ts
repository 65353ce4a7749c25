import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { builtIn } from '../../src/scenario/built-in.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { errorOf } from '../support/caught.ts';
import { temporaryDirectory } from '../support/cli.ts';

const fields = 'pileup scenarios show pool-exhaustion shows every field';

let directory: ReturnType<typeof temporaryDirectory>;
let path: string;

beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory.path, 'mine.yaml');
});
afterEach(() => directory.remove());

/** Writes a scenario whose last lines are the ones given. */
function write(...lines: string[]): void {
  writeFileSync(path, ['name: mine', 'title: Mine', ...lines].join('\n'));
}

const onePhase = 'phases: [{ name: only, seconds: 1, connections: 2 }]';

const set = (...overrides: string[]) => loadScenario('pool-exhaustion', overrides);

describe('a scenario by name', () => {
  test('is the built-in one, with the defaults filled in', () => {
    expect(loadScenario('pool-exhaustion', [])).toMatchObject({
      name: 'pool-exhaustion',
      pool: { max: 4, acquireTimeoutMs: null, maxPending: null },
      api: { style: 'gin', fileLimit: 256 },
      load: { timeoutMs: 1000, pipelining: 1 },
    });
  });

  test('suggests the one that was meant', () => {
    expect(errorOf(() => loadScenario('pool-exhuastion', []))).toMatchObject({
      code: 'UNKNOWN_SCENARIO',
      message: 'no scenario and no file is named pool-exhuastion',
      hint: 'did you mean pool-exhaustion?',
    });
  });

  test('says where the names are when none is close', () => {
    expect(errorOf(() => loadScenario('zebra', []))).toMatchObject({
      code: 'UNKNOWN_SCENARIO',
      hint: 'pileup scenarios lists the built-in ones',
    });
  });

  test('is not a directory', () => {
    expect(errorOf(() => loadScenario(directory.path, []))).toMatchObject({ code: 'UNKNOWN_SCENARIO' });
  });
});

describe('a scenario from a file', () => {
  test('is read, with the defaults filled in', () => {
    write('pool: { max: 8 }', onePhase);
    expect(loadScenario(path, [])).toMatchObject({
      name: 'mine',
      pool: { max: 8, acquireTimeoutMs: null },
      phases: [{ name: 'only', seconds: 1, connections: 2 }],
    });
  });

  test('may be JSON', () => {
    writeFileSync(path, JSON.stringify(builtIn.get('pool-exhaustion')));
    expect(loadScenario(path, [])).toEqual(loadScenario('pool-exhaustion', []));
  });

  test('that is no YAML says where it breaks', () => {
    write('pool: [', onePhase);
    expect(errorOf(() => loadScenario(path, []))).toMatchObject({
      code: 'BAD_SCENARIO',
      message: expect.stringMatching(/mine\.yaml is not YAML: .* at line 4, column 1$/),
      hint: 'pileup scenarios show pool-exhaustion prints one to start from',
    });
  });

  test('that has a key twice is no YAML', () => {
    write('title: Again', onePhase);
    expect(errorOf(() => loadScenario(path, [])).message).toBe(
      `${path} is not YAML: Map keys must be unique at line 3, column 1`,
    );
  });

  test('that is empty is no scenario', () => {
    writeFileSync(path, '');
    expect(errorOf(() => loadScenario(path, []))).toMatchObject({
      code: 'BAD_SCENARIO',
      message: `${path}: the scenario: expected object, received null`,
    });
  });

  test('with a wrong value says where it is and what was expected', () => {
    write('pool: { max: four }', onePhase);
    expect(errorOf(() => loadScenario(path, []))).toMatchObject({
      code: 'BAD_SCENARIO',
      message: `${path}: pool.max: expected number, received string`,
      hint: fields,
    });
  });

  test('with a wrong value in a list says which of the list', () => {
    write('phases: [{ name: a, seconds: 1, connections: 2 }, { name: b, seconds: soon, connections: 2 }]');
    expect(errorOf(() => loadScenario(path, [])).message).toBe(
      `${path}: phases.1.seconds: expected number, received string`,
    );
  });

  test('with a word that is not one of those allowed names them', () => {
    write('api: { style: rails }', onePhase);
    expect(errorOf(() => loadScenario(path, [])).message).toBe(`${path}: api.style: expected one of "node"|"gin"`);
  });

  test('with a number out of bounds says what the bound is', () => {
    write('pool: { max: 5000 }', onePhase);
    expect(errorOf(() => loadScenario(path, [])).message).toContain('pool.max: ');
    expect(errorOf(() => loadScenario(path, [])).message).toContain('1000');
  });

  test('without a field that it needs says which', () => {
    write('phases: [{ name: a, seconds: 1 }]');
    expect(errorOf(() => loadScenario(path, [])).message).toBe(
      `${path}: phases.0.connections: expected number, received undefined`,
    );
  });

  test('with an unknown field suggests the one that was meant', () => {
    write('pool: { maxx: 8 }', onePhase);
    expect(errorOf(() => loadScenario(path, []))).toMatchObject({
      code: 'BAD_SCENARIO',
      message: `${path}: pool has no field maxx`,
      hint: 'did you mean max?',
    });
  });

  test('with an unknown field at the top suggests the one that was meant', () => {
    write('pol: { max: 8 }', onePhase);
    expect(errorOf(() => loadScenario(path, []))).toMatchObject({
      message: `${path}: the scenario has no field pol`,
      hint: 'did you mean pool?',
    });
  });

  test('with an unknown field in a list suggests the one that was meant', () => {
    write('phases: [{ name: a, seconds: 1, connections: 2, second: 3 }]');
    expect(errorOf(() => loadScenario(path, []))).toMatchObject({
      message: `${path}: phases.0 has no field second`,
      hint: 'did you mean seconds?',
    });
  });

  test('with an unknown field that is like no other lists what there is', () => {
    write('pool: { zebra: 8 }', onePhase);
    expect(errorOf(() => loadScenario(path, [])).hint).toBe('its fields are max, acquireTimeoutMs, maxPending');
  });

  test('can be overridden', () => {
    write(onePhase);
    expect(loadScenario(path, ['pool.max=9']).pool.max).toBe(9);
  });

  test('that is wrong is a bad scenario, whatever overrides it', () => {
    write('pool: { max: four }', onePhase);
    expect(errorOf(() => loadScenario(path, ['pool.max=9']))).toMatchObject({ code: 'BAD_SCENARIO' });
  });
});

describe('--set', () => {
  test('changes a number', () => {
    expect(set('pool.max=8').pool.max).toBe(8);
  });

  test('changes a field that was left to its default', () => {
    expect(set('pool.acquireTimeoutMs=500').pool.acquireTimeoutMs).toBe(500);
  });

  test('takes null, true and words for what they look like', () => {
    const scenario = set('api.fileLimit=null', 'database.faults.refuse=true', 'api.style=node');
    expect(scenario.api).toMatchObject({ fileLimit: null, style: 'node' });
    expect(scenario.database.faults.refuse).toBe(true);
  });

  test('reaches into a list', () => {
    expect(set('phases.1.connections=84').phases.map(({ connections }) => connections)).toEqual([4, 84, 0, 4]);
  });

  test('takes a whole part at once', () => {
    expect(set('pool={ max: 2, maxPending: 10 }').pool).toEqual({ max: 2, acquireTimeoutMs: null, maxPending: 10 });
  });

  test('may have an equals sign in its value', () => {
    expect(set('title=a=b').title).toBe('a=b');
  });

  test('of the same field twice takes the last', () => {
    expect(set('pool.max=8', 'pool.max=16').pool.max).toBe(16);
  });

  test('leaves the built-in scenario as it was', () => {
    set('pool.max=8', 'phases.1.connections=1');
    expect(loadScenario('pool-exhaustion', [])).toMatchObject({
      pool: { max: 4 },
      phases: { 1: { connections: 160 } },
    });
  });

  test.each(['pool.max', '=8', 'pool.max:8'])('%s is no override', (override) => {
    expect(errorOf(() => set(override))).toMatchObject({
      code: 'BAD_OVERRIDE',
      message: `--set ${override} is not path=value`,
      hint: 'such as --set pool.max=8',
    });
  });

  test('of a field that is not there suggests the one that was meant', () => {
    expect(errorOf(() => set('pool.mx=8'))).toMatchObject({
      code: 'BAD_OVERRIDE',
      message: '--set pool.mx: the scenario has no field mx there',
      hint: 'did you mean max?',
    });
  });

  test('of a field that is like no other lists what there is', () => {
    expect(errorOf(() => set('pool.zebra=8')).hint).toBe('its fields are max, acquireTimeoutMs, maxPending');
  });

  test('of a phase that is not there is refused', () => {
    expect(errorOf(() => set('phases.12.seconds=1'))).toMatchObject({
      code: 'BAD_OVERRIDE',
      message: '--set phases.12.seconds: the scenario has no field 12 there',
    });
  });

  test('below a value that has no fields says so', () => {
    expect(errorOf(() => set('pool.max.least=1')).hint).toBe('its fields are none');
  });

  test('of a field that every object has is refused', () => {
    expect(errorOf(() => set('__proto__.polluted=1'))).toMatchObject({ code: 'BAD_OVERRIDE' });
  });

  test('to a value that the field cannot take says what was expected', () => {
    expect(errorOf(() => set('pool.max=eight'))).toMatchObject({
      code: 'BAD_OVERRIDE',
      message: 'scenario pool-exhaustion with --set pool.max=eight: pool.max: expected number, received string',
      hint: fields,
    });
  });

  test('to nothing is not a number', () => {
    expect(errorOf(() => set('pool.max='))).toMatchObject({ code: 'BAD_OVERRIDE' });
  });
});

describe('what only the parser of YAML can complain about', () => {
  test('an alias without its anchor, in a file and in an override', () => {
    write('pool: *nothing', onePhase);
    expect(errorOf(() => loadScenario(path, []))).toMatchObject({ code: 'BAD_SCENARIO' });
    expect(errorOf(() => set('title=*x'))).toMatchObject({ code: 'BAD_OVERRIDE' });
  });

  test('a value that is not closed', () => {
    expect(errorOf(() => set('title="unclosed'))).toMatchObject({ code: 'BAD_OVERRIDE' });
  });
});

test.each(['package.json/x', 'n'.repeat(300)])('a name that no file can have is an unknown scenario: %s', (name) => {
  expect(errorOf(() => loadScenario(name, []))).toMatchObject({ code: 'UNKNOWN_SCENARIO' });
});

test('a required field whose name is misspelt is named as that', () => {
  write('phases: [{ name: only, seconds: 1, conections: 2 }]');
  expect(errorOf(() => loadScenario(path, []))).toMatchObject({ hint: 'did you mean connections?' });
});

import { describe, expect, test } from 'vitest';
import { checkThreshold, parseThreshold, requirePhases } from '../../src/report/thresholds.ts';
import { incidentBooks, quietBooks, summaryOf } from '../support/a-summary.ts';
import { errorOf } from '../support/caught.ts';

const quiet = summaryOf(quietBooks());
const incident = summaryOf(incidentBooks());
const check = (expression: string, summary = incident) => checkThreshold(parseThreshold(expression), summary);

describe('an expression', () => {
  test.each([
    ['ok < 99%', { phase: null, metric: 'ok', operator: '<', limit: 99, unit: '%' }],
    ['p99 > 300ms', { phase: null, metric: 'p99', operator: '>', limit: 300, unit: 'ms' }],
    ['p50>=0.5s', { phase: null, metric: 'p50', operator: '>=', limit: 0.5, unit: 's' }],
    ['failures > 0', { phase: null, metric: 'failures', operator: '>', limit: 0, unit: '' }],
    ['recovery.failures <= 3', { phase: 'recovery', metric: 'failures', operator: '<=', limit: 3, unit: '' }],
    [
      'pile-up.closed_early > 1.5 %',
      { phase: 'pile-up', metric: 'closed_early', operator: '>', limit: 1.5, unit: '%' },
    ],
    ['ghost_writes > 0', { phase: null, metric: 'ghost_writes', operator: '>', limit: 0, unit: '' }],
  ])('%s is understood', (expression, threshold) => {
    expect(parseThreshold(expression)).toEqual({ expression, ...threshold });
  });

  test('is remembered without the spaces around it', () => {
    expect(parseThreshold('  ok < 99%  ').expression).toBe('ok < 99%');
  });

  test.each(['', 'ok', 'ok = 99%', 'ok < ', 'ok < many', 'ok < -1', '< 5', 'a.b.ok < 1', 'ok < 99% or p99 > 3ms'])(
    '"%s" is not one',
    (expression) => {
      expect(errorOf(() => parseThreshold(expression))).toMatchObject({
        code: 'BAD_THRESHOLD',
        message: `--fail-on '${expression}' does not parse`,
      });
    },
  );

  test('of something that is not measured lists what is', () => {
    const error = errorOf(() => parseThreshold('happiness < 50%'));
    expect(error).toMatchObject({
      code: 'BAD_THRESHOLD',
      message: '--fail-on names happiness, which is not measured',
    });
    expect(error.hint).toContain('choose one of ok, rejected, http_error, timeout');
    expect(error.hint).toContain('p99, max, ghost_writes, dead_grants, pending, files');
  });

  test.each([
    ['p99 > 300', 'give p99 in ms or s'],
    ['p99 > 3%', 'give p99 in ms or s'],
    ['ok < 5ms', 'give ok as a number or in %'],
    ['pending > 5s', 'give pending as a number or in %'],
  ])('%s has the wrong unit', (expression, hint) => {
    expect(errorOf(() => parseThreshold(expression))).toMatchObject({ code: 'BAD_THRESHOLD', hint });
  });

  test.each(['pile-up.ghost_writes > 0', 'dead_grants > 5%', 'baseline.files > 1'])(
    '%s asks a number of the whole run for a part of it',
    (expression) => {
      expect(errorOf(() => parseThreshold(expression))).toMatchObject({
        code: 'BAD_THRESHOLD',
        message: expect.stringContaining('is a number of the whole run'),
      });
    },
  );
});

describe('the phases that thresholds name', () => {
  test('have to be those of the run', () => {
    expect(errorOf(() => requirePhases([parseThreshold('warmup.ok < 9%')], ['baseline', 'pile-up']))).toMatchObject({
      code: 'BAD_THRESHOLD',
      message: "--fail-on 'warmup.ok < 9%' names a phase that the run does not have",
      hint: 'its phases are baseline, pile-up',
    });
  });

  test('may be any of them, or none', () => {
    const thresholds = ['ok < 9%', 'baseline.ok < 9%'].map(parseThreshold);
    expect(() => requirePhases(thresholds, ['baseline', 'pile-up'])).not.toThrow();
  });
});

describe('a threshold is crossed when its expression is true', () => {
  test.each([
    ['ok < 379', '379', false],
    ['ok <= 379', '379', true],
    ['ok > 379', '379', false],
    ['ok >= 379', '379', true],
    ['ok < 99%', '21.009%', true],
    ['failures > 0', '1425', true],
    ['failures > 80%', '78.991%', false],
    ['reset > 89', '90', true],
    ['refused > 0', '0', false],
    ['p50 > 52.1ms', '52.1 ms', false],
    ['p50 > 52ms', '52.1 ms', true],
    ['p99 > 0.98s', '0.981 s', true],
    ['max > 1s', '0.998 s', false],
    ['ghost_writes > 0', '180', true],
    ['dead_grants > 1000', '720', false],
    ['pending > 1000', '1210', true],
    ['files >= 256', '256', true],
    ['baseline.failures > 0', '0', false],
    ['pile-up.failures > 0', '1425', true],
    ['pile-up.ok < 99%', '5%', true],
    ['baseline.p50 > 100ms', '51.2 ms', false],
    ['pile-up.p99 > 900ms', '990.25 ms', true],
  ])('%s: it was %s, crossed: %s', (expression, value, crossed) => {
    expect(check(expression)).toEqual({ expression, value, crossed });
  });
});

describe('a figure that the run does not have', () => {
  test.each(['ghost_writes > 5', 'dead_grants > 5', 'pending > 5', 'files > 5'])('%s is crossed', (expression) => {
    const alone = { ...quiet, ghostWrites: null, pool: null, files: null };
    expect(check(expression, alone)).toEqual({ expression, value: 'not measured', crossed: true });
  });

  test('such as a latency without answers is crossed', () => {
    const none = { ...quiet, client: { ...quiet.client, latencyMs: null } };
    expect(check('p99 > 300ms', none)).toMatchObject({ value: 'not measured', crossed: true });
  });

  test('such as one of a phase that never came is crossed', () => {
    expect(check('recovery.failures > 0')).toMatchObject({ value: 'not measured', crossed: true });
  });

  test('such as a share of nothing is crossed', () => {
    const nothing = { ...quiet, conservation: { ...quiet.conservation, sent: 0 } };
    expect(check('ok < 99%', nothing)).toMatchObject({ value: 'not measured', crossed: true });
  });
});

describe('what the end of the load cut off', () => {
  const cut = {
    ...quiet,
    conservation: { ...quiet.conservation, sent: 200 },
    client: { ...quiet.client, outcomes: { ok: 150, unfinished: 50 } },
  };

  test('is not held against the others', () => {
    expect(check('ok < 100%', cut)).toMatchObject({ value: '100%', crossed: false });
  });

  test('has its share of all', () => {
    expect(check('unfinished > 10%', cut)).toMatchObject({ value: '25%', crossed: true });
  });
});

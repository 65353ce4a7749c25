import { expect, test } from 'vitest';
import { compareRuns } from '../../src/report/compare.ts';
import { compareText } from '../../src/report/compare-text.ts';
import { aCollapsedPhase, aPhase, incidentBooks, quietBooks, summaryOf } from '../support/a-summary.ts';

const incident = {
  summary: summaryOf(incidentBooks({ run: { ...incidentBooks().run, id: 'before' } }), {
    verdict: { code: 'pool_exhausted', text: 'The connection pool was exhausted.' },
  }),
  config: { pool: { max: 4, acquireTimeoutMs: null }, phases: [{ name: 'baseline' }, { name: 'pile-up' }] },
};
const quiet = {
  summary: summaryOf(
    quietBooks({
      run: { ...quietBooks().run, id: 'after' },
      phases: [aPhase(), aCollapsedPhase({ okPerSec: 78, outcomes: { ok: 780, rejected: 1200 } })],
    }),
  ),
  config: { pool: { max: 4, acquireTimeoutMs: 500 }, phases: [{ name: 'baseline' }] },
};

test('two runs side by side, as text', () => {
  expect(compareText(compareRuns(incident, quiet))).toMatchInlineSnapshot(`
    "From a to b: good answers a second 27.1 → 77.4, requests without an answer 1,425 → 0,
    dead grants 720 → 0.

    a  before: pool-exhaustion, 2026-01-02T03:04:05.678Z
       The connection pool was exhausted.
    b  after: pool-exhaustion, 2026-01-02T03:04:05.678Z
       All requests were answered.

    Figures
                                                        a     b   b − a
      good answers a second, under load              27.1  77.4   +50.4  /s  better
      requests sent                                 1,804   304  −1,500
      requests without an answer                    1,425     0  −1,425      better
      latency of answers, p50                        52.1  51.2    −0.9  ms
      latency of answers, p99                       980.5  55.8  −924.8  ms
      longest queue for the pool                    1,210     0  −1,210      better
      connections granted to clients that had left    720     0    −720      better
      database time wasted on them                   36.4   0.0   −36.4  s   better
      time to recover: pool busy after the load       3.0     –       –  s
      ghost writes                                    180     0    −180      better
      open files of the api, at most                  256    26    −230      better
      database time wasted: grants to clients that had left × the median time of use.

    How requests ended at the client
      outcome           a    b   b − a
      ok              379  304     −75
      timeout       1,320    0  −1,320
      reset            90    0     −90
      closed_early     15    0     −15

    Phases (a → b)
      phase     conns         ok/s     failed     p50 ms     p99 ms
      baseline      4  76.0 → 76.0      0 → 0    51 → 51    56 → 56
      pile-up     160   7.5 → 78.0  1,425 → 0  511 → 511  990 → 990

    What differs in the configuration
      field                  a                   b
      pool.acquireTimeoutMs  null                500
      phases[1]              {"name":"pile-up"}  (not there)

    Mind
      - latency is that of answers, and of the requests 21% were answered in a, 100% in b:
        the slowest of a run that fails are not in it
      - one run of each: a small difference may be chance
    "
  `);
});

test('figures are those of the summary, with where they come from', () => {
  const { figures, schemaVersion } = compareRuns(incident, quiet);
  expect(schemaVersion).toBe(1);
  const figure = (name: string): unknown => figures.find((one) => one.name === name);
  // 304 + 75 good answers in 14 s; 304 + 780 in the other.
  expect(figure('goodputPerSec')).toMatchObject({ a: 379 / 14, b: 1084 / 14, better: 'higher' });
  // 720 dead grants of 50.6 ms.
  expect(figure('wastedDatabaseSeconds')).toMatchObject({
    a: (720 * 50.6) / 1000,
    b: 0,
    from: 'pool.deadGrants × pool.useMs.p50 / 1000',
  });
  expect(figure('workedForNobodySeconds')).toMatchObject({ a: 3.04, b: null, difference: null });
  expect(figure('ghostWrites')).toMatchObject({ a: 180, b: 0, difference: -180 });
});

test('a run compared with itself differs in nothing, and that is said', () => {
  const { figures, configuration, cautions } = compareRuns(incident, incident);
  expect(figures.filter(({ difference }) => difference !== 0 && difference !== null)).toEqual([]);
  expect(configuration).toEqual([]);
  expect(cautions).toEqual(['a and b are the same recording']);
});

test('a load alone has no figures of the pool', () => {
  const load = summaryOf(quietBooks({ pool: null, ghostWrites: null, orders: null, files: null, server: null }));
  const { figures } = compareRuns({ summary: load }, { summary: load });
  expect(figures.filter(({ a }) => a === null).map(({ name }) => name)).toEqual([
    'pendingMax',
    'deadGrants',
    'wastedDatabaseSeconds',
    'workedForNobodySeconds',
    'ghostWrites',
    'filesMax',
  ]);
});

test('what makes a comparison doubtful is named', () => {
  const books = quietBooks();
  const partial = summaryOf({
    ...books,
    run: { ...books.run, id: 'cut', status: 'partial', node: '24.0.0', scenario: 'other', kind: 'load' },
    conservation: { ...books.conservation, balanced: null },
    phases: [aPhase({ seconds: 2 })],
  });
  expect(compareRuns({ summary: summaryOf(books) }, { summary: partial }).cautions).toEqual([
    'b is partial: it was cut short',
    'the books of b are not shown to balance',
    'one is a scenario and one a load alone, so only the client compares',
    'the scenarios have different names',
    'the phases differ in length, so counts do not compare; rates do',
    'node differs: 20.19.0 and 24.0.0',
  ]);
});

test('hostile text neither breaks the terminal nor the width of 100 columns', () => {
  const hostile = `\u001b[2J\u202e<script>${'x'.repeat(1_000_000)}`;
  const books = quietBooks();
  const run = {
    summary: summaryOf(
      {
        ...books,
        run: { ...books.run, id: hostile, scenario: hostile, node: hostile, startedAt: hostile },
        phases: [aPhase({ name: hostile })],
      },
      { verdict: { code: 'failures', text: hostile } },
    ),
    config: { [hostile]: hostile },
  };
  const text = compareText(compareRuns({ summary: summaryOf(books), config: {} }, run));
  expect(text).not.toMatch(/[^\P{C}\n]/u);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});

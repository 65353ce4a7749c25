import { describe, expect, test } from 'vitest';
import { autocannonSentence, collapsedPhase, failuresOf, findAll } from '../../src/findings/find.ts';
import type { Books } from '../../src/ledger/summarise.ts';
import type { Finding } from '../../src/ledger/summary.ts';
import { aCollapsedPhase, aPhase, incidentBooks, quietBooks } from '../support/a-summary.ts';

const codesOf = (books: Books): string[] => findAll(books).map(({ code }) => code);
const found = (books: Books, code: string): Finding | undefined => findAll(books).find((one) => one.code === code);

test('a run in which all went well has no findings', () => {
  expect(findAll(quietBooks())).toEqual([]);
});

test('the incident has them all but the one that its log rules out, the most severe first', () => {
  expect(findAll(incidentBooks()).map(({ severity, code }) => `${severity} ${code}`)).toEqual([
    'error POOL_TOO_SMALL',
    'error DEAD_GRANTS',
    'error FILES_FULL',
    'error GHOST_WRITES',
    'info AUTOCANNON_DIFFERS',
  ]);
});

test('every finding says what to do next', () => {
  const silent = { outcomes: {}, log: { lines: 0, byCode: {} } };
  const findings = findAll(incidentBooks({ server: silent, phases: [aCollapsedPhase(), aPhase({ okPerSec: 1 })] }));
  expect(findings).toHaveLength(7);
  expect(findings.filter(({ next, text }) => next === '' || text === '')).toEqual([]);
});

describe('failures', () => {
  test('are all outcomes without an answer, but not what the end of the load cut off', () => {
    const outcomes = { ok: 100, rejected: 10, http_error: 5, unfinished: 3, timeout: 20, reset: 2, no_files: 1 };
    expect(failuresOf(outcomes)).toBe(23);
  });

  test('of nothing are none', () => {
    expect(failuresOf({})).toBe(0);
  });
});

describe('the collapsed phase', () => {
  test('is beyond the cliff and gets less than half of what the pool can give', () => {
    expect(collapsedPhase(incidentBooks())?.name).toBe('pile-up');
  });

  test('is the one with the most connections', () => {
    const phases = [aCollapsedPhase({ name: 'high', connections: 100 }), aCollapsedPhase({ name: 'higher' })];
    expect(collapsedPhase(quietBooks({ phases }))?.name).toBe('higher');
  });

  test('is none at the cliff itself', () => {
    expect(collapsedPhase(quietBooks({ phases: [aCollapsedPhase({ connections: 80 })] }))).toBeNull();
  });

  test('is none where half of the capacity came through', () => {
    const phase = aCollapsedPhase({ settled: { okPerSec: 40, pool: null } });
    expect(collapsedPhase(quietBooks({ phases: [phase] }))).toBeNull();
  });

  test('is none where nothing was predicted', () => {
    expect(collapsedPhase(quietBooks({ phases: [aCollapsedPhase({ predicted: null })] }))).toBeNull();
  });
});

describe('POOL_TOO_SMALL', () => {
  test('rests on the phase that collapsed', () => {
    expect(found(incidentBooks(), 'POOL_TOO_SMALL')).toMatchObject({
      severity: 'error',
      evidence: {
        phase: 'pile-up',
        connections: 160,
        cliffConnections: 80,
        capacityPerSec: 80,
        okPerSec: 0,
        poolBusyShare: 1,
      },
    });
  });

  test('is absent where no phase collapsed', () => {
    expect(codesOf(incidentBooks({ phases: [aPhase()] }))).not.toContain('POOL_TOO_SMALL');
  });

  test('is absent where nothing is known of the pool', () => {
    expect(codesOf(incidentBooks({ pool: null }))).not.toContain('POOL_TOO_SMALL');
  });
});

describe('OUTLASTS_THE_LOAD', () => {
  const thenPhase = (okPerSec: number) =>
    incidentBooks({ phases: [aCollapsedPhase(), aPhase({ name: 'after', okPerSec })] });

  test('rests on a later phase that gets less than half of what it should', () => {
    expect(found(thenPhase(12.3456), 'OUTLASTS_THE_LOAD')).toMatchObject({
      severity: 'error',
      evidence: { phase: 'after', okPerSec: 12.346, predictedOkPerSec: 80 },
    });
  });

  test('is absent where the later phase gets half of it', () => {
    expect(codesOf(thenPhase(40))).not.toContain('OUTLASTS_THE_LOAD');
  });

  test('is absent where the slow phase came before the collapse', () => {
    const phases = [aPhase({ okPerSec: 1 }), aCollapsedPhase()];
    expect(codesOf(incidentBooks({ phases }))).not.toContain('OUTLASTS_THE_LOAD');
  });

  test('is absent where the later phase had no load', () => {
    const phases = [aCollapsedPhase(), aPhase({ connections: 0, okPerSec: 0, predicted: null })];
    expect(codesOf(incidentBooks({ phases }))).not.toContain('OUTLASTS_THE_LOAD');
  });

  test('is absent where nothing collapsed', () => {
    expect(codesOf(quietBooks({ phases: [aPhase(), aPhase({ okPerSec: 1 })] }))).not.toContain('OUTLASTS_THE_LOAD');
  });
});

describe('DEAD_GRANTS', () => {
  const withDead = (deadGrants: number) => {
    const { pool } = incidentBooks();
    return incidentBooks({ pool: pool && { ...pool, grants: 1000, deadGrants } });
  };

  test('rests on the grants to clients that had left', () => {
    expect(found(withDead(720), 'DEAD_GRANTS')?.evidence).toEqual({
      deadGrants: 720,
      grants: 1000,
      oldestWaitMs: 2030,
    });
  });

  test.each([
    [1, 'warning'],
    [100, 'warning'],
    [101, 'error'],
    [1000, 'error'],
  ])('%d of 1000 is a matter of %s', (dead, severity) => {
    expect(found(withDead(dead), 'DEAD_GRANTS')?.severity).toBe(severity);
  });

  test('is absent where every grant was to a client that was there', () => {
    expect(codesOf(withDead(0))).not.toContain('DEAD_GRANTS');
  });

  test('is absent where nothing is known of the pool', () => {
    expect(codesOf(incidentBooks({ pool: null }))).not.toContain('DEAD_GRANTS');
  });
});

describe('FILES_FULL', () => {
  test('rests on the open files, the limit and what never reached the api', () => {
    expect(found(incidentBooks(), 'FILES_FULL')).toMatchObject({
      severity: 'error',
      evidence: { files: 256, limit: 256, neverReached: 105, clientsReset: 90, tcpAbortOnClose: 90 },
    });
  });

  test('does without the counters of a kernel that has none', () => {
    expect(found(incidentBooks({ kernel: null }), 'FILES_FULL')?.evidence.tcpAbortOnClose).toBe('unknown');
  });

  test('allows for the handles that libuv closes and opens again', () => {
    expect(codesOf(incidentBooks({ files: { limit: 256, max: 251 } }))).toContain('FILES_FULL');
  });

  test('is absent where handles were left', () => {
    expect(codesOf(incidentBooks({ files: { limit: 256, max: 250 } }))).not.toContain('FILES_FULL');
  });

  test('is absent where the limit is not known', () => {
    expect(codesOf(incidentBooks({ files: { limit: null, max: 256 } }))).not.toContain('FILES_FULL');
  });

  test('is absent where nothing is known of the files', () => {
    expect(codesOf(incidentBooks({ files: null }))).not.toContain('FILES_FULL');
  });
});

describe('GHOST_WRITES', () => {
  test('rests on the orders that were written for nobody', () => {
    expect(found(incidentBooks(), 'GHOST_WRITES')).toMatchObject({
      severity: 'error',
      evidence: { written: 270, answered: 90, ghost: 180 },
    });
  });

  test('is absent where every order was answered', () => {
    const orders = { written: 270, answered: 270, ghost: 0 };
    expect(codesOf(incidentBooks({ orders }))).not.toContain('GHOST_WRITES');
  });

  test('is absent where nothing is known of the orders', () => {
    expect(codesOf(incidentBooks({ orders: null }))).not.toContain('GHOST_WRITES');
  });
});

describe('SILENT_SERVER', () => {
  const outcomes = { completed: 379, client_gone_waiting: 600, client_gone_querying: 20, failed: 3 };
  const silent = { outcomes, log: { lines: 0, byCode: {} } };

  test('rests on failures at the client and nothing in the log of the server', () => {
    expect(found(incidentBooks({ server: silent }), 'SILENT_SERVER')).toMatchObject({
      severity: 'warning',
      evidence: { serverLogLines: 0, clientFailures: 1425, clientsGone: 620 },
    });
  });

  test('is absent where the server logged something', () => {
    const server = { outcomes, log: { lines: 1, byCode: {} } };
    expect(codesOf(incidentBooks({ server }))).not.toContain('SILENT_SERVER');
  });

  test('is absent where nothing failed', () => {
    expect(codesOf(quietBooks({ server: silent }))).not.toContain('SILENT_SERVER');
  });

  test('is absent where nothing is known of the server', () => {
    expect(codesOf(incidentBooks({ server: null }))).not.toContain('SILENT_SERVER');
  });
});

describe('AUTOCANNON_DIFFERS', () => {
  const agreeing = { ...incidentBooks().autocannon, errors: 1425 } as NonNullable<Books['autocannon']>;
  const withMedian = (p50: number) =>
    incidentBooks({ autocannon: { ...agreeing, latencyMs: { ...agreeing.latencyMs, p50 } } });

  test('rests on its errors and its median beside those of the ledger', () => {
    expect(found(incidentBooks(), 'AUTOCANNON_DIFFERS')).toMatchObject({
      severity: 'info',
      evidence: { autocannonErrors: 1410, failures: 1425, autocannonP50Ms: 52, p50Ms: 52.1, sent: 1804 },
    });
  });

  test('is absent where both agree', () => {
    expect(codesOf(incidentBooks({ autocannon: agreeing }))).not.toContain('AUTOCANNON_DIFFERS');
  });

  test('is absent where its median is within a tenth and a millisecond', () => {
    expect(codesOf(withMedian(58))).not.toContain('AUTOCANNON_DIFFERS');
  });

  test('is there for the median alone', () => {
    expect(codesOf(withMedian(59))).toContain('AUTOCANNON_DIFFERS');
  });

  test('is absent where another engine made the load', () => {
    expect(codesOf(incidentBooks({ autocannon: null }))).not.toContain('AUTOCANNON_DIFFERS');
  });

  test('has no sentence where both agree', () => {
    expect(autocannonSentence(agreeing, incidentBooks().client)).toBeNull();
  });
});

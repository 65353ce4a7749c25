import { describe, expect, test } from 'vitest';
import { verdictOf } from '../../src/findings/verdict.ts';
import type { Books } from '../../src/ledger/summarise.ts';
import type { OutcomeCounts } from '../../src/ledger/summary.ts';
import { aCollapsedPhase, aPhase, incidentBooks, quietBooks } from '../support/a-summary.ts';

/** A run without a collapse, in which so many requests ended like this. */
function endedAs(outcomes: OutcomeCounts, changes: Partial<Books> = {}): Books {
  const quiet = quietBooks();
  const sent = Object.values(outcomes).reduce((sum, n) => sum + n, 0);
  return {
    ...quiet,
    conservation: { ...quiet.conservation, sent, settled: sent },
    client: { ...quiet.client, outcomes },
    ...changes,
  };
}

test('all is well when every request was answered', () => {
  expect(verdictOf(endedAs({ ok: 1304 }))).toEqual({
    code: 'all_answered',
    text: 'All 1,304 requests were answered.',
  });
});

test('answers that say no are errors, but answers', () => {
  expect(verdictOf(endedAs({ ok: 1000, rejected: 20, http_error: 3 }))).toEqual({
    code: 'errors_answered',
    text: 'Every request was answered, 23 of 1,023 with an error status.',
  });
});

test('requests without an answer are named, the most frequent outcome first', () => {
  expect(verdictOf(endedAs({ ok: 90, rejected: 5, reset: 3, timeout: 1200, unfinished: 2 }))).toEqual({
    code: 'failures',
    text: '1,203 of 1,300 requests got no answer: 1,200 timeout, 3 reset.',
  });
});

test('what the end of the load cut off is no failure', () => {
  expect(verdictOf(endedAs({ ok: 90, unfinished: 2 })).code).toBe('all_answered');
});

test('nothing sent is not enough to say anything', () => {
  expect(verdictOf(endedAs({}))).toEqual({
    code: 'not_enough_data',
    text: 'Nothing was sent, so nothing can be said.',
  });
});

describe('a pool that was exhausted', () => {
  test('is named before the failures that follow from it', () => {
    expect(verdictOf(incidentBooks()).code).toBe('pool_exhausted');
  });

  test('is described by its phase, its answers, and how it was used', () => {
    expect(verdictOf(incidentBooks()).text).toMatchInlineSnapshot(
      `"The connection pool was exhausted: 160 connections on a pool of 4. After the first 2.5 s they got 0.0 answers a second, of the 80 that it can give, while it was 100% busy, 100% of that for clients that had already left."`,
    );
  });

  test('is not named where nothing collapsed', () => {
    expect(verdictOf(incidentBooks({ phases: [aPhase()] })).code).toBe('failures');
  });

  test('is described without grants where there were none', () => {
    const settled = { okPerSec: 0, pool: { busyShare: null, grants: 0, deadGrants: 0, grantsPerSec: 0 } };
    expect(verdictOf(incidentBooks({ phases: [aCollapsedPhase({ settled })] })).text).toContain('0% busy, 0%');
  });
});

describe('books that do not balance', () => {
  const unbalanced = (changes: Partial<Books> = {}): Books =>
    incidentBooks({
      conservation: {
        sent: 3,
        settled: 2,
        unfinished: 0,
        balanced: false,
        violations: ['the client sent 3 requests and settled 2', '1 statements belong to no request'],
        missing: [],
      },
      ...changes,
    });

  test('are named before all else', () => {
    expect(verdictOf(unbalanced())).toEqual({
      code: 'not_balanced',
      text: 'The books do not balance: the client sent 3 requests and settled 2; 1 statements belong to no request.',
    });
  });

  test('are named even where the run was cut short', () => {
    const run = { ...quietBooks().run, status: 'partial' as const };
    expect(verdictOf(unbalanced({ run })).code).toBe('not_balanced');
  });
});

describe('a recording that is not whole', () => {
  test('says so, and what it shows as far as it goes', () => {
    const run = { ...quietBooks().run, status: 'partial' as const };
    expect(verdictOf(endedAs({ ok: 40 }, { run }))).toEqual({
      code: 'partial',
      text: 'This recording is partial; up to where it ends: All 40 requests were answered.',
    });
  });

  test('says so where its books cannot be balanced', () => {
    const conservation = { ...quietBooks().conservation, balanced: null, missing: ['of the api: its last lines'] };
    expect(verdictOf(quietBooks({ conservation })).code).toBe('partial');
  });

  test('is not enough data where nothing was sent', () => {
    const run = { ...quietBooks().run, status: 'partial' as const };
    expect(verdictOf(endedAs({}, { run })).code).toBe('not_enough_data');
  });
});

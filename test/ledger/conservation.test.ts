import { describe, expect, test } from 'vitest';
import { type Conservation, checkConservation } from '../../src/ledger/conservation.ts';
import { joinEnds } from '../../src/ledger/join.ts';
import type { RunRecord } from '../../src/ledger/read-run.ts';
import type { ClientOutcome, Stage } from '../../src/recording/outcomes.ts';
import { runOf, ThreeEnds } from '../support/a-run.ts';

/** Two requests on one connection, a read and an order, that all three ends agree on. */
function agreed(): ThreeEnds {
  return new ThreeEnds()
    .dialled(1, 5001)
    .accepted(1, 5001)
    .sent(1, 1)
    .sent(1, 2, { method: 'POST', path: '/orders' })
    .saw(1, 1)
    .saw(1, 2, { method: 'POST', path: '/orders' })
    .ran('1.1')
    .ran('1.2', 1);
}

function check(run: RunRecord): Conservation {
  return checkConservation(run, joinEnds(run.client, run.server, run.database));
}

test('books that agree are balanced', () => {
  expect(check(runOf(agreed()))).toEqual({
    sent: 2,
    settled: 2,
    unfinished: 0,
    balanced: true,
    violations: [],
    missing: [],
  });
});

test('requests that were open when the load stopped are unfinished, and the books balance', () => {
  const ends = agreed().sent(1, 3, { outcome: 'unfinished', stage: 'wait', status: null }).saw(1, 3);
  expect(check(runOf(ends))).toMatchObject({ sent: 3, settled: 3, unfinished: 1, balanced: true });
});

describe('what does not hold is said in words', () => {
  function violationsOf(run: RunRecord): string[] {
    const { balanced, violations } = check(run);
    expect(balanced).toBe(false);
    return violations;
  }

  test('the client sent more than it settled', () => {
    const run = { ...runOf(agreed()), clientEnd: { sent: 3, settled: 2 } };
    expect(violationsOf(run)).toEqual(['the client sent 3 requests and settled 2']);
  });

  test('the client settled more than it recorded', () => {
    const run = { ...runOf(agreed()), clientEnd: { sent: 3, settled: 3 } };
    expect(violationsOf(run)).toEqual(['the client settled 3 requests and recorded 2']);
  });

  test('the api received more than it ended', () => {
    const run = runOf(agreed());
    if (run.serverEnd) run.serverEnd.received = 3;
    expect(violationsOf(run)).toEqual(['the api received 3 requests and ended 2']);
  });

  test('the api ended more than it recorded', () => {
    const run = runOf(agreed());
    if (run.serverEnd) Object.assign(run.serverEnd, { received: 3, ended: 3 });
    expect(violationsOf(run)).toEqual(['the api ended 3 requests and recorded 2']);
  });

  test('the pool granted more than requests were granted', () => {
    const run = runOf(agreed());
    if (run.serverEnd) run.serverEnd.pool.grants = 5;
    expect(violationsOf(run)).toEqual(['the pool granted 5 connections, requests were granted 2']);
  });

  test('the database ran more than it recorded', () => {
    const run = { ...runOf(agreed()), databaseEnd: { statements: 3, orders: 1 } };
    expect(violationsOf(run)).toEqual(['the database ran 3 statements, recorded 2']);
  });

  test('the client recorded a request twice', () => {
    // The second record of it never reached the api, and its outcome does not say why.
    const run = runOf(agreed().sent(1, 2, { outcome: 'reset', stage: 'wait', status: null }));
    expect(violationsOf(run)).toEqual(['the client recorded 1 requests twice']);
  });

  test('the api recorded a request twice', () => {
    expect(violationsOf(runOf(agreed().saw(1, 2, { method: 'POST', path: '/orders' })))).toContain(
      'the api recorded 1 requests twice',
    );
  });

  test('the api saw what no client sent', () => {
    expect(violationsOf(runOf(agreed().saw(1, 3)))).toEqual(['the api saw 1 requests that no client sent']);
  });

  test('a request differs between the ends', () => {
    const ends = agreed().sent(1, 3, { path: '/orders/1' }).saw(1, 3, { path: '/orders/9' });
    expect(violationsOf(runOf(ends))).toEqual(['1 requests differ between client and api']);
  });

  test('a statement belongs to no request', () => {
    expect(violationsOf(runOf(agreed().ran('9.9')))).toEqual(['1 statements belong to no request']);
  });

  test('an order belongs to no request', () => {
    expect(violationsOf(runOf(agreed().ran('9.9', 2)))).toEqual([
      '1 statements belong to no request',
      '1 orders belong to no request of the client',
    ]);
  });

  test('the client holds an answer that the api did not complete', () => {
    const ends = agreed().sent(1, 3).saw(1, 3, { outcome: 'failed' });
    expect(violationsOf(runOf(ends))).toEqual(["1 answers that the client holds are not complete in the api's eyes"]);
  });

  test('the client holds an answer of a request that never reached the api', () => {
    expect(violationsOf(runOf(agreed().sent(1, 3)))).toEqual([
      "1 answers that the client holds are not complete in the api's eyes",
      '1 requests never reached the api, and their outcome does not say why',
    ]);
  });
});

describe('a request that never reached the api', () => {
  test.each<[ClientOutcome, Stage, boolean]>([
    ['reset', 'wait', true],
    ['reset', 'send', true],
    ['closed_early', 'wait', true],
    ['closed_early', 'body', true],
    ['broken_pipe', 'send', true],
    ['refused', 'connect', true],
    ['connect_timeout', 'connect', true],
    ['no_ports', 'connect', true],
    ['no_files', 'connect', true],
    ['timeout', 'connect', true],
    ['timeout', 'send', false],
    ['timeout', 'wait', false],
    ['unfinished', 'connect', true],
    ['unfinished', 'send', true],
    ['unfinished', 'wait', false],
    ['http_error', 'body', false],
    ['other_error', 'wait', false],
  ])('as %s in the stage %s is explained: %s', (outcome, stage, explained) => {
    const { balanced, violations } = check(runOf(agreed().sent(1, 3, { outcome, stage, status: null })));
    expect(balanced).toBe(explained);
    expect(violations).toEqual(
      explained ? [] : ['1 requests never reached the api, and their outcome does not say why'],
    );
  });
});

describe('what is missing is said in words, and then nothing can be known', () => {
  function missingOf(run: RunRecord): string[] {
    const { balanced, violations, missing } = check(run);
    expect({ balanced, violations }).toEqual({ balanced: null, violations: [] });
    return missing;
  }

  test('the last lines of the client', () => {
    expect(missingOf({ ...runOf(agreed()), clientEnd: null })).toEqual(['of the client: its last lines']);
  });

  test('the last lines of the client, with what was open at its last count', () => {
    const run = { ...runOf(agreed()), clientEnd: null, progress: { sent: 40, settled: 33, open: 7 } };
    expect(missingOf(run)).toEqual(['of the client: its last lines; 7 requests were open at its last count']);
  });

  test('the last lines of the api', () => {
    expect(missingOf({ ...runOf(agreed()), serverEnd: null })).toEqual(['of the api: its last lines']);
  });

  test('the last lines of the database', () => {
    expect(missingOf({ ...runOf(agreed()), databaseEnd: null })).toEqual(['of the database: its last lines']);
  });

  test('the last lines of the lab', () => {
    expect(missingOf({ ...runOf(agreed()), runEnd: null })).toEqual([
      'of the lab: its last lines, so the phases may be cut short',
    ]);
  });

  test('all after the signal that killed a process', () => {
    const exits = [{ t: 2345, data: { name: 'api', code: null, signal: 'SIGKILL', expected: false } }];
    expect(missingOf({ ...runOf(agreed()), serverEnd: null, exits })).toEqual([
      'of the api: all after 2.3 s, when it was killed by SIGKILL',
    ]);
  });

  test('all after a process ended by itself', () => {
    const exits = [{ t: 1000, data: { name: 'load', code: 1, signal: null, expected: false } }];
    expect(missingOf({ ...runOf(agreed()), clientEnd: null, exits })).toEqual([
      'of the client: all after 1.0 s, when it ended with code 1',
    ]);
  });

  test('an exit that was expected explains nothing', () => {
    const exits = [{ t: 1000, data: { name: 'database', code: 0, signal: null, expected: true } }];
    expect(missingOf({ ...runOf(agreed()), databaseEnd: null, exits })).toEqual(['of the database: its last lines']);
  });

  test('one line that does not read', () => {
    const run = { ...runOf(agreed()), unreadable: { client: 0, server: 1, database: 0, lab: 0 } };
    expect(missingOf(run)).toEqual(['1 unreadable line of server.ndjson']);
  });

  test('lines that do not read, of each part', () => {
    const run = { ...runOf(agreed()), unreadable: { client: 2, server: 0, database: 0, lab: 3 } };
    expect(missingOf(run)).toEqual(['2 unreadable lines of client.ndjson', '3 unreadable lines of lab.ndjson']);
  });

  test('what looks wrong may only be missing', () => {
    const run = { ...runOf(agreed().saw(1, 3)), clientEnd: null };
    expect(missingOf(run)).toEqual(['of the client: its last lines']);
  });
});

describe('how many were sent, when the client did not live to say so', () => {
  test('is what it had counted last', () => {
    const run = { ...runOf(agreed()), clientEnd: null, progress: { sent: 40, settled: 33, open: 7 } };
    expect(check(run)).toMatchObject({ sent: 40, settled: 2 });
  });

  test('is at least what it recorded', () => {
    const run = { ...runOf(agreed()), clientEnd: null, progress: { sent: 1, settled: 0, open: 1 } };
    expect(check(run)).toMatchObject({ sent: 2, settled: 2 });
  });
});

describe('a load alone', () => {
  const alone = (): RunRecord => ({ ...runOf(agreed()), serverEnd: null, databaseEnd: null });

  test('needs no other ends', () => {
    expect(checkConservation(alone(), null)).toMatchObject({ balanced: true, missing: [] });
  });

  test('is held to its own counts', () => {
    const run = { ...alone(), clientEnd: { sent: 3, settled: 2 } };
    expect(checkConservation(run, null)).toMatchObject({
      balanced: false,
      violations: ['the client sent 3 requests and settled 2'],
    });
  });
});

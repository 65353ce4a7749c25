import { describe, expect, test } from 'vitest';
import { findAll } from '../../src/findings/find.ts';
import { verdictOf } from '../../src/findings/verdict.ts';
import type { Books } from '../../src/ledger/summarise.ts';
import type { Summary } from '../../src/ledger/summary.ts';
import { textReport } from '../../src/report/text.ts';
import { incidentBooks, quietBooks, summaryOf } from '../support/a-summary.ts';

const concluded = (books: Books): Summary => summaryOf(books, { verdict: verdictOf(books), findings: findAll(books) });

test('the report of the incident', () => {
  const summary = {
    ...concluded(incidentBooks()),
    thresholds: [
      { expression: 'baseline.failures > 0', value: '0', crossed: false },
      { expression: 'ok < 99%', value: '21.009 %', crossed: true },
    ],
  };
  expect(textReport(summary, 'runs/incident')).toMatchInlineSnapshot(`
    "The connection pool was exhausted: 160 connections on a pool of 4. After the first 2.5 s
    they got 0.0 answers a second, of the 80 that it can give, while it was 100% busy, 100%
    of that for clients that had already left.

    run      pool-exhaustion (style gin), 4.1 s, Node 20.19.0, linux-x64, kernel 6.1.0
    books    1,804 sent, 1,804 settled (0 unfinished when a load stopped): balanced
    pool     4 connections; longest queue 1,210; longest wait 2,034.5 ms; held 50.6 ms (median)
    files    256 open at most, limit 256

    What happened, in order
         0.0 s  phase baseline begins: 4 connections
         4.0 s  phase pile-up begins: 160 connections
         5.0 s  the first client gives up: its time-out has passed (1,320 times in this
                run)

    Phases
      phase     conns   s   sent  ok/s  failed  p50 ms  p99 ms  model  busy  dead
      baseline      4   4    304  76.0       0    51.2    55.8   80.0   95%    0%
      pile-up     160  10  1,500   7.5   1,425   510.5   990.3    0.0  100%   90%
      p50, p99: of complete answers.
      model: ok/s that the closed-loop law predicts. busy: share of the time in which the
      pool was used. dead: share of its grants that went to clients that had left.

    Every request: how it ended at the client, and at the api
      client        api                  requests
      ok            completed                 379
      timeout       write_failed              720
      timeout       client_gone_waiting       600
      reset         never_reached              90
      closed_early  never_reached              15
      errors of the client's sockets: reset read ECONNRESET 90

    Orders in the database
      270 written = 90 answered + 180 ghost writes (done, and the client believes not)

    Predicted and measured
      cliff    80.0 connections predicted (pool size × time-out / hold time), 79.6 measured
               measured: grants per second beyond the cliff × time-out
      drain    the pool worked 3.0 s for nobody after the load had stopped
      kernel   TCPAbortOnClose moved by 90 on this machine; clients got 90 resets

    autocannon beside the ledger
                           autocannon  ledger
      answers                     379     379
      errors                    1,410   1,425
        of them time-outs       1,320   1,320
      p50 ms                       52    52.1
      p99 ms                      981   980.5
      without a word               15       0
      autocannon differs: it counts 1,410 errors where 1,425 requests failed, since it
      counts sockets and not requests, and nothing at all when a connection is closed before
      its answer (15 here); its latency knows only the answers that it got, as ours does.

    What the logs showed
      client  105 lines: read ECONNRESET 90
      api     720 lines: write EPIPE 720

    Findings
      !! POOL_TOO_SMALL
         The pool is too small for this load: 160 connections wait for 4, which can serve 80
         requests a second and so at most 80 clients within their time-out.
         → bound the wait: an acquire deadline below the time-out less the query (--set
           pool.acquireTimeoutMs=500)
      !! DEAD_GRANTS
         720 of 1,099 connections that the pool granted went to requests whose client had
         already left: the queries ran, and nobody read the answer.
         → a request that has waited longer than its client does should be dropped, not
           served
      !! FILES_FULL
         The api ran out of file handles (256 of 256). Node says nothing then: it accepts
         and closes, and 105 requests never reached the api.
         → the handles are held by requests that wait: shorten the queue before you raise
           the limit
      !! GHOST_WRITES
         180 of 270 orders were written although the client was told nothing: a customer who
         tries again orders twice.
         → give writes an idempotency key, or check the deadline before the write
      i  AUTOCANNON_DIFFERS
         autocannon differs: it counts 1,410 errors where 1,425 requests failed, since it
         counts sockets and not requests, and nothing at all when a connection is closed
         before its answer (15 here); its latency knows only the answers that it got, as
         ours does.
         → trust the ledger: it has one line for each request

    Thresholds
      kept     baseline.failures > 0  (it was 0)
      crossed  ok < 99%  (it was 21.009 %)

    recording  runs/incident
    again      pileup report runs/incident
    next       pileup scenarios show pool-exhaustion > mine.yaml; pileup run mine.yaml
    "
  `);
});

test('the report of a load alone, cut short', () => {
  const quiet = quietBooks();
  const alone: Books = {
    ...quiet,
    run: { ...quiet.run, kind: 'load', scenario: 'load', style: null, status: 'partial' },
    conservation: {
      sent: 40,
      settled: 33,
      unfinished: 1,
      balanced: null,
      violations: [],
      missing: ['of the client: its last lines; 7 requests were open at its last count'],
    },
    client: { ...quiet.client, outcomes: { ok: 30, timeout: 2, unfinished: 1 } },
    server: null,
    reconciliation: null,
    orders: null,
    ghostWrites: null,
    phases: [],
    cliff: null,
    pool: null,
    files: null,
    eventLoop: null,
    kernel: null,
    story: [],
  };
  expect(textReport(concluded(alone), 'runs/load')).toMatchInlineSnapshot(`
    "This recording is partial; up to where it ends: 2 of 40 requests got no answer: 2
    timeout.

    run      load, 4.1 s, Node 20.19.0, linux-x64, kernel 6.1.0
    books    40 sent, 33 settled (1 unfinished when a load stopped): cannot be balanced, parts are missing
    missing  of the client: its last lines; 7 requests were open at its last count

    Every request: how it ended at the client
      client      requests  share
      ok                30    75%
      timeout            2     5%
      unfinished         1     3%

    recording  runs/load
    again      pileup report runs/load
    "
  `);
});

describe('colour', () => {
  test('goes through the paint that was given, and nowhere else', () => {
    const painted = textReport(concluded(incidentBooks()), 'runs/incident', (format, text) => `<${format}>${text}</>`);
    const plain = painted.replace(/<(bold|red|green|yellow|dim)>|<\/>/g, '');
    expect(plain).toBe(textReport(concluded(incidentBooks()), 'runs/incident'));
    expect(painted).toContain('<bold>Phases</>');
  });

  test.each([
    ['green', quietBooks()],
    ['red', incidentBooks()],
  ])('of the verdict is %s', (colour, books) => {
    const painted = textReport(concluded(books), 'runs/any', (format, text) => `<${format}>${text}</>`);
    expect(painted.startsWith(`<${colour}>`)).toBe(true);
  });
});

test('what comes from names, errors and logs cannot act on the terminal', () => {
  const hostile = '\u001b]0;owned\u0007\u202e';
  const books = incidentBooks();
  const summary = concluded({
    ...books,
    run: { ...books.run, scenario: hostile },
    client: { ...books.client, errors: { [hostile]: 1 }, log: { lines: 1, byCode: { [hostile]: 1 } } },
    server: { outcomes: {}, log: { lines: 1, byCode: { [hostile]: 1 } } },
  });
  const thresholds = [{ expression: `${hostile} > 0`, value: '1', crossed: true }];
  const report = textReport({ ...summary, thresholds }, 'runs/any');
  expect(report.match(/[\p{Cc}\p{Cf}]/gu)?.filter((character) => character !== '\n') ?? []).toEqual([]);
});

test('ends with a newline and has no blank lines but between its parts', () => {
  const report = textReport(concluded(incidentBooks()), 'runs/incident');
  expect(report.endsWith('\n')).toBe(true);
  expect(report).not.toContain('\n\n\n');
});

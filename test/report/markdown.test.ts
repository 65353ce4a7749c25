import { expect, test } from 'vitest';
import type { Finding } from '../../src/ledger/summary.ts';
import { postmortemMarkdown } from '../../src/report/markdown.ts';
import { aPhase, incidentBooks, quietBooks, summaryOf } from '../support/a-summary.ts';

const findings: Finding[] = [
  {
    code: 'POOL_TOO_SMALL',
    severity: 'error',
    text: 'The pool is too small for this load.',
    evidence: { phase: 'pile-up', connections: 160, cliffConnections: 80 },
    next: 'bound the wait (--set pool.acquireTimeoutMs=500)',
  },
  {
    code: 'DEAD_GRANTS',
    severity: 'error',
    text: '720 of 1,099 connections that the pool granted went to requests whose client had already left.',
    evidence: { deadGrants: 720, grants: 1099 },
    next: 'drop what has waited longer than its client does',
  },
  {
    code: 'AUTOCANNON_DIFFERS',
    severity: 'info',
    text: 'autocannon differs.',
    evidence: {},
    next: 'trust the ledger',
  },
];

const incident = {
  summary: summaryOf(
    incidentBooks({
      phases: [
        ...incidentBooks().phases,
        aPhase({
          name: 'drain',
          startSeconds: 14,
          seconds: 5,
          connections: 0,
          sent: 0,
          okPerSec: 0,
          outcomes: {},
          latencyMs: null,
          predicted: null,
        }),
        aPhase({ name: 'recovery', startSeconds: 19 }),
      ],
    }),
    { verdict: { code: 'pool_exhausted', text: 'The connection pool was exhausted.' }, findings },
  ),
  config: { title: 'A pool of four', pool: { acquireTimeoutMs: null } },
};
const fixed = {
  summary: summaryOf(quietBooks({ run: { ...quietBooks().run, id: 'fixed' } })),
  config: { title: 'A pool of four', pool: { acquireTimeoutMs: 500 } },
};

test('the whole document', () => {
  expect(postmortemMarkdown(incident)).toMatchInlineSnapshot(`
    "# Postmortem: \`pool-exhaustion\`

    > A draft, filled in by pileup from the recording \`quiet\`; it describes that run. What a recording cannot know is marked \`[to be filled in: …]\`. Below each part stands where its numbers are: fields of \`summary.json\`, which \`pileup report\` writes, or files of the recording.

    |  |  |
    | --- | --- |
    | Status, authors | _[to be filled in: draft or final; who wrote it]_ |
    | Incident | _[to be filled in: number, date and link, if this run reproduces one in production]_ |
    | Scenario | A pool of four (\`pool-exhaustion\`) |
    | Run | \`quiet\`, started \`2026-01-02T03:04:05.678Z\`, 4.1 s, complete |
    | Machine | Node \`20.19.0\`, libuv \`1.49.1\`, \`linux-x64\`, kernel \`6.1.0\` |
    | Books | 1,804 requests sent, 1,804 settled (0 unfinished when a load stopped): balanced |

    _Source: \`run\`, \`conservation\`._

    ## Summary

    The connection pool was exhausted.

    _Source: \`verdict\`._

    _[to be filled in: one sentence for those who were not there]_

    ## Impact

    1,425 of 1,804 requests got no answer (79%).

    | outcome at the client | answered | requests | share |
    | --- | --- | --: | --: |
    | \`ok\` | yes | 379 | 21% |
    | \`timeout\` | no | 1,320 | 73% |
    | \`reset\` | no | 90 | 5% |
    | \`closed_early\` | no | 15 | 1% |

    _Source: \`client.outcomes\`, \`conservation.sent\`._

    | phase | from | connections | good answers/s | without an answer | p50 ms | p99 ms |
    | --- | --: | --: | --: | --: | --: | --: |
    | \`baseline\` | +0.0 s | 4 | 76.0 | 0 | 51.2 | 55.8 |
    | \`pile-up\` | +4.0 s | 160 | 7.5 | 1,425 | 510.5 | 990.3 |
    | \`drain\` | +14.0 s | 0 | 0.0 | 0 | – | – |
    | \`recovery\` | +19.0 s | 4 | 76.0 | 0 | 51.2 | 55.8 |

    _Source: \`phases\`._

    Of 270 orders that the database wrote, 180 were ghost writes: done, while the client believes that they failed.

    _Source: \`orders\`._

    _[to be filled in: which users were affected, how many, for how long, and what it cost them]_

    ## Timeline

    Times are seconds after the first phase began; the run was started at \`2026-01-02T03:04:05.678Z\`.

    | time | what happened |
    | --: | --- |
    | +0.0 s | phase baseline begins: 4 connections |
    | +4.0 s | phase pile-up begins: 160 connections |
    | +5.0 s | the first client gives up: its time-out has passed (1,320 times in this run) |
    | _[to be filled in: time]_ | _[to be filled in: when it was noticed and by whom, who was paged and when, what was tried, when it was over]_ |

    _Source: \`story\`, \`run.startedAt\`._

    ## Trigger

    At +4.0 s, with phase \`pile-up\`, the load went from 4 to 160 connections. The pool can serve 80.0 within their time-out, by the closed-loop law, and 79.6 as measured.

    _Source: \`phases[1]\`, \`phases[0].connections\`, \`cliff\`._

    _[to be filled in: what raised the load, or slowed the database, at that moment]_

    ## Root cause

    **\`POOL_TOO_SMALL\`**: The pool is too small for this load.

    Evidence: \`phase\` \`pile-up\`, \`connections\` 160, \`cliffConnections\` 80.

    _Source: \`findings[0]\`._

    _[to be filled in: why it was set up so, and why nobody expected this load]_

    ## What made it worse

    **\`DEAD_GRANTS\`**: 720 of 1,099 connections that the pool granted went to requests whose client had already left.

    Evidence: \`deadGrants\` 720, \`grants\` 1,099.

    _Source: \`findings[1]\`._

    _[to be filled in: retries of other services, alarms that did not fire, changes made in haste]_

    ## Detection

    | where | what it showed | what it did not show |
    | --- | --- | --- |
    | the client's log | 105 lines, of them \`read ECONNRESET\` 90 | whether the work was done all the same; 180 orders that it believes failed were written; 1,320 of 1,425 failures have no line |
    | the api's log | 720 lines, of them \`write EPIPE\` 720 | 105 requests that never reached it |
    | the api's event loop | a delay of 1.5 ms at the most (p99 of each sample) | the queue: requests that wait for the pool keep no event loop busy |
    | the api's open files | 256 at the most of 256 | why they are open; and Node logs nothing when they run out |
    | autocannon's own result | 379 answers, 1,410 errors, 1,320 of them time-outs | autocannon differs: it counts 1,410 errors where 1,425 requests failed, since it counts sockets and not requests, and nothing at all when a connection is closed before its answer (15 here); its latency knows only the answers that it got, as ours does. |
    | the kernel's counters | \`TCPAbortOnClose\` +90 | which process it was: they count for the whole machine |

    _Source: \`client.log\`, \`client.outcomes\`, \`orders.ghost\`, \`server.log\`, \`server.outcomes\`, \`reconciliation\`, \`eventLoop.delayP99Ms\`, \`files\`, \`autocannon\`, \`kernel\`._

    _[to be filled in: which alarm fired, or who told us; how long after the start; what would have told us sooner]_

    ## Resolution

    The load fell to 0 connections at +14.0 s. The pool worked on for 3.0 s after the load had stopped, for clients that had left.

    In phase \`recovery\`, with 4 connections, the api gave 76.0 good answers a second, of the 80.0 predicted.

    _Source: \`phases[2]\`, \`pool.workedForNobodySeconds\`, \`phases[3]\`._

    _[to be filled in: what was done, by whom and when; what was tried and did not help]_

    ## What we'd change

    Proposed by the findings, with no effect measured yet:

    - bound the wait (--set pool.acquireTimeoutMs=500) (\`POOL_TOO_SMALL\`, \`findings[0].next\`)
    - drop what has waited longer than its client does (\`DEAD_GRANTS\`, \`findings[1].next\`)

    _[to be filled in: the measured effect: make a run with the change, and name it with --fixed]_

    | action | owner | due |
    | --- | --- | --- |
    | _[to be filled in: what]_ | _[to be filled in: who]_ | _[to be filled in: when]_ |

    ## Open questions

    - _[to be filled in: how near other services are to their cliff; what we were lucky with; what we still do not know]_

    ## Recording

    | file | holds |
    | --- | --- |
    | \`summary.json\` | every number above, by field |
    | \`manifest.json\` | the configuration, the versions and the time |
    | \`client.ndjson\`, \`client.log\` | each request as the client saw it |
    | \`server.ndjson\`, \`server.log\` | each request as the api saw it, and samples of the pool |
    | \`database.ndjson\` | each statement that was executed |
    | \`lab.ndjson\` | phases, open files and kernel counters |
    "
  `);
});

test('with a fixed run, its measured effect stands beside', () => {
  const section = sectionOf(postmortemMarkdown(incident, fixed), "What we'd change");
  expect(section).toMatchInlineSnapshot(`
    "## What we'd change

    Measured in the run \`fixed\` (\`2026-01-02T03:04:05.678Z\`). What was changed:

    | field | before | after |
    | --- | --- | --- |
    | \`pool.acquireTimeoutMs\` | \`null\` | \`500\` |

    _Source: \`config\` in \`manifest.json\` of both runs._

    What that did:

    |  | before | after | field of \`summary.json\` |
    | --- | --: | --: | --- |
    | good answers a second, under load | 37.9 /s | 76.0 /s | \`phases with connections: sum of outcomes.ok / sum of seconds\` |
    | requests sent | 1,804 | 304 | \`conservation.sent\` |
    | requests without an answer | 1,425 | 0 | \`client.outcomes, all but ok, rejected, http_error and unfinished\` |
    | latency of answers, p50 | 52.1 ms | 51.2 ms | \`client.latencyMs.p50\` |
    | latency of answers, p99 | 980.5 ms | 55.8 ms | \`client.latencyMs.p99\` |
    | longest queue for the pool | 1,210 | 0 | \`pool.pendingMax\` |
    | connections granted to clients that had left | 720 | 0 | \`pool.deadGrants\` |
    | database time wasted on them | 36.4 s | 0.0 s | \`pool.deadGrants × pool.useMs.p50 / 1000\` |
    | time to recover: pool busy after the load | 3.0 s | – | \`pool.workedForNobodySeconds\` |
    | ghost writes | 180 | 0 | \`ghostWrites\` |
    | open files of the api, at most | 256 | 26 | \`files.max\` |

    - latency is that of answers, and of the requests 21% were answered in the run before, 100% in the run after: the slowest of a run that fails are not in it
    - the phases differ in length, so counts do not compare; rates do
    - one run of each: a small difference may be chance

    Proposed by the findings:

    - bound the wait (--set pool.acquireTimeoutMs=500) (\`POOL_TOO_SMALL\`, \`findings[0].next\`)
    - drop what has waited longer than its client does (\`DEAD_GRANTS\`, \`findings[1].next\`)

    | action | owner | due |
    | --- | --- | --- |
    | _[to be filled in: what]_ | _[to be filled in: who]_ | _[to be filled in: when]_ |

    "
  `);
});

test('what a recording cannot know is a marked blank in every part that asks for it', () => {
  const document = postmortemMarkdown(incident);
  const parts = document.split(/^## /m).slice(1);
  const blanks = Object.fromEntries(
    parts.map((part) => [part.split('\n')[0], (part.match(/_\[to be filled in: [^\]]+\]_/g) ?? []).length]),
  );
  expect(blanks).toEqual({
    Summary: 1,
    Impact: 1,
    Timeline: 2,
    Trigger: 1,
    'Root cause': 1,
    'What made it worse': 1,
    Detection: 1,
    Resolution: 1,
    "What we'd change": 4,
    'Open questions': 1,
    Recording: 0,
  });
});

test('a run without a finding names no cause', () => {
  const document = postmortemMarkdown({ summary: summaryOf(quietBooks()) });
  expect(sectionOf(document, 'Root cause')).toContain('pileup names no cause for what this recording shows.');
  expect(sectionOf(document, 'Trigger')).toContain('no phase in which the load went past what the pool can serve');
  expect(sectionOf(document, 'Resolution')).toContain('The recording does not show how it ended.');
});

test('what is missing from a partial recording is an open question', () => {
  const books = quietBooks();
  const document = postmortemMarkdown({
    summary: summaryOf({
      ...books,
      run: { ...books.run, status: 'partial' },
      client: { ...books.client, outcomes: { ok: 300, other_error: 4 } },
      conservation: { ...books.conservation, balanced: null, missing: ['of the api: all after 3.0 s'] },
      cliff: { predictedConnections: 80, measuredConnections: 40 },
    }),
  });
  expect(
    sectionOf(document, 'Open questions').match(/^- (The books|The recording|4 requests|The cliff)/gm),
  ).toHaveLength(4);
});

test.each([true, false])(
  'hostile text cannot become markup, and a megabyte of it is cut (fixed run: %s)',
  (withFixed) => {
    const tag = '<script>alert(1)</script>';
    const hostile = `"'\`\`|${tag}[x](javascript:y)\u001b[2J\u202e\n\n# h\n| a | b |\n@team https://x.y ![i](z) ${'x'.repeat(1_000_000)}`;
    const books = incidentBooks();
    const document = postmortemMarkdown(
      {
        summary: summaryOf(
          {
            ...books,
            run: {
              ...books.run,
              id: hostile,
              scenario: hostile,
              startedAt: hostile,
              node: hostile,
              kernel: hostile,
              libuv: hostile,
              platform: hostile,
            },
            client: { ...books.client, log: { lines: 1, byCode: { [hostile]: 1 } } },
            server: { outcomes: {}, log: { lines: 1, byCode: { [hostile]: 1 } } },
            phases: books.phases.map((phase) => ({ ...phase, name: hostile })),
            kernel: { [hostile]: 1 },
            conservation: { ...books.conservation, balanced: false, violations: [hostile], missing: [hostile] },
            story: [{ code: 'x', atSeconds: 1, text: `phase ${hostile} begins` }],
          },
          {
            verdict: { code: 'x', text: hostile },
            findings: [
              { code: hostile, severity: 'error', text: hostile, evidence: { [hostile]: hostile }, next: hostile },
            ],
          },
        ),
        config: { title: hostile, [hostile]: hostile },
      },
      withFixed ? { summary: summaryOf(quietBooks()), config: {} } : null,
    );
    expect(document).not.toMatch(/[^\P{C}\n]/u);
    expect(document.length).toBeLessThan(100_000);
    for (const line of document.split('\n')) {
      const bare = withoutCodeSpans(line);
      expect(bare).not.toMatch(/<|\]\(|@|:\/\/|`/);
      // Only the headings that every document has.
      if (line.startsWith('#')) expect(line).toMatch(/^# Postmortem: `|^## [A-Z][\w' ]+$/);
    }
    const cells = (line: string): number => line.split('|').length;
    const table =
      document
        .split('\n\n')
        .find((block) => block.startsWith('| phase'))
        ?.split('\n') ?? [];
    expect(new Set(table.map(cells))).toEqual(new Set([9]));
  },
);

/** A line without its code spans, as CommonMark finds them: a run of backticks up to the next run of the same length. */
function withoutCodeSpans(line: string): string {
  return line.replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, '');
}

function sectionOf(document: string, title: string): string {
  return document.split(/^(?=## )/m).find((part) => part.startsWith(`## ${title}\n`)) ?? '';
}

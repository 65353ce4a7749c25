import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { withConclusions } from '../../src/findings/conclude.ts';
import { comparePage } from '../../src/report/html/compare-page.ts';
import { reportPage } from '../../src/report/html/report-page.ts';
import { quietBooks } from '../support/a-summary.ts';
import { aBin, anIncidentTimeline, anIncidentView } from '../support/a-view.ts';

/** The text that a reader of the page sees, on one line. */
function textOf(page: string): string {
  return page
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ');
}

describe('the page of a run', () => {
  const page = reportPage(anIncidentView());
  const text = textOf(page);

  it('has its parts in the order in which they are read', () => {
    const headings = [...page.matchAll(/<h[12][^>]*>(.*?)<\/h/g)].map(([, heading = '']) => textOf(heading).trim());
    expect(headings).toEqual([
      expect.stringContaining('The connection pool was exhausted'),
      'What happened, phase by phase',
      'The run over time',
      'Every request, at both ends',
      'What autocannon alone would have told you',
      'Findings',
      'What your client would have called these errors',
      'Configuration',
      'How the numbers were made',
    ]);
    expect(page.indexOf('class="tiles"')).toBeGreaterThan(page.indexOf('id="story"'));
    expect(page.indexOf('class="tiles"')).toBeLessThan(page.indexOf('id="charts"'));
  });

  it('tells each phase in one line, with its times', () => {
    expect(text).toContain(
      '4.0–14.0 s pile-up : 160 connections, 75 of 1,500 requests answered (7.5 a second, where the model says 0), 1,425 failed',
    );
  });

  it('holds each of the four numbers against a limit', () => {
    expect(text).toContain('Answers a second 0.0 /s of 80 that the pool can give');
    expect(text).toContain('Requests without an answer 1,425 of 1,804 sent (79%); most: timeout, 1,320');
    expect(text).toContain('99 of 100 answers within (p99) 981 ms of the 1,000 ms that clients wait');
    expect(text).toContain('Longest queue for the pool 1,210 for 4 connections; the model says 156');
  });

  it('reconciles both ends in one table', () => {
    expect(text).toContain('timeout · 600 720 · 1,320 73%');
    expect(text).toContain('all 379 600 720 105 1,804');
  });

  it('shows each finding with its evidence', () => {
    expect(text).toContain('Evidence: deadGrants = 720, grants = 1,099, oldestWaitMs = 2,030');
  });

  it('names the failures of this run as each library would, and no others', () => {
    expect(text).toContain('(56) Recv failure: Connection reset by peer');
    expect(text).not.toContain('ECONNREFUSED');
  });

  it('shows the configuration', () => {
    expect(text).toContain('pool.max 4');
    expect(text).toContain('load.requests 2 method POST, path /orders, bodyBytes 262144, share 1');
  });

  it('says in words what each chart shows', () => {
    const labels = [...page.matchAll(/role="img" aria-label="([^"]*)"/g)].map(([, label = '']) => label);
    expect(labels.length).toBeGreaterThanOrEqual(8);
    for (const label of labels) expect(label).toMatch(/^Chart over time: \S+/);
    expect(labels[0]).toContain('pile-up: 150.0 requests a second offered, 7.5 answered, 142.5 failed.');
  });

  it('asks for nothing from elsewhere, and its policy lets only its own script and style in', () => {
    expect(page.replace(/<script type="module">[\s\S]*?<\/script>/, '')).not.toMatch(/(src|href)="(?!data:,)/);
    const script = /<script type="module">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    expect(page).toContain(`default-src &#39;none&#39;; script-src &#39;sha256-${hash}&#39;`);
    expect(page).not.toMatch(/<[^>]+ style=|<[^>]+ on[a-z]+=/);
  });

  it('is whole for a run of three seconds', () => {
    const timeline = anIncidentTimeline();
    const short = reportPage({ ...anIncidentView(), timeline: { ...timeline, bins: timeline.bins.slice(0, 30) } });
    expect(textOf(short)).toContain('How the numbers were made');
  });

  it('is whole for a load alone: one end, no pool, no model', () => {
    const summary = withConclusions(
      quietBooks({
        run: { ...quietBooks().run, kind: 'load', scenario: 'load', style: null },
        server: null,
        reconciliation: null,
        orders: null,
        ghostWrites: null,
        pool: null,
        cliff: null,
        files: null,
        eventLoop: null,
        phases: [],
        story: [],
      }),
    );
    const bins = [aBin({ sent: 3, outcomes: { ok: 3 }, latencyMs: { count: 3, p50: 1, p99: 2 } })];
    const alone = textOf(
      reportPage({ summary, timeline: { ...anIncidentTimeline(), bins, phases: [] }, config: { url: 'http://a/' } }),
    );
    expect(alone).toContain('load on http://a/');
    expect(alone).toContain('Median age of failures none');
    expect(alone).not.toContain('Longest queue');
  });
});

describe('hostile text', () => {
  const evil = `</script><script>alert(1)</script><img src=x onerror=alert(1)>"'\u001b[31m\u202e${'A'.repeat(1_000_000)}`;
  const view = anIncidentView({
    verdict: { code: 'failures', text: evil },
    findings: [{ code: evil, severity: 'error', text: evil, evidence: { [evil]: evil }, next: evil }],
  });
  view.summary.run.scenario = evil;
  view.summary.client.errors = { [evil]: 1 };
  view.summary.story.push({ code: 'x', atSeconds: 1, text: evil });
  for (const phase of [...view.summary.phases, ...view.timeline.phases]) phase.name = evil;
  view.config = { title: evil, [evil]: evil, load: { requests: [{ path: evil, headers: { [evil]: evil } }] } };

  it.each([
    ['the page of a run', () => reportPage(view)],
    ['the page of two runs', () => comparePage(view, view)],
  ])('is text in %s, and cut', (_name, make) => {
    const page = make();
    expect(page.match(/<script/g)?.length).toBe(page.includes('columns-1') ? 4 : 3);
    expect(page).not.toContain('<img');
    for (const character of ['\u001b', '\u202e']) expect(page).not.toContain(character);
    expect(page).toContain('characters)');
    expect(page.length).toBeLessThan(1_000_000);
  });
});

describe('the page of two runs', () => {
  const other = anIncidentView();
  other.config = { pool: { max: 8 } };
  const first = anIncidentView();
  first.config = { pool: { max: 4 } };
  const text = textOf(comparePage(first, other));

  it('has the numbers of both in one table', () => {
    expect(text).toContain('latency of answers, p99 980.5 ms 980.5 ms');
    expect(text).toContain('answers a second in phase pile-up 7.5 7.5');
    expect(text).toContain('requests that ended as timeout 1,320 1,320');
  });

  it('says in what their configuration differs', () => {
    expect(text).toContain('setting first run second run pool.max 4 8');
  });

  it('draws every panel once for each run', () => {
    const panels = [...comparePage(first, other).matchAll(/data-panel="([^"]+)" data-run="(\d)"/g)];
    const runs = (run: string): (string | undefined)[] => panels.filter(([, , of]) => of === run).map(([, id]) => id);
    expect(runs('0')).toEqual(runs('1'));
    expect(runs('0')).toContain('class-reset');
  });
});

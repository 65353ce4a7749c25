import { failuresOf } from '../../findings/find.ts';
import type { Summary } from '../../ledger/summary.ts';
import { count, decimal, ms, percent } from '../../numbers.ts';
import { clientOutcomes, isFailure } from '../../recording/outcomes.ts';
import type { ComparedRun } from '../compare.ts';
import { blank, code, markdownTable, prose, source } from './markdown-text.ts';

const mostLinks = 100;
const mostPhases = 50;

export function heading({ summary: { run, conservation }, config }: ComparedRun): string[] {
  const title = (config as { title?: unknown } | null)?.title;
  const { sent, settled, unfinished, balanced } = conservation;
  const books =
    balanced === null ? 'cannot be balanced, parts are missing' : balanced ? 'balanced' : 'do **not** balance';
  return [
    `# Postmortem: ${code(run.scenario)}`,
    `> A draft, filled in by pileup from the recording ${code(run.id)}; it describes that run. What a recording cannot know is ` +
      'marked `[to be filled in: …]`. Below each part stands where its numbers are: fields of `summary.json`, which ' +
      '`pileup report` writes, or files of the recording.',
    markdownTable(
      ['', ''],
      [
        ['Status, authors', blank('draft or final; who wrote it')],
        ['Incident', blank('number, date and link, if this run reproduces one in production')],
        ...(typeof title === 'string' ? [['Scenario', `${prose(title, 300)} (${code(run.scenario)})`]] : []),
        ['Run', `${code(run.id)}, started ${code(run.startedAt)}, ${decimal(run.durationMs / 1000)} s, ${run.status}`],
        [
          'Machine',
          `Node ${code(run.node)}, libuv ${code(run.libuv)}, ${code(run.platform)}, kernel ${code(run.kernel)}`,
        ],
        [
          'Books',
          `${count(sent)} requests sent, ${count(settled)} settled (${count(unfinished)} unfinished when a load stopped): ${books}`,
        ],
      ],
    ),
    source('run', 'conservation'),
  ];
}

export function summary({ verdict }: Summary): string[] {
  return ['## Summary', prose(verdict.text), source('verdict'), blank('one sentence for those who were not there')];
}

export function impact(all: Summary): string[] {
  const { client, conservation, orders, phases } = all;
  const failures = failuresOf(client.outcomes);
  const rows = clientOutcomes.flatMap((outcome) => {
    const n = client.outcomes[outcome] ?? 0;
    return n === 0
      ? []
      : [[code(outcome), isFailure(outcome) ? 'no' : answer(outcome), count(n), percent(n / conservation.sent)]];
  });
  const parts = [
    '## Impact',
    `${count(failures)} of ${count(conservation.sent)} requests got no answer (${percent(failures / conservation.sent)}).`,
    markdownTable(['outcome at the client', 'answered', 'requests', 'share'], rows, [2, 3]),
    source('client.outcomes', 'conservation.sent'),
  ];
  if (phases.length > 0) {
    const shown = phases.slice(0, mostPhases);
    parts.push(
      markdownTable(
        ['phase', 'from', 'connections', 'good answers/s', 'without an answer', 'p50 ms', 'p99 ms'],
        shown.map((phase) => [
          code(phase.name),
          `+${decimal(phase.startSeconds)} s`,
          count(phase.connections),
          decimal(phase.okPerSec),
          count(failuresOf(phase.outcomes)),
          ms(phase.latencyMs?.p50),
          ms(phase.latencyMs?.p99),
        ]),
        [1, 2, 3, 4, 5, 6],
      ),
      ...(phases.length > shown.length ? [`And ${count(phases.length - shown.length)} more phases.`] : []),
      source('phases'),
    );
  }
  if (orders && orders.written > 0) {
    parts.push(
      `Of ${count(orders.written)} orders that the database wrote, ${count(orders.ghost)} were ghost writes: done, while the client ` +
        'believes that they failed.',
      source('orders'),
    );
  }
  return [...parts, blank('which users were affected, how many, for how long, and what it cost them')];
}

function answer(outcome: string): string {
  if (outcome === 'ok') return 'yes';
  return outcome === 'unfinished' ? 'the load stopped first' : 'yes, with an error status';
}

export function timeline({ story, run }: Summary): string[] {
  const shown = story.slice(0, mostLinks);
  const rows = shown.map(({ atSeconds, text }) => [`+${decimal(atSeconds)} s`, prose(text)]);
  if (story.length > shown.length) rows.push(['…', `and ${count(story.length - shown.length)} more`]);
  return [
    '## Timeline',
    `Times are seconds after the first phase began; the run was started at ${code(run.startedAt)}.`,
    markdownTable(
      ['time', 'what happened'],
      [
        ...rows,
        [
          blank('time'),
          blank('when it was noticed and by whom, who was paged and when, what was tried, when it was over'),
        ],
      ],
      [0],
    ),
    source('story', 'run.startedAt'),
  ];
}

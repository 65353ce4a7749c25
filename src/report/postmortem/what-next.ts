import { collapsedPhase } from '../../findings/find.ts';
import type { Summary } from '../../ledger/summary.ts';
import { count, decimal } from '../../numbers.ts';
import { type ComparedRun, compareRuns } from '../compare.ts';
import { blank, code, markdownTable, prose, source } from './markdown-text.ts';

const mostFields = 30;

export function resolution(summary: Summary): string[] {
  const { phases, pool } = summary;
  const collapsed = collapsedPhase(summary);
  const at = collapsed ? phases.indexOf(collapsed) : -1;
  const later = at < 0 ? [] : phases.slice(at + 1);
  const parts: string[] = ['## Resolution'];
  const fields: string[] = [];
  const relief = later[0];
  if (relief) {
    parts.push(
      `The load fell to ${count(relief.connections)} connections at +${decimal(relief.startSeconds)} s.` +
        (pool?.workedForNobodySeconds == null
          ? ''
          : ` The pool worked on for ${decimal(pool.workedForNobodySeconds)} s after the load had stopped, for clients that had left.`),
    );
    fields.push(`phases[${at + 1}]`, ...(pool?.workedForNobodySeconds == null ? [] : ['pool.workedForNobodySeconds']));
  }
  const again = later.find(({ connections }) => connections > 0);
  if (again) {
    parts.push(
      `In phase ${code(again.name)}, with ${count(again.connections)} connections, the api gave ${decimal(again.okPerSec)} good answers a ` +
        `second${again.predicted ? `, of the ${decimal(again.predicted.okPerSec)} predicted` : ''}.`,
    );
    fields.push(`phases[${phases.indexOf(again)}]`);
  }
  if (fields.length === 0) parts.push('The recording does not show how it ended.');
  else parts.push(source(...fields));
  return [...parts, blank('what was done, by whom and when; what was tried and did not help')];
}

/** What to change; with a run in which it was changed, what that did. */
export function whatWeWouldChange(run: ComparedRun, fixed: ComparedRun | null): string[] {
  // What is only for information asks for no change.
  const proposals = run.summary.findings.flatMap(({ next, code: name, severity }, i) =>
    severity === 'info' ? [] : [`- ${prose(next)} (${code(name)}, \`findings[${i}].next\`)`],
  );
  return [
    "## What we'd change",
    ...(fixed ? measured(run, fixed) : []),
    ...(proposals.length > 0
      ? [
          fixed ? 'Proposed by the findings:' : 'Proposed by the findings, with no effect measured yet:',
          proposals.join('\n'),
        ]
      : []),
    ...(fixed ? [] : [blank('the measured effect: make a run with the change, and name it with --fixed')]),
    markdownTable(['action', 'owner', 'due'], [[blank('what'), blank('who'), blank('when')]]),
  ];
}

function measured(run: ComparedRun, fixed: ComparedRun): string[] {
  const { configuration, figures, cautions, runs } = compareRuns(run, fixed, ['the run before', 'the run after']);
  const fields = configuration.slice(0, mostFields);
  const value = (side: 'a' | 'b', i: number): string => {
    const field = fields[i];
    return field && Object.hasOwn(field, side) ? code(JSON.stringify(field[side]) ?? '', 60) : 'not there';
  };
  const show = (n: number | null, unit: string): string =>
    n === null ? '–' : unit === '' ? count(n) : `${decimal(n)} ${unit}`;
  return [
    `Measured in the run ${code(runs.b.id)} (${code(runs.b.startedAt)}). What was changed:`,
    ...(fields.length === 0
      ? ['Nothing in the configuration.']
      : [
          markdownTable(
            ['field', 'before', 'after'],
            fields.map(({ path }, i) => [code(path, 80), value('a', i), value('b', i)]),
          ),
        ]),
    ...(configuration.length > fields.length
      ? [`And ${count(configuration.length - fields.length)} more fields.`]
      : []),
    '_Source: `config` in `manifest.json` of both runs._',
    'What that did:',
    markdownTable(
      ['', 'before', 'after', 'field of `summary.json`'],
      figures
        .filter(({ a, b }) => a !== null || b !== null)
        .map(({ label, a, b, unit, from }) => [label, show(a, unit), show(b, unit), `\`${from}\``]),
      [1, 2],
    ),
    [...cautions, 'one run of each: a small difference may be chance'].map((text) => `- ${prose(text)}`).join('\n'),
  ];
}

export function openQuestions({ conservation, client, cliff, run }: Summary): string[] {
  const questions: string[] = [];
  for (const text of [...conservation.missing, ...conservation.violations].slice(0, mostFields)) {
    questions.push(`The books: ${prose(text)}. What does that hide? ${source('conservation')}`);
  }
  if (run.status === 'partial') questions.push(`The recording was cut short. By what? ${source('run.status')}`);
  const unknown = client.outcomes.other_error ?? 0;
  if (unknown > 0)
    questions.push(
      `${count(unknown)} requests ended in an error without a class. What was it? ${source('client.outcomes.other_error', 'client.errors')}`,
    );
  const measured = cliff?.measuredConnections;
  if (cliff && measured && Math.abs(measured / cliff.predictedConnections - 1) > 0.1) {
    questions.push(
      `The cliff was predicted at ${decimal(cliff.predictedConnections)} connections and measured at ${decimal(measured)}. Why do they differ? ${source('cliff')}`,
    );
  }
  questions.push(
    blank('how near other services are to their cliff; what we were lucky with; what we still do not know'),
  );
  return ['## Open questions', questions.map((question) => `- ${question}`).join('\n')];
}

/** The files that a reader needs to check the numbers. */
export function sources(summary: Summary): string[] {
  const { kind } = summary.run;
  const files = [
    ['`summary.json`', 'every number above, by field'],
    ['`manifest.json`', 'the configuration, the versions and the time'],
    ['`client.ndjson`, `client.log`', 'each request as the client saw it'],
    ...(kind === 'scenario'
      ? [
          ['`server.ndjson`, `server.log`', 'each request as the api saw it, and samples of the pool'],
          ['`database.ndjson`', 'each statement that was executed'],
        ]
      : []),
    ['`lab.ndjson`', 'phases, open files and kernel counters'],
  ];
  return ['## Recording', markdownTable(['file', 'holds'], files)];
}

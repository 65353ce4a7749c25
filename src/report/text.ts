import { autocannonSentence, failuresOf } from '../findings/find.ts';
import type { Finding, Summary } from '../ledger/summary.ts';
import type { Timeline } from '../ledger/timeline.ts';
import { count, decimal, ms, percent } from '../numbers.ts';
import { answeredOutcomes } from '../recording/outcomes.ts';
import { type Paint, plain } from './paint.ts';
import { printable } from './printable.ts';
import { table, wrap } from './table.ts';
import { textTimeline } from './text-timeline.ts';

const width = 88;

/** The report of a run, as lines for a terminal. `where`: the directory of the recording. */
export function textReport(summary: Summary, where: string, paint: Paint = plain, timeline?: Timeline): string {
  const sections = [
    verdict(summary, paint),
    frame(summary),
    section('What happened, in order', story(summary), paint),
    section('The run over time', timeline ? textTimeline(timeline, paint) : [], paint),
    section('Phases', phases(summary), paint),
    section(
      `Every request: how it ended at the client${summary.server ? ', and at the api' : ''}`,
      reconciliation(summary),
      paint,
    ),
    section('Orders in the database', orders(summary), paint),
    section('Predicted and measured', predictions(summary), paint),
    section('autocannon beside the ledger', autocannon(summary), paint),
    section('What the logs showed', logs(summary), paint),
    section('Findings', findings(summary, paint), paint),
    section('Thresholds', thresholds(summary, paint), paint),
    ending(summary, where),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function section(title: string, lines: string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : [paint('bold', title), ...lines.map((line) => `  ${line}`)];
}

function verdict({ verdict: { code, text } }: Summary, paint: Paint): string[] {
  const colour = code === 'all_answered' ? 'green' : 'red';
  return wrap(text, width).map((line) => paint(colour, line));
}

function frame({ run, conservation, pool, files }: Summary): string[] {
  const { sent, settled, unfinished, balanced, missing } = conservation;
  const books = balanced === null ? 'cannot be balanced, parts are missing' : balanced ? 'balanced' : 'DO NOT BALANCE';
  const lines = [
    `run      ${printable(run.scenario)}${run.style ? ` (style ${run.style})` : ''}, ${decimal(run.durationMs / 1000)} s, Node ${printable(run.node)}, ${printable(run.platform)}, kernel ${printable(run.kernel)}`,
    `books    ${count(sent)} sent, ${count(settled)} settled (${count(unfinished)} unfinished when a load stopped): ${books}`,
    ...missing.map((what) => `missing  ${what}`),
  ];
  if (pool) {
    lines.push(
      `pool     ${pool.max} connections; longest queue ${count(pool.pendingMax)}; longest wait ${ms(pool.waitMs?.max)} ms; ` +
        `held ${ms(pool.useMs?.p50)} ms (median)`,
    );
  }
  if (files) lines.push(`files    ${files.max} open at most${files.limit === null ? '' : `, limit ${files.limit}`}`);
  return lines;
}

function story({ story: links }: Summary): string[] {
  return links.flatMap(({ atSeconds, text }) => {
    const [first = '', ...rest] = wrap(text, width - 14);
    return [`${decimal(atSeconds).padStart(6)} s  ${first}`, ...rest.map((line) => `          ${line}`)];
  });
}

function phases({ phases: all, pool }: Summary): string[] {
  if (all.length === 0) return [];
  const header = ['phase', 'conns', 's', 'sent', 'ok/s', 'failed', 'p50 ms', 'p99 ms'];
  const ofPool = ['model', 'busy', 'dead'];
  const rows = all.map((phase) => [
    printable(phase.name),
    count(phase.connections),
    decimal(phase.seconds, Number.isInteger(phase.seconds) ? 0 : 1),
    count(phase.sent),
    decimal(phase.okPerSec),
    count(failuresOf(phase.outcomes)),
    ms(phase.latencyMs?.p50),
    ms(phase.latencyMs?.p99),
    phase.predicted ? decimal(phase.predicted.okPerSec) : '–',
    percent(phase.pool?.busyShare),
    percent(phase.pool && phase.pool.grants > 0 ? phase.pool.deadGrants / phase.pool.grants : null),
  ]);
  const columns = pool ? [...header, ...ofPool] : header;
  const right = columns.map((_name, i) => i).slice(1);
  return [
    ...table(
      columns,
      rows.map((row) => row.slice(0, columns.length)),
      right,
    ),
    'p50, p99: of complete answers.',
    ...(pool
      ? [
          'model: ok/s that the closed-loop law predicts. busy: share of the time in which the',
          'pool was used. dead: share of its grants that went to clients that had left.',
        ]
      : []),
  ];
}

function reconciliation({ reconciliation: rows, client, conservation }: Summary): string[] {
  if (rows === null) {
    const counts = Object.entries(client.outcomes).map(([outcome, n]) => [
      outcome,
      count(n),
      percent(n / conservation.sent),
    ]);
    return counts.length === 0
      ? []
      : [...table(['client', 'requests', 'share'], counts, [1, 2]), ...errors(client.errors)];
  }
  if (rows.length === 0) return [];
  const cells = rows.map((row) => [row.client, row.server, count(row.count)]);
  return [...table(['client', 'api', 'requests'], cells, [2]), ...errors(client.errors)];
}

function errors(byKind: Record<string, number>): string[] {
  const kinds = Object.entries(byKind).map(([kind, n]) => `${printable(kind)} ${count(n)}`);
  return kinds.length === 0 ? [] : wrap(`errors of the client's sockets: ${kinds.join(', ')}`, width);
}

function orders({ orders: all }: Summary): string[] {
  if (all === null || all.written === 0) return [];
  return [
    `${count(all.written)} written = ${count(all.answered)} answered + ${count(all.ghost)} ghost writes ` +
      '(done, and the client believes not)',
  ];
}

function predictions({ cliff, pool, kernel, client }: Summary): string[] {
  const lines: string[] = [];
  if (cliff) {
    const measured = cliff.measuredConnections;
    lines.push(
      `cliff    ${decimal(cliff.predictedConnections)} connections predicted (pool size × time-out / hold time), ` +
        `${measured === null ? 'not reached' : `${decimal(measured)} measured`}`,
    );
    if (measured !== null) lines.push('         measured: grants per second beyond the cliff × time-out');
  }
  if (pool?.workedForNobodySeconds !== null && pool?.workedForNobodySeconds !== undefined) {
    lines.push(
      `drain    the pool worked ${decimal(pool.workedForNobodySeconds)} s for nobody after the load had stopped`,
    );
  }
  if (kernel?.TCPAbortOnClose !== undefined && (client.outcomes.reset ?? 0) > 0) {
    lines.push(
      `kernel   TCPAbortOnClose moved by ${count(kernel.TCPAbortOnClose)} on this machine; clients got ` +
        `${count(client.outcomes.reset ?? 0)} resets`,
    );
  }
  return lines;
}

function autocannon({ autocannon: its, client, conservation }: Summary): string[] {
  if (its === null) return [];
  const failures = failuresOf(client.outcomes);
  const answered = [...answeredOutcomes].reduce((sum, outcome) => sum + (client.outcomes[outcome] ?? 0), 0);
  const rows = [
    ['answers', count(its.requests), count(answered)],
    ['errors', count(its.errors), count(failures)],
    ['  of them time-outs', count(its.timeouts), count(client.outcomes.timeout ?? 0)],
    ['p50 ms', count(its.latencyMs.p50), ms(client.latencyMs?.p50)],
    ['p99 ms', count(its.latencyMs.p99), ms(client.latencyMs?.p99)],
    [
      'without a word',
      count(Math.max(0, conservation.settled - conservation.unfinished - its.requests - its.errors)),
      '0',
    ],
  ];
  return [
    ...table(['', 'autocannon', 'ledger'], rows, [1, 2]),
    ...wrap(autocannonSentence(its, client) ?? 'Both agree.', width - 2),
  ];
}

function logs({ client, server }: Summary): string[] {
  const show = (name: string, { lines, byCode }: Summary['client']['log']): string => {
    const codes = Object.entries(byCode).map(([code, n]) => `${printable(code)} ${count(n)}`);
    return `${name}  ${count(lines)} lines${codes.length > 0 ? `: ${codes.join(', ')}` : ''}`;
  };
  if (client.log.lines === 0 && (server?.log.lines ?? 0) === 0) return [];
  return [show('client', client.log), ...(server ? [show('api   ', server.log)] : [])];
}

const marks: Record<Finding['severity'], string> = { error: '!!', warning: '! ', info: 'i ' };

function findings({ findings: all }: Summary, paint: Paint): string[] {
  return all.flatMap(({ code, severity, text, next }) => [
    `${marks[severity]} ${paint('bold', code)}`,
    ...wrap(text, width - 5).map((line) => `   ${line}`),
    ...wrap(`→ ${next}`, width - 5, '  ').map((line) => `   ${line}`),
  ]);
}

function thresholds({ thresholds: all }: Summary, paint: Paint): string[] {
  return (all ?? []).map(({ expression, value, crossed }) =>
    crossed
      ? paint('red', `crossed  ${printable(expression)}  (it was ${value})`)
      : `kept     ${printable(expression)}  (it was ${value})`,
  );
}

function ending({ run }: Summary, where: string): string[] {
  const lines = [`recording  ${where}`, `again      pileup report ${where}`];
  if (run.kind === 'scenario')
    lines.push(`next       pileup scenarios show ${printable(run.scenario)} > mine.yaml; pileup run mine.yaml`);
  return lines;
}

import { collapsedPhase } from '../../findings/find.ts';
import type { Finding, Summary } from '../../ledger/summary.ts';
import { count, decimal } from '../../numbers.ts';
import { blank, code, prose, source } from './markdown-text.ts';

const causes: ReadonlySet<string> = new Set(['POOL_TOO_SMALL']);
/** Findings that are about who could see it, not about what happened. */
const ofDetection: ReadonlySet<string> = new Set(['SILENT_SERVER', 'AUTOCANNON_DIFFERS']);

export function trigger(summary: Summary): string[] {
  const { phases, cliff } = summary;
  const collapsed = collapsedPhase(summary);
  const inProduction = blank('what raised the load, or slowed the database, at that moment');
  if (!collapsed?.predicted) {
    return ['## Trigger', 'pileup finds no phase in which the load went past what the pool can serve.', inProduction];
  }
  const at = phases.indexOf(collapsed);
  const before = phases[at - 1];
  const measured = cliff?.measuredConnections;
  return [
    '## Trigger',
    `At +${decimal(collapsed.startSeconds)} s, with phase ${code(collapsed.name)}, the load ` +
      `${before ? `went from ${count(before.connections)} to` : 'began with'} ${count(collapsed.connections)} connections. The pool can ` +
      `serve ${decimal(collapsed.predicted.cliffConnections)} within their time-out, by the closed-loop law` +
      `${measured ? `, and ${decimal(measured)} as measured` : ''}.`,
    source(`phases[${at}]`, ...(before ? [`phases[${at - 1}].connections`] : []), ...(cliff ? ['cliff'] : [])),
    inProduction,
  ];
}

export function rootCause({ findings }: Summary): string[] {
  const found = findings.filter(({ code: name }) => causes.has(name));
  const body =
    found.length === 0
      ? ['pileup names no cause for what this recording shows.']
      : found.flatMap((finding) => evidence(finding, findings));
  return ['## Root cause', ...body, blank('why it was set up so, and why nobody expected this load')];
}

export function whatMadeItWorse({ findings }: Summary): string[] {
  const found = findings.filter(({ code: name }) => !causes.has(name) && !ofDetection.has(name));
  return [
    '## What made it worse',
    ...(found.length === 0
      ? ['Nothing that pileup looks for.']
      : found.flatMap((finding) => evidence(finding, findings))),
    blank('retries of other services, alarms that did not fire, changes made in haste'),
  ];
}

/** A finding with the numbers that it rests on. */
function evidence(finding: Finding, all: readonly Finding[]): string[] {
  const facts = Object.entries(finding.evidence).map(
    ([name, value]) => `${code(name)} ${typeof value === 'number' ? value.toLocaleString('en-US') : code(value)}`,
  );
  return [
    `**${code(finding.code)}**: ${prose(finding.text)}`,
    ...(facts.length > 0 ? [`Evidence: ${facts.join(', ')}.`] : []),
    source(`findings[${all.indexOf(finding)}]`),
  ];
}

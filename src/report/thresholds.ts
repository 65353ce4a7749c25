import { PileupError } from '../errors.ts';
import { failuresOf } from '../findings/find.ts';
import type { Percentiles } from '../ledger/percentiles.ts';
import type { OutcomeCounts, Summary, ThresholdResult } from '../ledger/summary.ts';
import { clientOutcomes } from '../recording/outcomes.ts';

/** A limit on what a run may come to, such as `ok < 99%`, `p99 > 300ms` or `recovery.failures > 0`. */
export interface Threshold {
  expression: string;
  phase: string | null;
  metric: string;
  operator: '<' | '<=' | '>' | '>=';
  limit: number;
  unit: '' | '%' | 'ms' | 's';
}

interface Figures {
  sent: number;
  outcomes: OutcomeCounts;
  latencyMs: Percentiles | null;
}

const latencies = ['p50', 'p90', 'p99', 'max'] as const;
const totals: Record<string, (summary: Summary) => number | null> = {
  ghost_writes: (summary) => summary.ghostWrites,
  dead_grants: (summary) => summary.pool?.deadGrants ?? null,
  pending: (summary) => summary.pool?.pendingMax ?? null,
  files: (summary) => summary.files?.max ?? null,
};
const metrics = [...clientOutcomes, 'failures', ...latencies, ...Object.keys(totals)];
const grammar = /^\s*(?:([a-z][a-z0-9-]*)\.)?([a-z_0-9]+)\s*(<=|>=|<|>)\s*(\d+(?:\.\d+)?)\s*(%|ms|s)?\s*$/;

/** Parses a `--fail-on` expression. Throws BAD_THRESHOLD. */
export function parseThreshold(expression: string): Threshold {
  const match = grammar.exec(expression);
  const [, phase = null, metric = '', operator = '<', limit = '0', unit = ''] = match ?? [];
  const bad = (message: string, hint: string): PileupError => new PileupError('BAD_THRESHOLD', message, { hint });
  if (!match) {
    throw bad(
      `--fail-on '${expression}' does not parse`,
      "write it as 'ok < 99%', 'p99 > 300ms' or 'baseline.failures > 0'",
    );
  }
  if (!metrics.includes(metric)) {
    throw bad(`--fail-on names ${metric}, which is not measured`, `choose one of ${metrics.join(', ')}`);
  }
  const isLatency = (latencies as readonly string[]).includes(metric);
  if (isLatency !== (unit === 'ms' || unit === 's')) {
    throw bad(
      `--fail-on '${expression}' has the wrong unit`,
      isLatency ? `give ${metric} in ms or s` : `give ${metric} as a number or in %`,
    );
  }
  if (metric in totals && (unit === '%' || phase)) {
    throw bad(`--fail-on '${expression}': ${metric} is a number of the whole run`, `write it as '${metric} > 0'`);
  }
  return {
    expression: expression.trim(),
    phase,
    metric,
    operator: operator as Threshold['operator'],
    limit: Number(limit),
    unit: unit as Threshold['unit'],
  };
}

/** Throws BAD_THRESHOLD when a threshold names a phase that the run will not have. */
export function requirePhases(thresholds: readonly Threshold[], phases: readonly string[]): void {
  for (const { phase, expression } of thresholds) {
    if (phase === null || phases.includes(phase)) continue;
    throw new PileupError('BAD_THRESHOLD', `--fail-on '${expression}' names a phase that the run does not have`, {
      hint: `its phases are ${phases.join(', ')}`,
    });
  }
}

/** Holds a threshold against a run. A figure that the run does not have cannot be shown to keep it: it is crossed. */
export function checkThreshold(threshold: Threshold, summary: Summary): ThresholdResult {
  const { expression, operator, limit, unit } = threshold;
  const value = measure(threshold, summary);
  if (value === null) return { expression, value: 'not measured', crossed: true };
  const scaled = unit === 's' ? value / 1000 : value;
  const crossed = {
    '<': scaled < limit,
    '<=': scaled <= limit,
    '>': scaled > limit,
    '>=': scaled >= limit,
  }[operator];
  return {
    expression,
    value: `${shown(scaled, limit)}${unit === 'ms' || unit === 's' ? ` ${unit}` : unit}`,
    crossed,
  };
}

/** To three decimals, and to more where three would make it look like the limit itself. */
function shown(value: number, limit: number): number {
  const short = Number(value.toFixed(3));
  return short === limit ? Number(value.toPrecision(12)) : short;
}

function measure({ phase, metric, unit }: Threshold, summary: Summary): number | null {
  const total = totals[metric];
  if (total) return total(summary);
  const figures = figuresOf(summary, phase);
  if (!figures) return null;
  const latency = latencies.find((name) => name === metric);
  if (latency) return figures.latencyMs?.[latency] ?? null;
  const outcome = clientOutcomes.find((name) => name === metric);
  const n = outcome ? (figures.outcomes[outcome] ?? 0) : failuresOf(figures.outcomes);
  if (unit !== '%') return n;
  // A request that the end of the load cut off is neither a success nor a failure.
  const judged = figures.sent - (outcome === 'unfinished' ? 0 : (figures.outcomes.unfinished ?? 0));
  return judged > 0 ? (100 * n) / judged : null;
}

function figuresOf(summary: Summary, phase: string | null): Figures | null {
  if (phase !== null) return summary.phases.find(({ name }) => name === phase) ?? null;
  return { sent: summary.conservation.sent, ...summary.client };
}

import { failuresOf } from '../findings/find.ts';
import type { PhaseSummary, Summary } from '../ledger/summary.ts';
import { percent } from '../numbers.ts';
import { answeredOutcomes, type ClientOutcome, clientOutcomes } from '../recording/outcomes.ts';
import { type ConfigDifference, configDifferences } from './config-difference.ts';
import { type Figure, figures } from './figures.ts';

/** A run as a comparison needs it: what it amounts to, and `config` of its manifest. */
export interface ComparedRun {
  summary: Summary;
  config?: unknown;
}

/** A figure of both runs; null where a run does not have it. `difference` is b − a. */
interface Pair {
  a: number | null;
  b: number | null;
  difference: number | null;
}

export interface ComparedFigure extends Omit<Figure, 'value'>, Pair {}

export interface ComparedPhase {
  name: string;
  connections: Pair;
  okPerSec: Pair;
  failures: Pair;
  p50Ms: Pair;
  p99Ms: Pair;
  deadGrants: Pair;
}

/** Two runs side by side: the document that `pileup compare --json` prints. */
export interface Comparison {
  schemaVersion: 1;
  runs: Record<'a' | 'b', Summary['run'] & { verdict: Summary['verdict']; balanced: boolean | null }>;
  figures: ComparedFigure[];
  outcomes: (Pair & { outcome: ClientOutcome })[];
  phases: ComparedPhase[];
  configuration: ConfigDifference[];
  /** Why a difference may come from something else than the configuration. */
  cautions: string[];
}

/** Compares two runs; `b` is the one that was changed. `names`: what the cautions call them. */
export function compareRuns(a: ComparedRun, b: ComparedRun, names: readonly [string, string] = ['a', 'b']): Comparison {
  const both = { a: a.summary, b: b.summary };
  return {
    schemaVersion: 1,
    runs: { a: headOf(a.summary), b: headOf(b.summary) },
    figures: figures.map(({ value, ...figure }) => ({ ...figure, ...pair(value(both.a), value(both.b)) })),
    outcomes: clientOutcomes.flatMap((outcome) => {
      const counts = pair(both.a.client.outcomes[outcome] ?? 0, both.b.client.outcomes[outcome] ?? 0);
      return counts.a === 0 && counts.b === 0 ? [] : [{ outcome, ...counts }];
    }),
    phases: comparePhases(both.a.phases, both.b.phases),
    configuration: configDifferences(a.config, b.config),
    cautions: cautionsOf(both.a, both.b, names),
  };
}

function comparePhases(a: readonly PhaseSummary[], b: readonly PhaseSummary[]): ComparedPhase[] {
  const names = new Set([...a, ...b].map(({ name }) => name));
  return [...names].map((name) => {
    const inA = a.find((phase) => phase.name === name);
    const inB = b.find((phase) => phase.name === name);
    const of = (value: (phase: PhaseSummary) => number | null | undefined): Pair =>
      pair(inA ? value(inA) : null, inB ? value(inB) : null);
    return {
      name,
      connections: of((phase) => phase.connections),
      okPerSec: of((phase) => phase.okPerSec),
      failures: of((phase) => failuresOf(phase.outcomes)),
      p50Ms: of((phase) => phase.latencyMs?.p50),
      p99Ms: of((phase) => phase.latencyMs?.p99),
      deadGrants: of((phase) => phase.pool?.deadGrants),
    };
  });
}

function pair(a: number | null = null, b: number | null = null): Pair {
  return { a, b, difference: a === null || b === null ? null : b - a };
}

function headOf({ run, verdict, conservation }: Summary): Comparison['runs']['a'] {
  return { ...run, verdict, balanced: conservation.balanced };
}

function cautionsOf(a: Summary, b: Summary, [nameA, nameB]: readonly [string, string]): string[] {
  const cautions: string[] = [];
  for (const [name, { run, conservation }] of [
    [nameA, a],
    [nameB, b],
  ] as const) {
    if (run.status === 'partial') cautions.push(`${name} is partial: it was cut short`);
    if (conservation.balanced !== true) cautions.push(`the books of ${name} are not shown to balance`);
  }
  if (a.run.id === b.run.id && a.run.startedAt === b.run.startedAt)
    cautions.push(`${nameA} and ${nameB} are the same recording`);
  if (a.run.kind !== b.run.kind) cautions.push('one is a scenario and one a load alone, so only the client compares');
  if (a.run.scenario !== b.run.scenario) cautions.push('the scenarios have different names');
  const [answeredA, answeredB] = [answeredShare(a), answeredShare(b)];
  if (Math.abs(answeredA - answeredB) > 0.1) {
    cautions.push(
      `latency is that of answers, and of the requests ${percent(answeredA)} were answered in ${nameA}, ${percent(answeredB)} in ${nameB}: ` +
        'the slowest of a run that fails are not in it',
    );
  }
  const seconds = ({ phases }: Summary): string => JSON.stringify(phases.map((phase) => Math.round(phase.seconds)));
  if (seconds(a) !== seconds(b)) cautions.push('the phases differ in length, so counts do not compare; rates do');
  for (const fact of ['node', 'platform', 'kernel'] as const) {
    if (a.run[fact] !== b.run[fact]) cautions.push(`${fact} differs: ${a.run[fact]} and ${b.run[fact]}`);
  }
  return cautions;
}

function answeredShare({ client, conservation }: Summary): number {
  const answered = [...answeredOutcomes].reduce((sum, outcome) => sum + (client.outcomes[outcome] ?? 0), 0);
  return conservation.sent > 0 ? answered / conservation.sent : 0;
}

import type { TcpCase } from './catalogue.ts';
import { type Claim, claims } from './claims.ts';
import { type Expected, expectedElsewhere, expectedOn, isAsExpected } from './expected.ts';
import { inferable } from './infer-wire.ts';
import type { Check, ClaimResult, LabReport, Place, Row } from './lab-report.ts';
import type { CaseResult, Observation } from './observation.ts';

/** Sets what was expected beside what was seen. Pure: what was seen came from a process that knows no judgement. */
export function judge(cases: readonly TcpCase[], results: readonly CaseResult[], place: Place): LabReport {
  const observed = new Map(results.flatMap((it) => ('observation' in it ? [[it.name, it.observation] as const] : [])));
  const rows = cases.map((tcpCase) => rowOf(tcpCase, results, observed, place));
  const counts: LabReport['counts'] = { ok: 0, differs: 0, failed: 0, skipped: 0, 'not judged': 0 };
  for (const row of rows) counts[row.status]++;
  return { schemaVersion: 1, place, rows, counts };
}

function rowOf(
  { name, kind, title, lesson, expects }: TcpCase,
  results: readonly CaseResult[],
  observed: ReadonlyMap<string, Observation>,
  place: Place,
): Row {
  const blank = { name, kind, title, lesson, steps: [], calls: {}, wireIs: null, checks: [], counters: {}, claims: [] };
  const result = results.find((candidate) => candidate.name === name);
  if (result === undefined) return { ...blank, status: 'failed', reason: 'nothing came back from the lab' };
  if ('skipped' in result) return { ...blank, status: 'skipped', reason: result.skipped };
  if ('failed' in result) return { ...blank, status: 'failed', reason: result.failed };

  const { observation } = result;
  const checks = Object.entries(expects).flatMap(([what, expected]) =>
    expected === undefined ? [] : [checkOf(what, expected, observation, place)],
  );
  const claimed = claims.filter((claim) => claim.of === name).map((claim) => claimResult(claim, observed));
  const differs =
    checks.some(({ status }) => status === 'differs') ||
    claimed.some(({ verdict, expected }) => verdict !== 'not tried' && verdict !== expected);
  const isJudged = checks.some(({ status }) => status !== 'not judged');
  return {
    ...blank,
    status: differs ? 'differs' : isJudged ? 'ok' : 'not judged',
    reason: null,
    steps: observation.trace,
    calls: observation.calls,
    wireIs: observation.wireIs,
    checks,
    counters: observation.counters,
    claims: claimed,
  };
}

function checkOf(what: string, expected: Expected, { seen, wireIs }: Observation, place: Place): Check {
  const versions = { uv: place.libuv, node: place.node };
  const value = expectedOn(expected, versions);
  const observed = seen[what] ?? (what === 'wire' ? 'not captured' : 'not seen');
  const isWire = what === 'wire' || what === 'answer';
  const isRight =
    isWire && wireIs === 'inferred' ? inferable(value) === inferable(observed) : isAsExpected(value, observed);
  const isShared = what.endsWith('counters') && place.namespace === 'shared';
  const isUnseen = isWire && wireIs === null;
  const isJudgeable = place.platform === 'linux' && !isShared && !isUnseen;
  return {
    what,
    expected: value,
    observed,
    elsewhere: expectedElsewhere(expected, versions),
    status: !isJudgeable ? 'not judged' : isRight ? 'as expected' : 'differs',
  };
}

function claimResult(claim: Claim, observed: ReadonlyMap<string, Observation>): ClaimResult {
  const { says, look, ifTrue, verdict: expected } = claim;
  const value = observed.get(look.name)?.seen[look.check];
  const seen = look.call === undefined ? value : value?.split(' ')[look.call - 1];
  if (seen === undefined) return { says, expected, verdict: 'not tried', seen: '' };
  const where = look.name === claim.of ? look.check : `${look.check} of ${look.name}`;
  const call = look.call === undefined ? '' : `, call ${look.call}`;
  return { says, expected, verdict: seen === ifTrue ? 'confirmed' : 'refuted', seen: `${seen} (${where}${call})` };
}

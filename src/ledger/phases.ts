import { capacityPerSec, cliffClients, goodputPerSec } from '../queueing/closed-loop.ts';
import { type ClientOutcome, clientOutcomes, isFailure } from '../recording/outcomes.ts';
import { type Percentiles, percentiles } from './percentiles.ts';
import type { PhaseSpan, RunRecord } from './read-run.ts';
import type { OutcomeCounts, PhaseSummary, PoolUse } from './summary.ts';
import type { ClientTable } from './tables.ts';

const isAnswer = clientOutcomes.map((outcome) => !isFailure(outcome) && outcome !== 'unfinished');
const isFailed = clientOutcomes.map(isFailure);
const okNumber = clientOutcomes.indexOf('ok');

/** The model of the configuration, for predictions; null when there is none (a load alone). */
export interface LoopModel {
  poolMax: number;
  holdMs: number;
  timeoutMs: number;
  pipelining: number;
}

/** What happened in each phase. A request belongs to the phase in which it was sent. */
export function summarisePhases(run: RunRecord, model: LoopModel | null): PhaseSummary[] {
  return run.phases.map((phase) => summarisePhase(run, phase, model));
}

function summarisePhase(run: RunRecord, phase: PhaseSpan, model: LoopModel | null): PhaseSummary {
  const { client } = run;
  const seconds = secondsOf(run, phase);
  const endMs = phase.endMs ?? run.lastMs;
  const belongs = (row: number): boolean => client.sentMs.at(row) >= phase.startMs && client.sentMs.at(row) <= endMs;
  const quarterMs = phase.startMs + seconds * 250;
  const loadEndMs = phase.startMs + seconds * 1000;
  const outcomes: OutcomeCounts = {};
  let sent = 0;
  let ok = 0;
  let okSettled = 0;
  for (let row = 0; row < client.rows; row++) {
    if (!belongs(row)) continue;
    sent++;
    const number = client.outcome.at(row);
    const outcome = clientOutcomes[number] as ClientOutcome;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (number !== okNumber) continue;
    ok++;
    const endedMs = client.endedMs(row);
    if (endedMs > quarterMs && endedMs <= loadEndMs) okSettled++;
  }
  return {
    name: phase.name,
    startSeconds: (phase.startMs - (run.phases[0]?.startMs ?? 0)) / 1000,
    seconds,
    connections: phase.connections,
    sent,
    okPerSec: ok / seconds,
    outcomes,
    latencyMs: latencyOf(client, (row) => belongs(row) && isAnswer[client.outcome.at(row)] === true),
    failureAgeMs: latencyOf(client, (row) => belongs(row) && isFailed[client.outcome.at(row)] === true),
    predicted: model && phase.connections > 0 && !phase.isChanged ? predict(model, phase.connections) : null,
    pool: model ? poolUse(run, phase.startMs, loadEndMs) : null,
    settled: {
      okPerSec: okSettled / (seconds * 0.75),
      pool: model ? poolUse(run, quarterMs, loadEndMs) : null,
    },
  };
}

/** The planned length of a phase that ran to its end, the real one of a phase that was cut short. */
function secondsOf(run: RunRecord, phase: PhaseSpan): number {
  const lastedSeconds = ((phase.endMs ?? run.lastMs) - phase.startMs) / 1000;
  return Math.max(0.001, Math.min(phase.seconds, lastedSeconds));
}

/** Ages of the requests that `wanted` picks. */
export function latencyOf(client: ClientTable, wanted: (row: number) => boolean): Percentiles | null {
  const ages = new Float64Array(client.rows);
  let count = 0;
  for (let row = 0; row < client.rows; row++) if (wanted(row)) ages[count++] = client.ageMs.at(row);
  return percentiles(ages.subarray(0, count));
}

function predict(model: LoopModel, connections: number): NonNullable<PhaseSummary['predicted']> {
  const loop = { ...model, thinkMs: 0 };
  return {
    // Each connection keeps `pipelining` requests open, so it counts as that many clients.
    cliffConnections: cliffClients(loop) / model.pipelining,
    okPerSec: goodputPerSec(loop, connections * model.pipelining),
    capacityPerSec: capacityPerSec(loop),
  };
}

function poolUse(run: RunRecord, fromMs: number, toMs: number): PoolUse {
  const { server, serverSamples } = run;
  let grants = 0;
  let deadGrants = 0;
  for (let row = 0; row < server.rows; row++) {
    const grantedMs = server.grantedMs.at(row);
    if (!(grantedMs >= fromMs && grantedMs < toMs)) continue;
    grants++;
    deadGrants += server.deadGrant.at(row);
  }
  const samples = serverSamples.filter(({ t }) => t >= fromMs && t < toMs);
  const busy = samples.reduce((sum, { data }) => sum + data.pool.used / data.pool.max, 0);
  return {
    busyShare: samples.length > 0 ? busy / samples.length : null,
    grants,
    deadGrants,
    grantsPerSec: toMs > fromMs ? (grants / (toMs - fromMs)) * 1000 : 0,
  };
}

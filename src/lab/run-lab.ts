import type { ApiConfig } from '../api/start-api.ts';
import { PileupError } from '../errors.ts';
import { clockSince, newEpoch } from '../recording/clock.ts';
import type { PhaseFacts } from '../recording/events.ts';
import type { RunDirectory } from '../recording/run-directory.ts';
import { sampleEvery } from '../recording/sample-every.ts';
import { RecordingWriter } from '../recording/writer.ts';
import { limits, type Scenario } from '../scenario/schema.ts';
import { Child } from './child.ts';
import type { Controls } from './controls.ts';
import { Crew } from './crew.ts';
import type { DatabaseProcessConfig } from './database-process.ts';
import type { LoadProcessConfig } from './load-process.ts';
import type { LoadProgress } from './messages.ts';
import { PhaseTimer } from './phase-timer.ts';
import { steer } from './steer.ts';
import { recordCounters, Walk } from './walk.ts';

const sampleEveryMs = 100;
const host = '127.0.0.1';

/** How a run is going, several times a second. */
export interface LabProgress extends LoadProgress {
  phase: string;
  /** Seconds since the first phase began, and of all phases. */
  elapsedSeconds: number;
  totalSeconds: number;
  files: number | null;
}

export interface LabOptions {
  directory: RunDirectory;
  /** Aborted by the first Ctrl-C: stop the load, write everything. */
  interrupted: AbortSignal;
  /** Aborted by the second one: kill. */
  killed: AbortSignal;
  onProgress(progress: LabProgress): void;
  /** What the live page asks for, where there is one. */
  controls?: Controls;
}

export interface LabEnd {
  status: 'complete' | 'partial';
  /** What made it partial. */
  reason: string | null;
  /** The process that died, if one did. */
  lost: PileupError | null;
}

/** A load against somebody else's server. */
export interface LoadRun {
  load: LoadProcessConfig;
  connections: number;
  seconds: number;
  amount: number | null;
}

/** Runs a scenario: database, api and load as processes, then the phases in order. Throws when one cannot start. */
export function runScenario(scenario: Scenario, options: LabOptions): Promise<LabEnd> {
  const { api, pool, load } = scenario;
  return runLab(options, scenario.phases, null, async (crew) => {
    const databaseConfig: DatabaseProcessConfig = scenario.database;
    const database = await crew.start(new Child('database', './database-process.js'), databaseConfig);
    const apiConfig: ApiConfig = {
      style: api.style,
      pool,
      database: { host, port: database.port ?? 0 },
      host,
      port: api.port,
    };
    const server = await crew.start(new Child('api', './api-process.js', api.fileLimit), apiConfig);
    const loadConfig: LoadProcessConfig = {
      origin: `http://${host}:${server.port}`,
      ...load,
      requests: load.requests.map((request) => ({ ...request, headers: {}, body: null })),
    };
    await crew.start(new Child('load', './load-process.js'), loadConfig);
    return server.child.pid;
  });
}

/** Runs the load alone. */
export function runLoad(run: LoadRun, options: LabOptions): Promise<LabEnd> {
  const phases = [{ name: 'load', seconds: run.seconds, connections: run.connections }];
  return runLab(options, phases, run.amount, async (crew) => {
    await crew.start(new Child('load', './load-process.js'), run.load);
    return null;
  });
}

async function runLab(
  options: LabOptions,
  phases: readonly PhaseFacts[],
  amount: number | null,
  begin: (crew: Crew) => Promise<number | null>,
): Promise<LabEnd> {
  const { directory, interrupted, killed, controls } = options;
  const epoch = newEpoch();
  const clock = clockSince(epoch);
  const recorder = new RecordingWriter(directory.file('lab'), clock);
  const crew = new Crew(directory, epoch, recorder);
  const kill = (): void => crew.kill();
  killed.addEventListener('abort', kill);
  let stopSampling = (): void => {};
  let end: LabEnd = { status: 'complete', reason: null, lost: null };
  try {
    const apiPid = await crew.startAll(begin, interrupted);
    // Whoever presents says when to go on, so every phase is held at first.
    const timer = controls?.presents ? new PhaseTimer(true, limits.seconds * 1000) : null;
    const walk = new Walk(options, crew, recorder, { phases, amount, timer });
    if (timer) recorder.record('phase.hold', { held: timer.isHeld });
    controls?.handle(steer(walk, crew, recorder, timer));
    stopSampling = sampleEvery(sampleEveryMs, () => walk.sample(apiPid));
    await walk.toTheEnd();
    if (interrupted.aborted) end = { status: 'partial', reason: 'interrupted', lost: null };
  } catch (error) {
    const lost = error instanceof PileupError ? error : null;
    const reason = interrupted.aborted ? 'interrupted' : (error as Error).message;
    end = { status: 'partial', reason, lost };
    // Nothing has happened yet that a report could tell of, or this is a defect of pileup.
    if (!interrupted.aborted && (!crew.hasStarted || !lost)) throw error;
  } finally {
    stopSampling();
    controls?.handle(null);
    await crew.stopAll();
    recordCounters(recorder);
    recorder.record('run.end', { status: end.status, reason: end.reason });
    recorder.close();
    killed.removeEventListener('abort', kill);
  }
  return end;
}

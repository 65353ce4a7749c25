import type { AutocannonFacts, EventData, KernelCounters, PhaseFacts, PileupEvent } from '../recording/events.ts';
import { readEvents } from '../recording/reader.ts';
import { type Part, parts, type RunDirectory } from '../recording/run-directory.ts';
import { Names } from './column.ts';
import { ClientTable, DatabaseTable, ServerTable } from './tables.ts';

export interface PhaseSpan extends PhaseFacts {
  startMs: number;
  /** Null: the recording ends before the phase does. */
  endMs: number | null;
  /** Somebody changed the pool or the load during it, or before it: no model speaks of it. */
  isChanged?: boolean;
}

interface Timed<D> {
  t: number;
  data: D;
}

/** A recording, read. */
export interface RunRecord {
  client: ClientTable;
  server: ServerTable;
  database: DatabaseTable;
  phases: PhaseSpan[];
  serverSamples: Timed<EventData['server.sample']>[];
  labSamples: Timed<EventData['lab.sample']>[];
  counters: Timed<KernelCounters>[];
  exits: Timed<EventData['process.exit']>[];
  autocannon: AutocannonFacts | null;
  autocannonPhases: (AutocannonFacts & { phase: string })[];
  /** The last count that the client took of its own requests. */
  progress: EventData['client.progress'] | null;
  clientEnd: EventData['client.end'] | null;
  serverEnd: EventData['server.end'] | null;
  databaseEnd: EventData['database.end'] | null;
  runEnd: EventData['run.end'] | null;
  /** Lines of each part that are not events. */
  unreadable: Record<Part, number>;
  /** The time of the last event. */
  lastMs: number;
}

/**
 * Reads all parts of a recording. What is missing is null or empty; nothing here throws over it. `also` is shown every
 * event, in the order in which the tables get their rows: for what the sums do not need and the tables do not keep.
 */
export async function readRun(
  directory: RunDirectory,
  also: (event: PileupEvent) => void = () => {},
): Promise<RunRecord> {
  const routes = new Names();
  const run: RunRecord = {
    client: new ClientTable(routes),
    server: new ServerTable(routes),
    database: new DatabaseTable(),
    phases: [],
    serverSamples: [],
    labSamples: [],
    counters: [],
    exits: [],
    autocannon: null,
    autocannonPhases: [],
    progress: null,
    clientEnd: null,
    serverEnd: null,
    databaseEnd: null,
    runEnd: null,
    unreadable: { client: 0, server: 0, database: 0, lab: 0 },
    lastMs: 0,
  };
  let isPoolChanged = false;
  for (const part of parts) {
    const { unreadable } = await readEvents(directory.file(part), (event) => {
      const { t } = event;
      if (t > run.lastMs) run.lastMs = t;
      also(event);
      switch (event.event) {
        case 'client.connection':
          return run.client.addConnection(event.data);
        case 'client.request':
          return run.client.addRequest(event.data);
        case 'client.progress':
          run.progress = event.data;
          return;
        case 'client.end':
          run.clientEnd = event.data;
          return;
        case 'autocannon.phase':
          run.autocannonPhases.push(event.data);
          return;
        case 'autocannon.total':
          run.autocannon = event.data;
          return;
        case 'server.connection':
          return run.server.addConnection(t, event.data);
        case 'server.request':
          return run.server.addRequest(t, event.data);
        case 'server.sample':
          run.serverSamples.push({ t, data: event.data });
          return;
        case 'server.end':
          run.serverEnd = event.data;
          return;
        case 'database.statement':
          return run.database.addStatement(t, event.data);
        case 'database.end':
          run.databaseEnd = event.data;
          return;
        case 'phase.start':
          run.phases.push({ ...event.data, startMs: t, endMs: null, isChanged: isPoolChanged });
          return;
        case 'phase.end': {
          const phase = run.phases.at(-1);
          if (!phase) return;
          phase.endMs = t;
          // Where a presenter walked through the phases, the plan does not say how long one was.
          phase.seconds = event.data.seconds ?? phase.seconds;
          return;
        }
        case 'pool.change':
        case 'load.change': {
          const phase = run.phases.at(-1);
          if (phase) phase.isChanged = true;
          if (event.event === 'pool.change') isPoolChanged = true;
          return;
        }
        case 'lab.sample':
          run.labSamples.push({ t, data: event.data });
          return;
        case 'kernel.counters':
          run.counters.push({ t, data: event.data });
          return;
        case 'process.exit':
          run.exits.push({ t, data: event.data });
          return;
        case 'run.end':
          run.runEnd = event.data;
          return;
        default:
          return;
      }
    });
    run.unreadable[part] = unreadable;
  }
  return run;
}

import { pino } from 'pino';
import { startApi } from '../api/start-api.ts';
import { SimulatedDatabase } from '../database/simulated-server.ts';
import { PileupError } from '../errors.ts';
import { clockSince, newEpoch } from '../recording/clock.ts';
import { nullRecorder } from '../recording/writer.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import { numberOption } from './number-option.ts';

export interface ServeOptions {
  scenario: string;
  set: string[];
  host: string;
  port: string;
  database?: string;
}

const shutdownGraceMs = 5000;

/** `pileup serve`: the api or the database alone, until SIGTERM or Ctrl-C. Log lines go to stdout. */
export async function serve(part: string, options: ServeOptions): Promise<number> {
  const scenario = loadScenario(options.scenario, options.set);
  const port = numberOption('--port', options.port, { min: 0, max: 65_535, whole: true });
  const clock = clockSince(newEpoch());
  const { host } = options;
  let close: () => Promise<void>;
  let actualPort: number;
  if (part === 'database') {
    const database = new SimulatedDatabase(scenario.database, nullRecorder, clock);
    actualPort = await database.listen(port, host);
    close = () => database.close();
  } else if (part === 'api') {
    const { style } = scenario.api;
    const config = { style, pool: scenario.pool, database: databaseOf(options), host, port };
    const api = await startApi(config, nullRecorder, clock, pino({ base: null }));
    actualPort = api.port;
    close = () => api.close(shutdownGraceMs);
  } else {
    throw new PileupError('BAD_USAGE', `${part} cannot be served`, { hint: 'choose api or database' });
  }
  process.stderr.write(`the ${part} listens on ${host}:${actualPort}; SIGTERM or Ctrl-C ends it\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await close();
  return 0;
}

function databaseOf({ database }: ServeOptions): { host: string; port: number } {
  const match = /^(.+):(\d+)$/.exec(database ?? '');
  if (!match?.[1]) {
    throw new PileupError('BAD_USAGE', `--database ${database ?? ''} is not host:port`, {
      hint: 'start one with pileup serve database, then give its host:port',
    });
  }
  return { host: match[1], port: numberOption('--database', match[2] ?? '', { min: 1, max: 65_535, whole: true }) };
}

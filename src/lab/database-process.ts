import { type DatabaseConfig, SimulatedDatabase } from '../database/simulated-server.ts';
import { runChild } from './child-side.ts';

export type DatabaseProcessConfig = DatabaseConfig & { port: number };

runChild<DatabaseProcessConfig>(async (config, { recorder, clock }) => {
  const database = new SimulatedDatabase(config, recorder, clock);
  const port = await database.listen(config.port, '127.0.0.1');
  return { port, close: () => database.close() };
});

import { type ApiConfig, startApi } from '../api/start-api.ts';
import { runChild } from './child-side.ts';

const shutdownGraceMs = 3000;

runChild<ApiConfig>(async (config, { recorder, clock, log }) => {
  const api = await startApi(config, recorder, clock, log);
  return { port: api.port, close: () => api.close(shutdownGraceMs) };
});

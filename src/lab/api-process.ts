import { type ApiConfig, startApi } from '../api/start-api.ts';
import { runChild, tell } from './child-side.ts';

const shutdownGraceMs = 3000;

runChild<ApiConfig>(async (config, { recorder, clock, log }) => {
  const api = await startApi(config, recorder, clock, log);
  return {
    port: api.port,
    onMessage(message) {
      if (message.type !== 'pool') return;
      try {
        api.changePool(message.settings);
        tell({ type: 'pool-changed' });
      } catch (error) {
        tell({ type: 'failed', error: { code: null, message: (error as Error).message, hint: null } });
      }
    },
    close: () => api.close(shutdownGraceMs),
  };
});

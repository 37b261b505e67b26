// The API process.
import { createLogger } from '@makewhole/runtime/logger';
import { readApiEnv } from './env.ts';
import { StartError, startApi } from './start-api.ts';

const settings = readApiEnv();
const log = createLogger('api', settings.LOG_LEVEL);
const api = await startApi(settings, log).catch((error: unknown) => {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
log.info({ url: api.url }, 'ready');

const stop = () => {
  log.info('stopping');
  void api.stop().then(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);

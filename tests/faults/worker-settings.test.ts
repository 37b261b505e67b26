// Bad settings of the worker: one clear line that says which and what to do, and an end that is not zero.
import { expect, inject, it } from 'vitest';
import { startWorkerProcess, type WorkerSurroundings } from '../support/worker-process.ts';

const SOUND: WorkerSurroundings = {
  databaseUrl: 'postgres://nobody:nothing@127.0.0.1:1/none',
  temporalAddress: inject('temporalAddress'),
  taskQueue: 'never-polled',
  sandboxUrl: 'http://127.0.0.1:1',
  smtpUrl: 'smtp://127.0.0.1:1',
};

it.each([
  [
    'a malformed Temporal address',
    { temporalAddress: 'no port' },
    /TEMPORAL_ADDRESS is malformed .*host:port/,
  ],
  ['a mail server that is no address', { smtpUrl: 'mail' }, /SMTP_URL is malformed .*smtp:\/\//],
  [
    'a payload key that is too short',
    { payloadKeys: 'k1:c2hvcnQ=' },
    /TEMPORAL_PAYLOAD_KEYS is malformed \(key 1/,
  ],
  ['a Postgres that cannot be reached', {}, /DATABASE_URL: Postgres cannot be reached\. Start it/],
])('%s is told in one line', async (_, wrong, line) => {
  const start = startWorkerProcess({ ...SOUND, ...wrong });
  await expect(start).rejects.toThrow(line);
  await expect(start).rejects.toThrow('exit code 1');
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spawnSandbox, startSandbox } from '../test-support/sandbox-process.ts';
import { readSettings } from './settings.ts';

const GOOD = {
  SANDBOX_PORT: '3002',
  SANDBOX_DB: join(tmpdir(), 'never-opened', 'sandbox.db'),
  SANDBOX_API_KEY: 'a-very-secret-key',
  SANDBOX_WEBHOOK_URL: 'http://127.0.0.1:3001/v1/processor/webhooks',
  SANDBOX_WEBHOOK_SECRET: 'whsec_c2VjcmV0',
};

test('a refund settles after 20 seconds where nothing else is set', () => {
  expect(readSettings(GOOD).settleAfterMs).toBe(20_000);
});

test.each([
  ['SANDBOX_PORT', '70000'],
  ['SANDBOX_PORT', 'abc'],
  ['SANDBOX_PORT', undefined],
  ['SANDBOX_DB', ''],
  ['SANDBOX_API_KEY', undefined],
  ['SANDBOX_WEBHOOK_URL', 'localhost:3001'],
  ['SANDBOX_WEBHOOK_SECRET', 'no-prefix'],
  ['SANDBOX_WEBHOOK_SECRET', 'whsec_'],
  ['SANDBOX_SETTLE_AFTER_MS', '-1'],
])('%s = %s is refused by name', (name, value) => {
  expect(() => readSettings({ ...GOOD, [name]: value })).toThrow(name);
});

test('what is wrong with the settings is one line on standard error, without the secrets, and exit code 1', async () => {
  const { output, ended } = spawnSandbox({ ...GOOD, SANDBOX_PORT: 'abc' });
  expect(await ended).toBe(1);
  expect(output.errors).toBe(
    'sandbox: SANDBOX_PORT is not a whole number: set a port from 0 (any free one) to 65535\n',
  );
});

test('a folder that is missing is one line that names the variable', async () => {
  const { output, ended } = spawnSandbox(GOOD);
  expect(await ended).toBe(1);
  expect(output.errors).toMatch(/^sandbox: SANDBOX_DB cannot be used .*\n$/);
});

test('a taken port is one line that names the variable', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo; // it listens on TCP
  const { output, ended } = spawnSandbox({ ...GOOD, SANDBOX_DB: ':memory:', SANDBOX_PORT: String(port) });
  expect(await ended).toBe(1);
  expect(output.errors).toBe(
    `sandbox: SANDBOX_PORT ${port} is taken: set another port, or 0 for any free one\n`,
  );
  other.close();
});

test('a database that another process has open is not opened a second time', async () => {
  const first = await startSandbox();
  const { output, ended } = spawnSandbox({ ...GOOD, SANDBOX_PORT: '0', SANDBOX_DB: first.databasePath });
  expect(await ended).toBe(1);
  expect(output.errors).toMatch(/^sandbox: SANDBOX_DB cannot be used \(database is locked\)/);
  await first.stop();
});

test('it is alive without any key', async () => {
  const sandbox = await startSandbox();
  const response = await fetch(`${sandbox.url}/livez`);
  expect(response.status).toBe(200);
  await sandbox.stop();
});

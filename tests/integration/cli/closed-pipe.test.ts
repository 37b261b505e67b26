// The makewhole command before a program that stops reading, as `head` does.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { createTestDatabase } from '@makewhole/db/test-database';
import { PROGRAM } from '../../support/run-makewhole.ts';

test('a reader that has seen enough is no failure of the command', async () => {
  const database = await createTestDatabase(inject('databaseUrl'));
  const env = { ...process.env, DATABASE_URL: database.appUrl };
  const run = promisify(execFile);
  // Its exit code is 1: there is no firm. A failure of its own would be on the standard error.
  const piped = `"${process.execPath}" "${PROGRAM}" doctor | true; echo "\${PIPESTATUS[0]}"`;
  const ended = await run('bash', ['-c', piped], { env });
  await database.drop();
  expect(ended).toEqual({ stdout: '1\n', stderr: '' });
});

// For whoever runs Makewhole: seals the stored credentials of payment companies again, under the newest key of
// CREDENTIAL_KEYS, after which the older keys can be removed (docs/operations.md).
import { connect } from '@makewhole/db/connect';
import { resealCredentials } from '@makewhole/db/connections/credentials';
import { CREDENTIAL_ENV, openCredentials, sealCredentials } from '@makewhole/runtime/credentials';
import { readEnv } from '@makewhole/runtime/read-env';
import { z } from 'zod';

const { DATABASE_URL, CREDENTIAL_KEYS } = readEnv({
  CREDENTIAL_KEYS: CREDENTIAL_ENV.CREDENTIAL_KEYS,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).describe('the Postgres to use, postgres://...'),
});

try {
  process.stdout.write(`${await reseal()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function reseal(): Promise<string> {
  const [newest] = CREDENTIAL_KEYS;
  if (newest === undefined)
    throw new Error('CREDENTIAL_KEYS has no key: set it as for the API and the worker.');
  const { db, close } = connect(DATABASE_URL, { connectionsMax: 1 });
  try {
    let total = 0;
    for (;;) {
      const done = await resealCredentials(db, newest.id, (row) =>
        sealCredentials(CREDENTIAL_KEYS, row, openCredentials(CREDENTIAL_KEYS, row, row)),
      );
      total += done;
      if (done === 0)
        return `${total} sets of credentials were sealed again; all are under the key "${newest.id}".`;
    }
  } finally {
    await close();
  }
}

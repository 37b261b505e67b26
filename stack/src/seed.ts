// The demo firm in the database, its people's sign-ins, a key for its practice-management system, and its payments at
// the sandbox processor. Each is created once; every later start finds it again.
import { createCredentials } from '@makewhole/api/auth/create-credentials';
import { findApiKey } from '@makewhole/db/api-keys/find-api-key';
import { connect, type Db } from '@makewhole/db/connect';
import { createDemoApiKey } from '@makewhole/db/seed/create-demo-api-key';
import { seedDemoFirm, type SeededFirm } from '@makewhole/db/seed/seed-demo-firm';
import type { SignIn } from './dev-file.ts';
import { keepApiKey, keptDemoPassword, readSecrets } from './secrets.ts';
import { StackError } from './stack-error.ts';

export type Seeded = Pick<SeededFirm, 'transactions' | 'processorPayments'> & {
  readonly apiKey: string;
  readonly users: readonly SignIn[];
};

const LOCAL_PASSWORD = 'refunds-made-whole';
const SANDBOX_TIMEOUT_MS = 30_000;

/**
 * The password of every person of the demo firm. A well-known one is only for the local database: others may be able to
 * reach an external one.
 */
export function demoPassword(database: 'local' | 'given', secretsFile: string): string {
  return database === 'local' ? LOCAL_PASSWORD : keptDemoPassword(secretsFile);
}

type SeedOptions = { readonly secretsFile: string; readonly password: string };

/** Writes what does not exist yet. */
export async function seedDatabase(
  databaseUrl: string,
  { secretsFile, password }: SeedOptions,
): Promise<Seeded> {
  const { db, close } = connect(databaseUrl, { connectionsMax: 2 });
  try {
    const { firmId, users, transactions, processorPayments } = await seedDemoFirm(db, { now: new Date() });
    for (const user of users) await createCredentials(db, { ...user, firmId, password });
    return {
      transactions,
      processorPayments,
      apiKey: await ensureApiKey(db, secretsFile),
      users: users.map(({ email, role }) => ({ email, role, password })),
    };
  } finally {
    await close();
  }
}

/** Sends the firm's payments to the processor; those that it knows keep their state. */
export async function seedSandbox(sandboxUrl: string, payments: Seeded['processorPayments']): Promise<void> {
  const response = await fetch(`${sandboxUrl}/control/payments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ payments }),
    signal: AbortSignal.timeout(SANDBOX_TIMEOUT_MS),
  });
  if (response.ok) return;
  throw new StackError(
    `The sandbox refuses the demo payments (${response.status}): ${await response.text()}`,
  );
}

/** A key is shown once, so it is kept beside the data; one that this database does not know is replaced. */
async function ensureApiKey(db: Db, secretsFile: string): Promise<string> {
  const kept = readSecrets(secretsFile).apiKey;
  if (kept !== undefined && (await findApiKey(db, { presented: kept })) !== null) return kept;
  const apiKey = await createDemoApiKey(db);
  keepApiKey(secretsFile, apiKey);
  return apiKey;
}

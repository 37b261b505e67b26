import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { connect } from './connect.ts';
import { applyMigration, type Progress } from './migrations/apply-migration.ts';
import { readMigrations, type Migration } from './read-migrations.ts';
import { listApplied, pendingOf } from './migrations/schema-state.ts';

const MIGRATION_TIMEOUT_MS = 600_000;
const TURN_TIMEOUT_MS = 900_000;
const TURN_EVERY_MS = 500;

export type MigrateOptions = {
  /** Stops before the first migration that removes what the release before still uses. */
  readonly expandOnly?: boolean;
  /** Of another release, in tests. */
  readonly migrations?: readonly Migration[];
  readonly say?: Progress;
  /** The certificates that sign the server's, PEM. */
  readonly ca?: string | undefined;
};

export type Migrated = { readonly applied: readonly string[]; readonly left: readonly string[] };

/**
 * Migrates a database to the newest schema, each migration in a transaction of its own. Safe to repeat, even from
 * several processes: they take turns.
 * @param databaseUrl the owner's, to the server itself: a pooler in between would lose the lock
 * @throws Error that names the migration that failed; those before it are applied
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<Migrated> {
  const { expandOnly = false, migrations = readMigrations(), say = () => undefined, ca } = options;
  const { sql, close } = connect(databaseUrl, {
    connectionsMax: 1,
    statementTimeoutMs: MIGRATION_TIMEOUT_MS,
    ca,
  });
  try {
    await takeTurn(sql, say);
    await createTable(sql);
    const pending = pendingOf(migrations, await listApplied(sql));
    const end = expandOnly ? pending.findIndex(({ isContract }) => isContract) : -1;
    const chosen = end === -1 ? pending : pending.slice(0, end);
    for (const migration of chosen) {
      await applyMigration(sql, migration, say);
      say(migration.tag);
    }
    const tags = pending.map(({ tag }) => tag);
    return { applied: tags.slice(0, chosen.length), left: tags.slice(chosen.length) };
  } finally {
    await close(); // ends the session, and the lock with it
  }
}

/** Asks again and again: a statement that waits for the lock would keep a concurrent index from being finished. */
async function takeTurn(sql: postgres.Sql, say: Progress): Promise<void> {
  const until = Date.now() + TURN_TIMEOUT_MS;
  for (let tries = 1; ; tries += 1) {
    const [row] = await sql`SELECT pg_try_advisory_lock(hashtext('makewhole migrations')) AS mine`;
    if (row?.['mine'] === true) return;
    if (Date.now() > until) {
      throw new Error(
        `Another process has been migrating this database for ${TURN_TIMEOUT_MS / 60_000} minutes. Look at what it does (pg_stat_activity), and run it again.`,
      );
    }
    if (tries === 1) say('Another process migrates this database: waiting for it');
    await sleep(TURN_EVERY_MS);
  }
}

/** As drizzle creates it. */
async function createTable(sql: postgres.Sql): Promise<void> {
  await sql`CREATE SCHEMA IF NOT EXISTS drizzle`;
  await sql`
    CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (
      id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint)`;
}

import { fileURLToPath } from 'node:url';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import { connect } from './connect.ts';

const MIGRATIONS = fileURLToPath(new URL('../drizzle', import.meta.url));
const MIGRATION_TIMEOUT_MS = 600_000;

/** Migrates a database to the newest schema. Safe to repeat, even from several processes: they take turns. */
export async function migrate(databaseUrl: string): Promise<void> {
  const { db, sql, close } = connect(databaseUrl, {
    connectionsMax: 1,
    statementTimeoutMs: MIGRATION_TIMEOUT_MS,
  });
  try {
    await sql`SELECT pg_advisory_lock(hashtext('makewhole migrations'))`;
    await runMigrations(db, { migrationsFolder: MIGRATIONS });
  } finally {
    await close(); // ends the session, and the lock with it
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { errorCodes } from '../error-codes.ts';
import type { Migration } from '../read-migrations.ts';
import type { Sql } from './schema-state.ts';

/** A statement that waits longer for a lock gives up: everyone else would wait behind it. */
const LOCK_TIMEOUT_MS = 5_000;
const ATTEMPTS_MAX = 20;
const RETRY_AFTER_MS = 3_000;
/** Lock not available; deadlock. */
const LOCK_FAILURES: ReadonlySet<string> = new Set(['55P03', '40P01']);
const CONCURRENT_INDEX = /CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?"?(\w+)"?/gi;

export type Progress = (line: string) => void;

/**
 * Applies one migration and records it, in a transaction of its own, or outside of one if it says so.
 * @throws Error that names the migration, after the tries for its locks are used up or at once for any other failure
 */
export async function applyMigration(sql: postgres.Sql, migration: Migration, say: Progress): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (migration.isAlone) await applyAlone(sql, migration);
      else await sql.begin((tx) => applyIn(tx, migration));
      return;
    } catch (error) {
      const waits = errorCodes(error).some((code) => LOCK_FAILURES.has(code));
      if (!waits || attempt === ATTEMPTS_MAX) throw failure(migration, error, waits ? attempt : null);
      say(
        `${migration.tag} waits for a lock that another process holds; try ${attempt + 1} of ${ATTEMPTS_MAX}`,
      );
      await sleep(RETRY_AFTER_MS);
    }
  }
}

async function applyIn(tx: postgres.TransactionSql, migration: Migration): Promise<void> {
  await tx.unsafe(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
  for (const statement of migration.statements) await tx.unsafe(statement);
  await record(tx, migration);
}

/** Statement by statement: a try that was cut short is repeated, so each must be repeatable. */
async function applyAlone(sql: postgres.Sql, migration: Migration): Promise<void> {
  const text = migration.statements.join('\n');
  const indexes = [...text.matchAll(CONCURRENT_INDEX)].map(([, name = '']) => name);
  // What an earlier try left half-built would count as existing.
  for (const name of await listInvalid(sql, indexes)) await sql`DROP INDEX CONCURRENTLY ${sql(name)}`;
  for (const statement of migration.statements) await sql.unsafe(statement);
  const [broken] = await listInvalid(sql, indexes);
  if (broken !== undefined) throw new Error(`the index ${broken} could not be built`);
  await record(sql, migration);
}

async function listInvalid(sql: Sql, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await sql`
    SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE NOT indisvalid AND relname = ANY(${[...names]})`;
  return rows.map((row) => String(row['relname']));
}

async function record(sql: Sql, { hash, when }: Migration): Promise<void> {
  await sql`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES (${hash}, ${when})`;
}

function failure({ tag }: Migration, cause: unknown, tries: number | null): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const advice =
    tries === null
      ? 'What came before it is applied; correct the cause and run it again.'
      : `It was tried ${tries} times. Look for the process that holds the lock (pg_stat_activity), and run it again.`;
  return new Error(`The migration ${tag} failed: ${reason}. ${advice}`, { cause });
}

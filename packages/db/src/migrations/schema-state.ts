// Which migrations a database has: drizzle's table of them, which migrate.ts goes on with.
import type postgres from 'postgres';
import { errorCodes } from '../error-codes.ts';
import { readJournal, type Migration } from '../read-migrations.ts';

/** A connection or a transaction of the driver. */
export type Sql = postgres.Sql | postgres.TransactionSql;

/** What a database lacks of what this release needs. */
export type SchemaState =
  | { readonly kind: 'fits' }
  /** Nobody ever migrated it. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'behind'; readonly missing: readonly string[] }
  /** The role may not read which migrations there are: a migrate of this release grants it. */
  | { readonly kind: 'unreadable' };

const UNDEFINED_TABLE = '42P01';
const FORBIDDEN = '42501';

/** A database that has newer migrations too fits: they only add what this release does not know. */
export async function readSchemaState(sql: Sql): Promise<SchemaState> {
  try {
    const applied = await listApplied(sql);
    if (applied.size === 0) return { kind: 'empty' };
    const missing = readJournal().filter(({ when }) => !applied.has(when));
    return missing.length === 0
      ? { kind: 'fits' }
      : { kind: 'behind', missing: missing.map(({ tag }) => tag) };
  } catch (error) {
    const codes = errorCodes(error);
    if (codes.includes(UNDEFINED_TABLE)) return { kind: 'empty' };
    if (codes.includes(FORBIDDEN)) return { kind: 'unreadable' };
    throw error;
  }
}

const RUN_MIGRATE = 'Run `makewhole migrate` with the settings of this release.';

/** The line with which a process ends because of its database; null if it fits. */
export function schemaFault(state: SchemaState): string | null {
  switch (state.kind) {
    case 'fits':
      return null;
    case 'empty':
      return `DATABASE_URL: this database is not set up for Makewhole. ${RUN_MIGRATE} Or correct the name.`;
    case 'behind':
      return `DATABASE_URL: the schema is older than this release needs; it lacks ${shortened(state.missing)}. ${RUN_MIGRATE}`;
    case 'unreadable':
      return `DATABASE_URL: this role may not read which schema the database has. ${RUN_MIGRATE} It grants that.`;
  }
}

/** The times of the migrations that were applied. @throws if the table does not exist, or may not be read */
export async function listApplied(sql: Sql): Promise<ReadonlySet<number>> {
  const rows = await sql`SELECT created_at FROM drizzle.__drizzle_migrations`;
  return new Set(rows.map((row) => Number(row['created_at'])));
}

/** What is to be applied. @throws Error if one of them is older than what the database has: it was merged too late */
export function pendingOf(
  migrations: readonly Migration[],
  applied: ReadonlySet<number>,
): readonly Migration[] {
  const newest = Math.max(0, ...applied);
  const pending = migrations.filter(({ when }) => !applied.has(when));
  const late = pending.find(({ when }) => when < newest);
  if (late !== undefined) {
    throw new Error(
      `The migration ${late.tag} was never applied here, though newer ones were: its time ("when" in drizzle/meta/_journal.json) is older than theirs. Give it a later time. Nothing was changed.`,
    );
  }
  return pending;
}

function shortened(tags: readonly string[]): string {
  const [first = '', ...others] = tags;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

// A database as an earlier release left it: the schema after one of its migrations, with the rows of a whole firm and of
// refunds in each state. It is migrated from there as a firm's own database would be.
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

const MIGRATIONS = fileURLToPath(new URL('../../packages/db/drizzle', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../fixtures/databases', import.meta.url));

type Journal = { readonly entries: readonly { readonly tag: string }[] };
type Table = { readonly table: string; readonly rows: readonly unknown[] };

export type EarlierDatabase = { readonly url: string; readonly drop: () => Promise<void> };

/**
 * Creates the database that `after-<migration>.jsonl.gz` holds: a line of JSON per table.
 * @param migration the number of the last migration that it had, as `0030`
 */
export async function restoreEarlierDatabase(adminUrl: string, migration: string): Promise<EarlierDatabase> {
  const name = `makewhole_earlier_${randomBytes(6).toString('hex')}`;
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`CREATE DATABASE ${name}`);
  const sql = postgres(url.toString(), { max: 1, onnotice: () => undefined });
  try {
    await migrateUpTo(sql, migration);
    for (const table of tablesOf(migration)) await fill(sql, table);
  } finally {
    await sql.end();
  }
  const drop = async () => {
    await admin.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.end();
  };
  return { url: url.toString(), drop };
}

/** Runs the migrations up to one of them, from a copy of the folder whose journal ends there. */
async function migrateUpTo(sql: postgres.Sql, migration: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'makewhole-migrations-'));
  try {
    cpSync(MIGRATIONS, folder, { recursive: true });
    const path = join(folder, 'meta/_journal.json');
    // Written by drizzle-kit, whose own migrator reads it.
    const journal = JSON.parse(readFileSync(path, 'utf8')) as Journal;
    const entries = journal.entries.filter(({ tag }) => tag.slice(0, 4) <= migration);
    writeFileSync(path, JSON.stringify({ ...journal, entries }));
    await migrate(drizzle(sql), { migrationsFolder: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function tablesOf(migration: string): Table[] {
  const lines = gunzipSync(readFileSync(join(FIXTURES, `after-${migration}.jsonl.gz`)))
    .toString()
    .trim();
  // Our own file: each line was written as a table with its rows.
  return lines.split('\n').map((line) => JSON.parse(line) as Table);
}

/** Fills a table as a restored backup does: no trigger runs, in place of what migrations inserted. */
async function fill(sql: postgres.Sql, { table, rows }: Table): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`;
    await tx`DELETE FROM ${tx(table)}`;
    await tx`INSERT INTO ${tx(table)} OVERRIDING SYSTEM VALUE
             SELECT * FROM jsonb_populate_recordset(NULL::${tx(table)}, ${JSON.stringify(rows)}::text::jsonb)`;
    await tx`SELECT setval(pg_get_serial_sequence(quote_ident(${table}), column_name),
                           ${Math.max(1, rows.length)} * 10)
             FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name = ${table} AND is_identity = 'YES'`;
  });
}

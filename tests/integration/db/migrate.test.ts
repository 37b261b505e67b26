// How a database comes to a release's schema: each migration by itself, several processes in turns, and none skipped.
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { migrate } from '@makewhole/db/migrate';
import type { Migration } from '@makewhole/db/read-migrations';
import { readMigrations } from '@makewhole/db/read-migrations';
import { readSchemaState, schemaFault } from '@makewhole/db/migrations/schema-state';
import { createEmptyDatabase, type EmptyDatabase } from '../../support/empty-database.ts';

let database: EmptyDatabase;
let sql: postgres.Sql;
beforeEach(async () => {
  database = await createEmptyDatabase(inject('databaseUrl'));
  sql = postgres(database.url, { max: 2, onnotice: () => undefined });
});
afterEach(async () => {
  await sql.end();
  await database.drop();
});

let when = 1_000;

function migration(tag: string, statements: readonly string[], over: Partial<Migration> = {}): Migration {
  when += 1_000;
  return { tag, when, hash: tag, statements, isAlone: false, isContract: false, ...over };
}

const ACCOUNTS = () => migration('0000_accounts', ['CREATE TABLE accounts (id int)']);

describe('migrate', () => {
  it('brings an empty database to the schema of this release, and changes nothing the next time', async () => {
    expect(await readSchemaState(sql)).toEqual({ kind: 'empty' });
    const first = await migrate(database.url);
    expect([first.applied.length, first.left]).toEqual([readMigrations().length, []]);
    expect(await readSchemaState(sql)).toEqual({ kind: 'fits' });
    expect(await migrate(database.url)).toEqual({ applied: [], left: [] });
  });

  it('keeps what came before the migration that fails, and goes on after it is corrected', async () => {
    const accounts = ACCOUNTS();
    const names = migration('0001_names', ['ALTER TABLE accounts ADD name text', 'SELECT nothing_there']);
    await expect(migrate(database.url, { migrations: [accounts, names] })).rejects.toThrow(
      /0001_names failed: .*nothing_there.*before it is applied/,
    );
    const columns =
      await sql`SELECT column_name FROM information_schema.columns WHERE table_name = 'accounts'`;
    expect(columns.map((row) => String(row['column_name']))).toEqual(['id']);
    const corrected = { ...names, statements: ['ALTER TABLE accounts ADD name text'] };
    const { applied } = await migrate(database.url, { migrations: [accounts, corrected] });
    expect(applied).toEqual(['0001_names']);
  });

  it('lets several that are started at once take turns: each migration is applied once', async () => {
    const migrations = [
      ACCOUNTS(),
      migration('0001_slow', ['SELECT pg_sleep(0.3)', 'CREATE TABLE once (id int)']),
    ];
    const all = await Promise.all([1, 2, 3].map(() => migrate(database.url, { migrations })));
    expect(all.flatMap(({ applied }) => applied).sort()).toEqual(['0000_accounts', '0001_slow']);
  });

  it('builds an index without locking the table, though another one waits for its turn', async () => {
    const index = migration(
      '0001_index',
      ['-- no transaction\nCREATE INDEX CONCURRENTLY by_id ON accounts (id)'],
      {
        isAlone: true,
      },
    );
    const migrations = [ACCOUNTS(), index];
    await Promise.all([1, 2].map(() => migrate(database.url, { migrations })));
    const [found] =
      await sql`SELECT indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relname = 'by_id'`;
    expect(found).toEqual({ indisvalid: true });
  });

  it('builds an index again that an earlier try left half-built', async () => {
    const accounts = ACCOUNTS();
    const unique = migration('0001_index', ['CREATE UNIQUE INDEX CONCURRENTLY one_id ON accounts (id)'], {
      isAlone: true,
    });
    await migrate(database.url, { migrations: [accounts] });
    await sql`INSERT INTO accounts VALUES (1), (1)`;
    await expect(migrate(database.url, { migrations: [accounts, unique] })).rejects.toThrow(
      /0001_index failed/,
    );
    await sql`DELETE FROM accounts`;
    expect(await migrate(database.url, { migrations: [accounts, unique] })).toMatchObject({
      applied: ['0001_index'],
    });
  });

  it('waits for a lock that somebody holds, but lets others pass meanwhile', async () => {
    const accounts = ACCOUNTS();
    const wider = migration('0001_wider', ['ALTER TABLE accounts ADD name text']);
    await migrate(database.url, { migrations: [accounts] });
    const said: string[] = [];
    const locked = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const holding = sql.begin(async (tx) => {
      await tx`SELECT count(*) FROM accounts`;
      locked.resolve();
      await held.promise;
    });
    await locked.promise;
    const migrating = migrate(database.url, {
      migrations: [accounts, wider],
      say: (line) => said.push(line),
    });
    await expect
      .poll(() => said, { timeout: 20_000 })
      .toContainEqual(expect.stringContaining('waits for a lock'));
    await sql`INSERT INTO accounts VALUES (1)`;
    held.resolve();
    await holding;
    expect(await migrating).toMatchObject({ applied: ['0001_wider'] });
  });

  it('stops before what the release before still uses, if it is asked to', async () => {
    const migrations = [
      ACCOUNTS(),
      migration('0001_contract', ['ALTER TABLE accounts DROP COLUMN id'], { isContract: true }),
      migration('0002_after', ['CREATE TABLE after (id int)']),
    ];
    expect(await migrate(database.url, { migrations, expandOnly: true })).toEqual({
      applied: ['0000_accounts'],
      left: ['0001_contract', '0002_after'],
    });
    expect(await migrate(database.url, { migrations })).toMatchObject({ left: [] });
  });

  it('names a migration that came too late, which drizzle would skip in silence', async () => {
    const [first, late, last] = [
      ACCOUNTS(),
      migration('0001_late', ['SELECT 1']),
      migration('0002_last', ['SELECT 1']),
    ];
    await migrate(database.url, { migrations: [first, last] });
    await expect(migrate(database.url, { migrations: [first, late, last] })).rejects.toThrow(
      /0001_late was never applied here, though newer ones were/,
    );
  });
});

describe('a process that starts on it', () => {
  it('says what is missing of an older schema, and goes on with a newer one', async () => {
    await migrate(database.url);
    await sql`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('newer', 9999999999999)`;
    expect(schemaFault(await readSchemaState(sql))).toBeNull();
    const last = readMigrations().at(-1);
    await sql`DELETE FROM drizzle.__drizzle_migrations WHERE created_at = ${last?.when ?? 0}`;
    const fault = schemaFault(await readSchemaState(sql));
    expect(fault).toContain(`it lacks ${last?.tag}`);
    expect(fault).toContain('makewhole migrate');
  });
});

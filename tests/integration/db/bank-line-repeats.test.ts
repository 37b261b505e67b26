// What becomes of the statements that an earlier release stored: it did not keep which earlier lines a statement had too
// (ADR 61).
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { connect, type Connection } from '@makewhole/db/connect';
import { migrate } from '@makewhole/db/migrate';
import { readMigrations } from '@makewhole/db/read-migrations';
import { createEmptyDatabase } from '../../support/empty-database.ts';

let database: Awaited<ReturnType<typeof createEmptyDatabase>>;
let connection: Connection;

beforeAll(async () => {
  database = await createEmptyDatabase(inject('databaseUrl'));
  const earlier = readMigrations().filter(({ tag }) => tag < '0093');
  await migrate(database.url, { migrations: earlier });
  connection = connect(database.url);
  const { sql } = connection;
  await sql`INSERT INTO firms (id, name, processor_account) VALUES ('firm_1', 'Adler', 'acct_1')`;
  await sql`INSERT INTO principals (id, firm_id, kind, name, role) VALUES ('pr_1', 'firm_1', 'user', 'Ann', 'owner')`;
  await sql`INSERT INTO bank_accounts (id, firm_id, kind, title, is_default) VALUES ('ba_1', 'firm_1', 'trust', 'IOLTA', true)`;
  await statement('bs_1', ['2026-03-01', '2026-03-02'], [3, 3]);
  await line('bl_1', 'bs_1', '2026-03-01');
  await line('bl_2', 'bs_1', '2026-03-02');
  await line('bl_3', 'bs_1', '2026-03-02');
  // It has the last day of the one before, and both of its lines.
  await statement('bs_2', ['2026-03-02', '2026-03-03'], [3, 1]);
  await line('bl_4', 'bs_2', '2026-03-03');
  // One of the three earlier lines of its days, and nothing says which.
  await statement('bs_3', ['2026-03-01', '2026-03-02'], [1, 0]);
  await migrate(database.url);
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

async function statement(
  id: string,
  [first, last]: readonly [string, string],
  [lines, fresh]: readonly [number, number],
) {
  await connection.sql`
    INSERT INTO bank_statements (id, firm_id, account, bank_account_id, format, sha256, lines, new_lines, first_date, last_date, imported_by, imported_at)
    VALUES (${id}, 'firm_1', 'trust', 'ba_1', 'csv', ${id}, ${lines}, ${fresh}, ${first}, ${last}, 'pr_1', now())`;
}

async function line(id: string, statementId: string, date: string) {
  await connection.sql`
    INSERT INTO bank_lines (id, firm_id, statement_id, account, bank_account_id, line_key, date, amount, currency, description)
    VALUES (${id}, 'firm_1', ${statementId}, 'trust', 'ba_1', ${id}, ${date}, -500, 'USD', 'Fee')`;
}

it('keeps which lines a statement has again where that is certain, and guesses nowhere', async () => {
  const rows =
    await connection.sql`SELECT statement_id, line_id FROM bank_line_repeats ORDER BY statement_id, line_id`;
  expect(rows.map(Object.values)).toEqual([
    ['bs_2', 'bl_2'],
    ['bs_2', 'bl_3'],
  ]);
});

it('keeps every line and statement as it was, each the first of its key', async () => {
  const rows = await connection.sql`SELECT id, nth, line_key FROM bank_lines ORDER BY id`;
  expect(rows.map(Object.values)).toEqual(['bl_1', 'bl_2', 'bl_3', 'bl_4'].map((id) => [id, 1, id]));
});

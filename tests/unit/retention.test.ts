// Whatever deletes rows is in the table of domain/retention.ts, and the table names nothing that nobody deletes (AU1).
import { readdirSync } from 'node:fs';
import { getTableName, isTable } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { PURGES } from '@makewhole/domain/retention';
import { pathOf, readSource } from './source-files.ts';

const SCHEMA = 'packages/db/src/schema';
const SOURCES = ['packages/db/src', 'packages/db/bin', 'apps/api/src', 'apps/worker/src'];

/** better-auth's own deletions: sessions, links and tries of the sign-in, each already in the table by our own code. */
const BY_BETTER_AUTH = ['auth.rate_limit', 'auth.session', 'auth.two_factor', 'auth.verification'];

async function tablesByExport(): Promise<Map<string, string>> {
  const tables = new Map<string, string>();
  for (const file of readdirSync(pathOf(SCHEMA))) {
    const module: Record<string, unknown> = await import(pathOf(`${SCHEMA}/${file}`));
    for (const [name, value] of Object.entries(module)) {
      if (!isTable(value)) continue;
      const { schema } = getTableConfig(value as PgTable); // every table here is Postgres's
      tables.set(name, `${schema === undefined ? '' : `${schema}.`}${getTableName(value)}`);
    }
  }
  return tables;
}

const sources = SOURCES.flatMap((folder) =>
  readdirSync(pathOf(folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => ({ file: `${folder}/${file}`, text: readSource(`${folder}/${file}`) })),
);
const migrations = readdirSync(pathOf('packages/db/drizzle'))
  .filter((file) => file.endsWith('.sql'))
  .map((file) => readSource(`packages/db/drizzle/${file}`));

test('each deletion is in the table of what is kept how long, and each row of it is deleted somewhere', async () => {
  const tables = await tablesByExport();
  const byDrizzle = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/\b(?:db|tx|sql)\s*\.delete\((\w+)\)/g)].map(([, name = '']) => {
      const table = tables.get(name);
      expect(table, `${file} deletes from ${name}, which is no table`).toBeDefined();
      return table ?? name;
    }),
  );
  // Raw SQL may delete in migrations only: in their triggers and functions.
  for (const { file, text } of sources)
    expect([file, /DELETE FROM|TRUNCATE\s+\w/.test(text)]).toEqual([file, false]);
  const byTrigger = migrations.flatMap((text) =>
    [...text.matchAll(/DELETE FROM "?(?:(auth)"?\.)?"?(\w+)"?/g)].map(([, schema, name]) =>
      schema === undefined ? String(name) : `${schema}.${String(name)}`,
    ),
  );
  const deleted = new Set([...byDrizzle, ...byTrigger, ...BY_BETTER_AUTH]);
  expect([...deleted].toSorted()).toEqual(Object.keys(PURGES).toSorted());
});

test('no deletion is of money, trust, evidence, mail, events or the audit trail', () => {
  const kept = [
    ...[
      'payments',
      'refunds',
      'refund_events',
      'refund_legs',
      'postings',
      'ledger_entries',
      'trust_step_records',
    ],
    ...[
      'evidence_files',
      'notifications',
      'account_emails',
      'firm_events',
      'access_events',
      'audit_checkpoints',
    ],
    ...['audit_heads', 'bank_statements', 'bank_lines', 'matters', 'invoices', 'obligations'],
  ];
  expect(kept.filter((table) => table in PURGES)).toEqual([]);
});

// Whatever deletes rows is in the table of domain/retention.ts, and the table names nothing that nobody deletes (AU1).
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PURGES } from '@makewhole/domain/retention';
import { pathOf, readSource } from './source-files.ts';

const SCHEMA = 'packages/db/src/schema';
const SOURCES = ['packages/db/src', 'apps/cli/src', 'apps/api/src', 'apps/worker/src'];

/** better-auth's own deletions: sessions, links and tries of the sign-in, each already in the table by our own code. */
const BY_BETTER_AUTH = ['auth.rate_limit', 'auth.session', 'auth.two_factor', 'auth.verification'];

/** The tables of the schema, by the name under which the code deletes from them. */
function tablesByExport(): Map<string, string> {
  const declared = readdirSync(pathOf(SCHEMA)).flatMap((file) => [
    ...readSource(`${SCHEMA}/${file}`).matchAll(/export const (\w+) = (pgTable|auth\.table)\(\s*'(\w+)'/g),
  ]);
  return new Map(
    declared.map(([, name = '', kind, table = '']) => [name, kind === 'pgTable' ? table : `auth.${table}`]),
  );
}

const sources = SOURCES.flatMap((folder) =>
  readdirSync(pathOf(folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => ({ file: `${folder}/${file}`, text: readSource(`${folder}/${file}`) })),
);
const migrations = readdirSync(pathOf('packages/db/drizzle'))
  .filter((file) => file.endsWith('.sql'))
  .map((file) => readSource(`packages/db/drizzle/${file}`));

test('each deletion is in the table of what is kept how long, and each row of it is deleted somewhere', () => {
  const tables = tablesByExport();
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

// What the role of the API and the worker may do, table by table: a table that is added, or a right, shows here.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import postgres from 'postgres';
import { mayRewriteTrail } from '@makewhole/db/grant-app-role';
import { createTestDatabase, type TestDatabase } from '@makewhole/db/test-database';

let database: TestDatabase;
let app: postgres.Sql;
let owner: postgres.Sql;
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'));
  app = postgres(database.appUrl, { max: 1 });
  owner = postgres(database.url, { max: 1 });
});
afterAll(async () => {
  await Promise.all([app.end(), owner.end()]);
  await database.drop();
});

describe('the role of the API and the worker', () => {
  it('may do with each table what the code does, and nothing else', async () => {
    const rows = await app`
      SELECT relname AS name, string_agg(lower(left(privilege, 1)), '' ORDER BY privilege DESC) AS rights
      FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND has_table_privilege(pg_class.oid, privilege)
      GROUP BY relname ORDER BY relname`;
    const tables = Map.groupBy(rows, (row) => String(row['rights']));
    const named = (rights: string) => tables.get(rights)?.map((row) => String(row['name']));
    expect(named('s')).toEqual(['refund_transitions']);
    expect(named('si')).toEqual(NEVER_CHANGED);
    expect(named('usid')).toEqual([
      ...['idempotency_records', 'processor_events', 'reason_templates', 'webhook_deliveries'],
    ]);
    expect([...tables.keys()].sort()).toEqual(['s', 'si', 'usi', 'usid']);
  });

  it('may change of a refund what becomes of it, and never what was asked for', async () => {
    const rows = await app`
      SELECT attname FROM pg_attribute WHERE attrelid = 'refunds'::regclass AND attnum > 0 AND NOT attisdropped
      AND NOT has_column_privilege('refunds', attname, 'UPDATE') ORDER BY attname`;
    expect(rows.map((row) => String(row['attname']))).toEqual([
      ...[
        'amount',
        'approval_reasons',
        'approval_required',
        'currency',
        'fact_salt',
        'firm_id',
        'id',
        'internal_note',
        'matter_id',
      ],
      ...['method', 'reason', 'requested_at', 'requested_by', 'requested_on_behalf_of', 'transaction_id'],
      'trust_steps_from',
    ]);
  });

  it('may redact evidence, and change nothing else of it', async () => {
    const rows = await app`
      SELECT attname FROM pg_attribute WHERE attrelid = 'evidence_files'::regclass AND attnum > 0 AND NOT attisdropped
      AND has_column_privilege('evidence_files', attname, 'UPDATE') ORDER BY attname`;
    expect(rows.map((row) => String(row['attname']))).toEqual([
      'content',
      'redacted_at',
      'redacted_by',
      'redaction_reason',
      'redaction_salt',
    ]);
  });

  it.each([
    "SET session_replication_role = 'replica'",
    'TRUNCATE audit_checkpoints CASCADE',
    'DELETE FROM refund_events',
    "UPDATE refund_events SET actor = 'x'",
    "UPDATE refunds SET reason = 'x'",
    "UPDATE evidence_files SET sha256 = 'x'",
    'DELETE FROM evidence_files',
    'UPDATE refunds SET approval_required = false',
    'DELETE FROM refunds',
    "INSERT INTO auth.password_history (user_id, hash) VALUES ('u', 'h')",
    'DELETE FROM auth.password_history',
    'ALTER TABLE refunds DISABLE TRIGGER ALL',
    'DROP TRIGGER refund_events_append_only ON refund_events',
    'CREATE TABLE mine (id int)',
    'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
    "INSERT INTO refund_transitions VALUES ('succeeded', 'requested')",
  ])('is refused: %s', async (statement) => {
    await expect(app.unsafe(statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('is told from one that may rewrite the trail', async () => {
    expect([await mayRewriteTrail(app), await mayRewriteTrail(owner)]).toEqual([false, true]);
  });
});

/** And `refunds` and `evidence_files`, of which only some columns change. */
const NEVER_CHANGED = [
  ...[
    'access_events',
    'audit_checkpoints',
    'audit_heads',
    'bank_line_repeats',
    'bank_line_set_asides',
    'bank_lines',
    'bank_statement_set_asides',
    'bank_statements',
    'client_accountings',
    'evidence_files',
  ],
  ...['firm_events', 'instructions', 'ledger_entries', 'opening_balances', 'opening_items', 'postings'],
  'reconciliation_findings',
  ...[
    'reconciliation_results',
    'reconciliations',
    'refund_applications',
    'refund_event_notes',
    'refund_events',
    'refund_legs',
  ],
  ...[
    'refunds',
    'state_profile_confirmations',
    'transaction_reviews',
    'trust_authorizations',
    'trust_step_records',
  ],
  ...['trust_transactions'],
];

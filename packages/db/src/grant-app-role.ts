// The privileges of the role with which the API and the worker connect (ADR 24). It owns nothing, so it cannot switch
// off what a table's guards forbid, and it may change only what the code changes.
import type postgres from 'postgres';
import { PURGES } from '@makewhole/domain/retention';
import { connect } from './connect.ts';

/** No trigger guards these, but the code never edits or deletes them either. */
const ALSO_APPEND_ONLY = ['instructions', 'refund_legs', 'trust_step_records'];
const READ_ONLY = ['refund_transitions'];
/** Evidence is redacted, and a trigger allows nothing else (ADR 26). */
const REDACTION = ['content', 'redacted_at', 'redacted_by', 'redaction_reason', 'redaction_salt'];
/** The tables that the code deletes from, besides the sign-ins (schema auth). */
const DELETED_FROM = Object.keys(PURGES);
/** The columns of the request, which the refund's first event hashes. */
const STANDS_IN_REFUNDS = [
  ...[
    'id',
    'firm_id',
    'transaction_id',
    'amount',
    'currency',
    'method',
    'matter_id',
    'reason',
    'internal_note',
  ],
  ...['fact_salt', 'requested_by', 'requested_on_behalf_of', 'requested_at', 'approval_required'],
  ...['trust_steps_from', 'approval_reasons'],
];

/**
 * Gives an existing role exactly what the API and the worker need in the database of `ownerUrl`, and revokes
 * everything else. Run after each migration; safe to repeat.
 */
export async function grantAppRole(
  ownerUrl: string,
  role: string,
  { ca }: { readonly ca?: string | undefined } = {},
): Promise<void> {
  const { sql, close } = connect(ownerUrl, { connectionsMax: 1, ca });
  try {
    await sql.begin(async (tx) => {
      const to = tx(role);
      await tx`REVOKE ALL ON ALL TABLES IN SCHEMA public, auth FROM ${to}`;
      await tx`GRANT USAGE ON SCHEMA public, auth TO ${to}`;
      await tx`GRANT SELECT ON ALL TABLES IN SCHEMA public, auth TO ${to}`;
      await tx`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public, auth TO ${to}`;
      await tx`GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA auth TO ${to}`;
      // Each process checks at its start that the schema is the one it needs.
      await tx`GRANT USAGE ON SCHEMA drizzle TO ${to}`;
      await tx`GRANT SELECT ON drizzle.__drizzle_migrations TO ${to}`;
      // A trigger of the owner's writes it.
      await tx`REVOKE INSERT, UPDATE, DELETE ON auth.password_history FROM ${to}`;
      for (const { name, guarded } of await listTables(tx)) {
        if (READ_ONLY.includes(name)) continue;
        await tx`GRANT INSERT ON ${tx(name)} TO ${to}`;
        if (name === 'evidence_files') await tx`GRANT UPDATE (${tx(REDACTION)}) ON evidence_files TO ${to}`;
        if (guarded || ALSO_APPEND_ONLY.includes(name)) continue;
        if (name === 'refunds') await tx`GRANT UPDATE (${tx(await listChanging(tx))}) ON refunds TO ${to}`;
        else await tx`GRANT UPDATE ON ${tx(name)} TO ${to}`;
        if (DELETED_FROM.includes(name)) await tx`GRANT DELETE ON ${tx(name)} TO ${to}`;
      }
    });
  } finally {
    await close();
  }
}

/** The log message of a process that connects as the owner. */
export const OWNER_CONNECTS =
  'DATABASE_URL is of a role that may rewrite the audit trail: give the API and the worker one of their own, see docs/operations.md';

/** Whether a connection may rewrite the audit trail: a superuser's or the owner's may. */
export async function mayRewriteTrail(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql`SELECT has_table_privilege('refund_events', 'UPDATE, DELETE, TRUNCATE') AS may`;
  return row?.['may'] === true;
}

/** The tables, and whether a trigger keeps each append-only. */
async function listTables(tx: postgres.TransactionSql): Promise<{ name: string; guarded: boolean }[]> {
  return tx`
    SELECT relname AS name, EXISTS (
      SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = relname || '_append_only') AS guarded
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname`;
}

async function listChanging(tx: postgres.TransactionSql): Promise<string[]> {
  const rows = await tx`
    SELECT attname FROM pg_attribute WHERE attrelid = 'refunds'::regclass AND attnum > 0 AND NOT attisdropped
    ORDER BY attnum`;
  return rows.map((row) => String(row['attname'])).filter((name) => !STANDS_IN_REFUNDS.includes(name));
}

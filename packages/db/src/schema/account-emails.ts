import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { AccountEmailAbout, AccountEmailKind } from '@makewhole/domain/account-emails';
import type { AccountEmailId } from '@makewhole/domain/ids';
import { firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { firms, principals } from './firms.ts';

/**
 * Emails about people's accounts (R11). The row is the intent; its workflow sends it. A link is never stored, only its
 * hash.
 */
export const accountEmails = pgTable(
  'account_emails',
  {
    id: text().$type<AccountEmailId>().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    /** The recipient. */
    principalId: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    kind: text().$type<AccountEmailKind>().notNull(),
    /** What it reports besides its kind: codes, amounts and instants; null if the kind says it all. */
    about: jsonb().$type<AccountEmailAbout>(),
    /** Null if the requester had not signed in, as with a forgotten password. */
    requestedBy: principalIdColumn().references(() => principals.id),
    requestedAt: instantColumn().notNull(),
    sentAt: instantColumn(),
    /** When we gave up sending it. */
    failedAt: instantColumn(),
    /** The mail server's last error. */
    lastError: text(),
    /** Set once the workflow is known to run; while it is null, the sweep starts one. */
    workflowRunId: text(),
  },
  (table) => [
    index('account_emails_by_person').on(table.firmId, table.principalId, table.kind, table.id),
    index('account_emails_carried')
      .on(table.id)
      .where(sql`${table.sentAt} IS NULL AND ${table.failedAt} IS NULL`),
    check('account_email_one_end', sql`${table.sentAt} IS NULL OR ${table.failedAt} IS NULL`),
  ],
);

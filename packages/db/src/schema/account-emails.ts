import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { AccountEmailAbout, AccountEmailKind } from '@makewhole/domain/account-emails';
import type { AccountEmailId } from '@makewhole/domain/ids';
import { firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { firms, principals } from './firms.ts';

/** Emails about people's accounts (R11). The row is the intent; its workflow sends it. No link is kept: only its hash is. */
export const accountEmails = pgTable(
  'account_emails',
  {
    id: text().$type<AccountEmailId>().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    /** Whom it goes to. */
    principalId: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    kind: text().$type<AccountEmailKind>().notNull(),
    /** What it tells beside its kind: codes, amounts and instants; null where the kind says it all. */
    about: jsonb().$type<AccountEmailAbout>(),
    /** Null where nobody had signed in yet: whoever forgot a password. */
    requestedBy: principalIdColumn().references(() => principals.id),
    requestedAt: instantColumn().notNull(),
    sentAt: instantColumn(),
    /** When it was given up. */
    failedAt: instantColumn(),
    /** What the mail server said last. */
    lastError: text(),
    /** Set once the workflow is known to run; what stays null is started by the sweep. */
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

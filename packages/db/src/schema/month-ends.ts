import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { MonthEndScope, MonthEndStatus } from '@makewhole/domain/month-ends/month-end';
import { amountColumn, firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { bankAccountIdColumn, bankAccounts } from './bank-accounts.ts';
import { bankStatements } from './bank.ts';
import { principals } from './firms.ts';

/**
 * The month ends of trust accounts, each version a row of its own. A signed one never changes, and locks its account up
 * to its ending date: triggers see to both.
 */
export const monthEnds = pgTable(
  'month_ends',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn(),
    bankAccountId: bankAccountIdColumn().notNull(),
    /** 1, 2, 3 ... for the same ending date: a later one supersedes the ones before. */
    version: integer().notNull(),
    periodStart: date().notNull(),
    endingOn: date().notNull(),
    openingBalance: amountColumn().notNull(),
    closingBalance: amountColumn().notNull(),
    /** With what the month end before it closed; null for the account's first. */
    previousClosing: amountColumn(),
    /** Null if a person gave the balances. */
    statementId: text().references(() => bankStatements.id),
    scope: text().$type<MonthEndScope>().notNull(),
    status: text().$type<MonthEndStatus>().notNull().default('draft'),
    createdBy: text().notNull(),
    createdAt: instantColumn().notNull(),
    preparedBy: principalIdColumn().references(() => principals.id),
    preparedAt: instantColumn(),
    /** The preparer's position, and whether they may sign for or transfer from the account, as they say. */
    preparerPosition: text(),
    preparerMayTransfer: boolean(),
    /** Why the three numbers differ, and what is done about it; null if they agree. */
    explanation: text(),
    signedBy: principalIdColumn().references(() => principals.id),
    signedAt: instantColumn(),
    barNumber: text(),
    barState: text(),
    /** What was prepared, whole, and its SHA-256. */
    content: jsonb().$type<Readonly<Record<string, unknown>>>(),
    contentHash: text(),
  },
  (table) => [
    foreignKey({
      columns: [table.firmId, table.bankAccountId],
      foreignColumns: [bankAccounts.firmId, bankAccounts.id],
    }),
    unique('month_ends_version_once').on(table.firmId, table.bankAccountId, table.endingOn, table.version),
    uniqueIndex('month_ends_one_open')
      .on(table.firmId, table.bankAccountId, table.endingOn)
      .where(sql`${table.status} <> 'signed'`),
    index('month_ends_locked')
      .on(table.firmId, table.bankAccountId, table.endingOn)
      .where(sql`${table.status} = 'signed'`),
    check('month_end_period', sql`${table.periodStart} <= ${table.endingOn}`),
    check(
      'month_end_prepared_complete',
      sql`${table.status} = 'draft' OR num_nulls(${table.preparedBy}, ${table.preparedAt}, ${table.content}, ${table.contentHash}) = 0`,
    ),
    check(
      'month_end_signed_complete',
      sql`${table.status} <> 'signed' OR num_nulls(${table.signedBy}, ${table.signedAt}, ${table.barNumber}) = 0`,
    ),
  ],
);

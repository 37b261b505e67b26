import { sql } from 'drizzle-orm';
import {
  check,
  date,
  foreignKey,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { OpeningItemId, OpeningScheduleId } from '@makewhole/domain/ids';
import type { OpeningItemKind, OpeningStatus } from '@makewhole/domain/opening-books';
import type { TrustLedger } from '@makewhole/domain/trust-transactions';
import { bankAccountIdColumn, inBankAccount } from './bank-accounts.ts';
import { amountColumn, firmIdColumn, instantColumn, matterIdColumn, principalIdColumn } from './columns.ts';
import { principals } from './firms.ts';
import { matters } from './matters.ts';

/**
 * What a trust account held and owed at the end of the day on which its books begin (ADR 54). A lawyer signs it, and only
 * then it posts. Nothing of it is edited: a wrong one is withdrawn before it is signed, and another takes its place.
 */
export const openingSchedules = pgTable(
  'opening_schedules',
  {
    id: text().$type<OpeningScheduleId>().primaryKey(),
    firmId: firmIdColumn(),
    bankAccountId: bankAccountIdColumn().notNull(),
    /** The last day that it contains. */
    cutOverOn: date().notNull(),
    /** Of the bank's statement, at the end of that day. */
    statementBalance: amountColumn().notNull(),
    /** The firm's own money for bank charges. */
    firmFunds: amountColumn().notNull(),
    /** Interest of an IOLTA that the bank has not remitted. */
    interest: amountColumn().notNull(),
    /** Money whose client is not known. */
    unidentified: amountColumn().notNull(),
    status: text().$type<OpeningStatus>().notNull().default('open'),
    createdBy: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    createdAt: instantColumn().notNull(),
    signedBy: principalIdColumn().references(() => principals.id),
    signedAt: instantColumn(),
    barNumber: text(),
    barState: text(),
    /** What was signed, whole, and its SHA-256. */
    content: jsonb().$type<Readonly<Record<string, unknown>>>(),
    contentHash: text(),
    withdrawnBy: principalIdColumn().references(() => principals.id),
    withdrawnAt: instantColumn(),
    withdrawalReason: text(),
  },
  (table) => [
    unique().on(table.firmId, table.id),
    inBankAccount(table),
    uniqueIndex('opening_schedules_one_standing')
      .on(table.firmId, table.bankAccountId)
      .where(sql`${table.status} <> 'withdrawn'`),
    check(
      'opening_schedule_signed',
      sql`(${table.status} = 'signed') = (num_nulls(${table.signedBy}, ${table.signedAt}, ${table.barNumber}, ${table.content}, ${table.contentHash}) = 0)`,
    ),
    check(
      'opening_schedule_withdrawn',
      sql`(${table.status} = 'withdrawn') = (num_nulls(${table.withdrawnBy}, ${table.withdrawnAt}, ${table.withdrawalReason}) = 0)`,
    ),
  ],
);

export type OpeningSchedule = typeof openingSchedules.$inferSelect;

/** What each matter has on the schedule, as the client's ledger has it: outstanding checks are taken off. */
export const openingBalances = pgTable(
  'opening_balances',
  {
    firmId: firmIdColumn(),
    scheduleId: text().$type<OpeningScheduleId>().notNull(),
    matterId: matterIdColumn().notNull(),
    balance: amountColumn().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.scheduleId, table.matterId] }),
    foreignKey({
      columns: [table.firmId, table.scheduleId],
      foreignColumns: [openingSchedules.firmId, openingSchedules.id],
    }),
    foreignKey({ columns: [table.firmId, table.matterId], foreignColumns: [matters.firmId, matters.id] }),
  ],
);

/** A deposit or a check that the firm's ledgers have, and the bank's statement of that day does not. */
export const openingItems = pgTable(
  'opening_items',
  {
    id: text().$type<OpeningItemId>().primaryKey(),
    firmId: firmIdColumn(),
    scheduleId: text().$type<OpeningScheduleId>().notNull(),
    kind: text().$type<OpeningItemKind>().notNull(),
    /** The day that the firm's check register shows. */
    date: date().notNull(),
    amount: amountColumn().notNull(),
    /** Whose money it is: a matter's, or of a ledger that is no matter's. */
    matterId: matterIdColumn(),
    ledger: text().$type<TrustLedger>(),
    /** Who paid it in, or is paid. */
    counterparty: text().notNull(),
    /** The number of the check, or of the deposit. */
    number: text(),
  },
  (table) => [
    foreignKey({
      columns: [table.firmId, table.scheduleId],
      foreignColumns: [openingSchedules.firmId, openingSchedules.id],
    }),
    foreignKey({ columns: [table.firmId, table.matterId], foreignColumns: [matters.firmId, matters.id] }),
    check('opening_item_amount_positive', sql`${table.amount} > 0`),
    check('opening_item_one_ledger', sql`num_nulls(${table.matterId}, ${table.ledger}) = 1`),
  ],
);

export type OpeningItem = typeof openingItems.$inferSelect;

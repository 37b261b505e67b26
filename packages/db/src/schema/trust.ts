import { date, foreignKey, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import {
  amountColumn,
  currencyColumn,
  firmIdColumn,
  instantColumn,
  matterIdColumn,
  principalIdColumn,
  refundIdColumn,
} from './columns.ts';
import { bankAccountIdColumn, inBankAccount } from './bank-accounts.ts';
import { refunds } from './refunds.ts';
import { trustAuthorizations } from './trust-authorizations.ts';
import type { TrustMove } from '@makewhole/domain/obligations';

/** A hold on a matter's money in one trust account, from the request until trust step (a) or the refund's end (B4). */
export const trustHolds = pgTable(
  'trust_holds',
  {
    firmId: firmIdColumn(),
    refundId: refundIdColumn().notNull(),
    matterId: matterIdColumn().notNull(),
    /** Where the money lies: the account of the refund's trust leg. */
    bankAccountId: bankAccountIdColumn().notNull(),
    amount: amountColumn().notNull(),
    status: text().$type<'held' | 'released' | 'consumed'>().notNull().default('held'),
    /** repayment: the refund ended unpaid, and the client is still to be paid; the hold ends with that task. */
    kind: text().$type<'refund' | 'repayment'>().notNull().default('refund'),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.refundId] }),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
    inBankAccount(table),
  ],
);

/** The record of each completed trust step (R5), and of each correction of it: the last one stands. */
export const trustStepRecords = pgTable(
  'trust_step_records',
  {
    firmId: firmIdColumn(),
    refundId: refundIdColumn().notNull(),
    step: text().$type<TrustMove>().notNull(),
    /** 1, 2, 3 ... for a correction; 0 for the first record. */
    correction: integer().notNull().default(0),
    amount: amountColumn().notNull(),
    currency: currencyColumn().notNull(),
    /** The day on which it was done, as the bank or the trust ledger shows it. */
    date: date().notNull(),
    reference: text().notNull(),
    evidenceId: text(),
    /** The lawyer's written authorization; null for records from before there were any. */
    authorizationId: text().references(() => trustAuthorizations.id),
    /** The client's ledger after it, minor units; null for records from before it was kept. */
    newBalance: amountColumn(),
    recordedBy: principalIdColumn().notNull(),
    recordedAt: instantColumn().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.refundId, table.step, table.correction] }),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
  ],
);

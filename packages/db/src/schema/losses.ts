import { sql } from 'drizzle-orm';
import { boolean, check, date, foreignKey, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { LossId } from '@makewhole/domain/ids';
import type { LossesDebit, LossKind } from '@makewhole/domain/losses';
import type { DisputeStatus } from '@makewhole/domain/payments';
import {
  amountColumn,
  firmIdColumn,
  instantColumn,
  principalIdColumn,
  transactionIdColumn,
} from './columns.ts';
import { payments } from './payments.ts';

/**
 * Each time that the bank took a payment's money back, or may: its return, and each round of a dispute. Its postings
 * carry its ID; where it was taken is fixed when it becomes known.
 */
export const losses = pgTable(
  'losses',
  {
    id: text().$type<LossId>().primaryKey(),
    firmId: firmIdColumn(),
    transactionId: transactionIdColumn().notNull(),
    kind: text().$type<LossKind>().notNull(),
    /** The processor's ID of the dispute; '' for a return, and for a dispute that the processor did not name. */
    subject: text().notNull().default(''),
    /** 1, 2, 3 ... for a dispute that opens again, or whose amount changes. */
    round: integer().notNull().default(1),
    /** A return is lost at once. */
    status: text().$type<DisputeStatus>().notNull(),
    /** Whether the bank took the money: not for an inquiry. */
    withdrawn: boolean().notNull(),
    debits: text().$type<LossesDebit>().notNull(),
    amount: amountColumn().notNull(),
    /** How much of the amount is trust money. */
    trustAmount: amountColumn().notNull(),
    /** What the dispute cost so far, in all its rounds. */
    fee: amountColumn()
      .notNull()
      .default(sql`0`),
    /** What was charged and given back before we heard of either: both are in payouts of a company that nets. */
    feeReturned: amountColumn()
      .notNull()
      .default(sql`0`),
    /** The day on which the bank took the money, if a person reported it; else null. */
    takenOn: date(),
    reportedBy: principalIdColumn(),
    evidenceId: text(),
    knownAt: instantColumn().notNull(),
    closedAt: instantColumn(),
  },
  (table) => [
    unique('losses_once').on(table.firmId, table.transactionId, table.kind, table.subject, table.round),
    foreignKey({
      columns: [table.firmId, table.transactionId],
      foreignColumns: [payments.firmId, payments.transactionId],
    }),
    check('loss_amount_positive', sql`${table.amount} > 0 AND ${table.fee} >= 0`),
    check('loss_fee_returned', sql`${table.feeReturned} >= 0`),
    check('loss_trust_part', sql`0 <= ${table.trustAmount} AND ${table.trustAmount} <= ${table.amount}`),
  ],
);

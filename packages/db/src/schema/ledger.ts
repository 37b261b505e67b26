import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import type {
  AllocationId,
  InvoiceId,
  LossId,
  ObligationId,
  OpeningItemId,
  OpeningScheduleId,
  PayoutId,
  TrustApplicationId,
  TrustTransactionId,
} from '@makewhole/domain/ids';
import type { BankAccount } from '@makewhole/domain/payments';
import type { LedgerAccount, PostingStep } from '@makewhole/domain/postings';
import type { AppliedStep } from '@makewhole/domain/applied-from-trust';
import type { LossStep } from '@makewhole/domain/losses';
import type { OpeningStep } from '@makewhole/domain/opening-books';
import type { RepaymentStep } from '@makewhole/domain/repayment-postings';
import type { PayoutStep } from '@makewhole/domain/payouts';
import type { ReceiptStep } from '@makewhole/domain/receipts';
import type { TrustTransactionType } from '@makewhole/domain/trust-transactions';
import {
  amountColumn,
  firmIdColumn,
  instantColumn,
  matterIdColumn,
  refundIdColumn,
  transactionIdColumn,
} from './columns.ts';
import { bankAccountIdColumn, inBankAccount } from './bank-accounts.ts';
import { firms } from './firms.ts';
import { refunds } from './refunds.ts';

export const accounts = pgTable(
  'accounts',
  {
    firmId: firmIdColumn().references(() => firms.id),
    code: text().$type<LedgerAccount>().notNull(),
    name: text().notNull(),
    kind: text().$type<'asset' | 'liability' | 'income' | 'expense'>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.firmId, table.code] })],
);

/**
 * A balanced set of entries, posted once per subject (refund, payment or invoice), step, leg, allocation, correction
 * and cause. Append-only (B10).
 */
export const postings = pgTable(
  'postings',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    refundId: refundIdColumn(),
    /** Set on what is booked without one of our refunds: the receipt of a payment. */
    transactionId: transactionIdColumn(),
    /** Set on what is booked without a payment: the fees that an invoice bills. */
    invoiceId: text().$type<InvoiceId>(),
    step: text()
      .$type<
        | PostingStep
        | ReceiptStep
        | LossStep
        | TrustTransactionType
        | RepaymentStep
        | AppliedStep
        | PayoutStep
        | OpeningStep
        | 'invoice'
      >()
      .notNull(),
    leg: text().$type<BankAccount>().notNull(),
    allocationId: text().$type<AllocationId>(),
    /** 1, 2, 3 ... for the postings of a step's correction; 0 for the step itself. */
    correction: integer().notNull().default(0),
    /** What it books, where there can be several: a loss, an obligation to replenish trust, a trust transaction, an application, a payout, an opening schedule and its items. */
    causeId: text().$type<
      | LossId
      | ObligationId
      | TrustTransactionId
      | TrustApplicationId
      | PayoutId
      | OpeningScheduleId
      | OpeningItemId
    >(),
    /** A void holds the key of a step that must never be posted: the refund failed before it ran (B6). */
    isVoid: boolean().notNull().default(false),
    /** When it was recorded. */
    at: instantColumn().notNull(),
    /** The day on which the money moved, as the bank or the trust ledger shows it; null for the day of `at`. */
    effectiveOn: date(),
    /** The day that a person meant, if its period was locked: then the posting counts today (BK8). */
    forDate: date(),
  },
  (table) => [
    unique('postings_once')
      .on(
        table.firmId,
        table.refundId,
        table.transactionId,
        table.invoiceId,
        table.step,
        table.leg,
        table.allocationId,
        table.correction,
        table.causeId,
      )
      .nullsNotDistinct(),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
    index('postings_distributed')
      .on(table.firmId, table.at)
      .where(sql`${table.step} IN ('trust_payment', 'trust_applied', 'repaid', 'remitted_to_state')`),
    index('postings_repaid')
      .on(table.firmId, table.id)
      .where(sql`${table.step} = 'repaid'`),
    index('postings_by_allocation')
      .on(table.firmId, table.allocationId)
      .where(sql`${table.allocationId} IS NOT NULL`),
  ],
);

/** Signed amounts in minor units, a debit positive; a posting's entries sum to zero (a trigger refuses others). */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    postingId: text()
      .notNull()
      .references(() => postings.id),
    line: integer().notNull(),
    firmId: firmIdColumn(),
    account: text().$type<LedgerAccount>().notNull(),
    matterId: matterIdColumn(),
    /** Set on what lies in a bank account, see BANK_KIND_OF. */
    bankAccountId: bankAccountIdColumn(),
    amount: amountColumn().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.postingId, table.line] }),
    foreignKey({ columns: [table.firmId, table.account], foreignColumns: [accounts.firmId, accounts.code] }),
    inBankAccount(table),
    check(
      'entry_bank_account',
      sql`(${table.account} IN ('operating_bank', 'trust_bank', 'client_trust_liability', 'unidentified_trust_liability', 'firm_trust_liability', 'interest_trust_liability', 'processor_balance')) = (${table.bankAccountId} IS NOT NULL)`,
    ),
    index().on(table.firmId, table.account),
    index('entries_by_bank_account')
      .on(table.firmId, table.bankAccountId)
      .where(sql`${table.bankAccountId} IS NOT NULL`),
    index()
      .on(table.firmId, table.matterId)
      .where(sql`${table.matterId} IS NOT NULL`),
  ],
);

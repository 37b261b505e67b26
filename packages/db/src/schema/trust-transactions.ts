import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import type { BankAccountId, TrustTransactionId } from '@makewhole/domain/ids';
import type { TrustTransactionMethod, TrustTransactionType } from '@makewhole/domain/trust-transactions';
import { bankAccountIdColumn, bankAccounts, inBankAccount } from './bank-accounts.ts';
import { amountColumn, firmIdColumn, instantColumn, matterIdColumn, principalIdColumn } from './columns.ts';
import { matters } from './matters.ts';

/**
 * What a person recorded of a trust account that is no payment's and no refund's (ADR 34), and what the firm's own system
 * said of it (ADR 54). Each has one posting, whose cause it is. Append-only: a mistake is reversed.
 */
export const trustTransactions = pgTable(
  'trust_transactions',
  {
    id: text().$type<TrustTransactionId>().primaryKey(),
    firmId: firmIdColumn(),
    bankAccountId: bankAccountIdColumn().notNull(),
    type: text().$type<TrustTransactionType>().notNull(),
    amount: amountColumn().notNull(),
    /** The day that the bank shows. */
    date: date().notNull(),
    reference: text().notNull(),
    /** The firm's own account at the other end, for its cushion. */
    operatingAccountId: text().$type<BankAccountId>(),
    /** The deposit that was identified or returned. */
    depositId: text().$type<TrustTransactionId>(),
    /** Whose money moved, or a deposit turned out to be. */
    matterId: matterIdColumn(),
    /** The transaction that was recorded by mistake. */
    reverses: text().$type<TrustTransactionId>(),
    evidenceId: text(),
    /** Its ID in the firm's own system; null for what a person recorded here. */
    externalId: text(),
    /** Who paid it in, or was paid. */
    counterparty: text(),
    method: text().$type<TrustTransactionMethod>(),
    /** The number of the check, or of the electronic transfer. */
    number: text(),
    /** What for; of a reversal, why it was reversed. */
    purpose: text(),
    recordedBy: principalIdColumn().notNull(),
    recordedAt: instantColumn().notNull(),
  },
  (table) => [
    unique().on(table.firmId, table.id),
    unique('trust_transaction_reversed_once').on(table.firmId, table.reverses),
    inBankAccount(table),
    foreignKey({
      columns: [table.firmId, table.operatingAccountId],
      foreignColumns: [bankAccounts.firmId, bankAccounts.id],
    }),
    foreignKey({ columns: [table.firmId, table.depositId], foreignColumns: [table.firmId, table.id] }),
    foreignKey({ columns: [table.firmId, table.reverses], foreignColumns: [table.firmId, table.id] }),
    foreignKey({ columns: [table.firmId, table.matterId], foreignColumns: [matters.firmId, matters.id] }),
    index('trust_transactions_by_deposit')
      .on(table.firmId, table.depositId)
      .where(sql`${table.depositId} IS NOT NULL`),
    uniqueIndex('trust_transactions_by_external_id').on(table.firmId, table.externalId),
    check('trust_transaction_amount_positive', sql`${table.amount} > 0`),
    check(
      'trust_transaction_deposit',
      sql`(${table.type} IN ('deposit_identified', 'deposit_returned')) = (${table.depositId} IS NOT NULL)`,
    ),
    check(
      'trust_transaction_matter',
      sql`(${table.type} IN ('deposit_identified', 'other_receipt', 'other_disbursement', 'trust_to_operating_fees')) = (${table.matterId} IS NOT NULL)`,
    ),
    check(
      'trust_transaction_of_own_system',
      sql`(${table.type} IN ('other_receipt', 'other_disbursement', 'trust_to_operating_fees')) = (${table.externalId} IS NOT NULL) AND (${table.externalId} IS NULL OR num_nulls(${table.counterparty}, ${table.method}, ${table.purpose}) = 0)`,
    ),
    check('trust_transaction_reversal', sql`(${table.type} = 'reversal') = (${table.reverses} IS NOT NULL)`),
  ],
);

export type TrustTransaction = typeof trustTransactions.$inferSelect;

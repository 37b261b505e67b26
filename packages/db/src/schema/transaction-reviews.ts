import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { ReviewAnswers } from '@makewhole/domain/month-ends/transaction-review';
import { bankAccountIdColumn, inBankAccount } from './bank-accounts.ts';
import { firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { principals } from './firms.ts';
import { postings } from './ledger.ts';

/** What a lawyer answered about a transaction of a quarter's sample. Append-only: the newest answer counts. */
export const transactionReviews = pgTable(
  'transaction_reviews',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn(),
    bankAccountId: bankAccountIdColumn().notNull(),
    /** Such as 2026-Q4. */
    quarter: text().notNull(),
    postingId: text()
      .notNull()
      .references(() => postings.id),
    answers: jsonb().$type<ReviewAnswers>().notNull(),
    reviewedBy: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    reviewedAt: instantColumn().notNull(),
  },
  (table) => [
    inBankAccount(table),
    index('transaction_reviews_by_quarter').on(
      table.firmId,
      table.bankAccountId,
      table.quarter,
      table.postingId,
    ),
  ],
);

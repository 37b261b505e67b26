import { check, foreignKey, index, pgTable, text } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import type { ObligationId } from '@makewhole/domain/ids';
import type { AuthorizedMove, TrustMethod } from '@makewhole/domain/trust-authority';
import { bankAccountIdColumn, inBankAccount } from './bank-accounts.ts';
import {
  amountColumn,
  currencyColumn,
  firmIdColumn,
  instantColumn,
  principalIdColumn,
  refundIdColumn,
  transactionIdColumn,
} from './columns.ts';
import { firms, principals } from './firms.ts';
import { obligations } from './obligations.ts';
import { refunds } from './refunds.ts';

/**
 * A lawyer's written authorizations of moves of trust money (ADR 31), append-only; of several for one task the newest
 * stands. A trigger refuses one that is not a person's.
 */
export const trustAuthorizations = pgTable(
  'trust_authorizations',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    /** The task that it authorizes; for a refund that is drawn on trust, its approval. */
    obligationId: text()
      .$type<ObligationId>()
      .notNull()
      .references(() => obligations.id),
    transactionId: transactionIdColumn().notNull(),
    /** Null for what a payment owes that the bank took back. */
    refundId: refundIdColumn(),
    step: text().$type<AuthorizedMove>().notNull(),
    amount: amountColumn().notNull(),
    currency: currencyColumn().notNull(),
    method: text().$type<TrustMethod>().notNull(),
    /** The number of the check, or the reference of the transfer; null if it is not known yet. */
    methodReference: text(),
    payee: text().notNull(),
    purpose: text().notNull(),
    fromAccountId: bankAccountIdColumn().notNull(),
    /** Null if the money leaves the firm. */
    toAccountId: bankAccountIdColumn(),
    authorizedBy: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    authorizedAt: instantColumn().notNull(),
    evidenceId: text(),
  },
  (table) => [
    index('trust_authorizations_by_obligation').on(table.firmId, table.obligationId, table.id),
    index('trust_authorizations_by_refund').on(table.firmId, table.refundId),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
    inBankAccount({ firmId: table.firmId, bankAccountId: table.fromAccountId }),
    inBankAccount({ firmId: table.firmId, bankAccountId: table.toAccountId }),
    check('trust_authorization_amount_positive', sql`${table.amount} > 0`),
  ],
);

import { sql } from 'drizzle-orm';
import { check, foreignKey, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ObligationId, TransactionId } from '@makewhole/domain/ids';
import type { InvoiceDecision } from '@makewhole/domain/invoice-decisions';
import type { ObligationKind, ObligationStatus } from '@makewhole/domain/obligations';
import type { RepaymentClaim } from '@makewhole/domain/repayment';
import type { Role } from '@makewhole/domain/roles';
import { amountColumn, firmIdColumn, instantColumn, refundIdColumn, transactionIdColumn } from './columns.ts';
import { bankAccountIdColumn, inBankAccount } from './bank-accounts.ts';
import { connectionIdColumn, inConnection } from './connections.ts';
import { refunds } from './refunds.ts';

/** What is still owed to people: about a refund (B5), a payment alone (B16), a bank account, or a connection. */
export const obligations = pgTable(
  'obligations',
  {
    id: text().$type<ObligationId>().primaryKey(),
    firmId: firmIdColumn(),
    /** Null for what is owed about the payment itself, whatever its refunds: it outlives them. */
    refundId: refundIdColumn(),
    /** The payment, if the obligation is about it; otherwise the refund names it. */
    transactionId: transactionIdColumn(),
    /** The bank account, if the obligation is about one. */
    bankAccountId: bankAccountIdColumn(),
    /** The connection to a payment company, if the obligation is about one. */
    connectionId: connectionIdColumn(),
    kind: text().$type<ObligationKind>().notNull(),
    status: text().$type<ObligationStatus>().notNull().default('open'),
    owner: text().$type<Role>().notNull(),
    /** Tells apart several obligations of a kind: an allocation, or a cause of attention. Otherwise ''. */
    subject: text().notNull().default(''),
    /** In plain words, what must be done. */
    summary: text().notNull(),
    amount: amountColumn(),
    openedAt: instantColumn().notNull(),
    dueAt: instantColumn().notNull(),
    settledAt: instantColumn(),
    settledBy: text(),
    /** A person's decision, for kind invoice_decision. */
    decision: text().$type<InvoiceDecision>(),
    /** For kind invoice_decision: what the books proposed when it opened. */
    proposed: text().$type<'paid_otherwise'>(),
    /** For kind invoice_decision: the payment that paid the invoice, as proposed, and then as the decision names it. */
    payingTransactionId: text().$type<TransactionId>(),
    /** A person's answer to a payment task: how the client was paid, what the network was sent. */
    answer: jsonb().$type<Readonly<Record<string, unknown>>>(),
    /** For kind repayment: what one person recorded, until a second one confirms it. */
    claim: jsonb().$type<RepaymentClaim>(),
    /** When the next message about it is due that no workflow sends (B14); null if none is. */
    nextMessageAt: instantColumn(),
  },
  (table) => [
    uniqueIndex('obligations_once')
      .on(table.firmId, table.refundId, table.kind, table.subject)
      .where(sql`${table.kind} <> 'attention'`),
    // A cause that persists, or returns, after somebody looked at it raises attention again.
    uniqueIndex('attention_open_once')
      .on(table.firmId, table.refundId, table.subject)
      .where(sql`${table.kind} = 'attention' AND ${table.status} = 'open'`),
    uniqueIndex('payment_task_once')
      .on(table.firmId, table.transactionId, table.kind, table.subject)
      .where(sql`${table.refundId} IS NULL AND ${table.kind} <> 'trust_replenish'`),
    // A matter that is short again after somebody replenished it owes that again; the subject is the matter.
    uniqueIndex('replenish_open_once')
      .on(table.firmId, table.subject)
      .where(
        sql`${table.refundId} IS NULL AND ${table.kind} = 'trust_replenish' AND ${table.status} = 'open'`,
      ),
    index('obligations_to_tell')
      .on(table.nextMessageAt)
      .where(sql`${table.status} = 'open' AND ${table.nextMessageAt} IS NOT NULL`),
    check(
      'obligation_about_one',
      sql`num_nonnulls(${table.refundId}, ${table.transactionId}, ${table.bankAccountId}, ${table.connectionId}) = 1`,
    ),
    inBankAccount(table),
    inConnection(table),
    uniqueIndex('connection_task_open_once')
      .on(table.firmId, table.connectionId, table.kind)
      .where(sql`${table.connectionId} IS NOT NULL AND ${table.status} = 'open'`),
    // One for each month; the subject is the month, YYYY-MM.
    uniqueIndex('account_task_once')
      .on(table.firmId, table.bankAccountId, table.kind, table.subject)
      .where(
        sql`${table.bankAccountId} IS NOT NULL AND ${table.kind} NOT IN ('trust_balance_difference', 'trust_balance_below_held')`,
      ),
    // A matter's balance that differs again owes that again, and one of the two at a time; the subject is the matter.
    uniqueIndex('balance_task_open_once')
      .on(table.firmId, table.bankAccountId, table.subject)
      .where(
        sql`${table.kind} IN ('trust_balance_difference', 'trust_balance_below_held') AND ${table.status} = 'open'`,
      ),
    index('obligations_open')
      .on(table.firmId, table.dueAt, table.id)
      .where(sql`${table.status} = 'open'`),
    index('obligations_replenished')
      .on(table.firmId)
      .where(sql`${table.kind} = 'trust_replenish'`),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
  ],
);

import { sql } from 'drizzle-orm';
import { check, foreignKey, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ObligationId } from '@makewhole/domain/ids';
import type { InvoiceDecision, ObligationKind, ObligationStatus } from '@makewhole/domain/obligations';
import type { Role } from '@makewhole/domain/roles';
import { amountColumn, firmIdColumn, instantColumn, refundIdColumn, transactionIdColumn } from './columns.ts';
import { refunds } from './refunds.ts';

/** What is still owed to people: about a refund (B5), or about a payment alone (B16). */
export const obligations = pgTable(
  'obligations',
  {
    id: text().$type<ObligationId>().primaryKey(),
    firmId: firmIdColumn(),
    /** Null for what is owed about the payment, whatever its refunds: it outlives them. */
    refundId: refundIdColumn(),
    /** The payment, where that is what it is about; else the refund has it. */
    transactionId: transactionIdColumn(),
    kind: text().$type<ObligationKind>().notNull(),
    status: text().$type<ObligationStatus>().notNull().default('open'),
    owner: text().$type<Role>().notNull(),
    /** What it is about, where a refund may owe several of a kind: an allocation, or a cause of attention. Else ''. */
    subject: text().notNull().default(''),
    /** In plain words, what is to be done. */
    summary: text().notNull(),
    amount: amountColumn(),
    openedAt: instantColumn().notNull(),
    dueAt: instantColumn().notNull(),
    settledAt: instantColumn(),
    settledBy: text(),
    /** What a person decided, for kind invoice_decision. */
    decision: text().$type<InvoiceDecision>(),
    /** What a person answered, for what is owed about a payment: how the client was paid, what the network was sent. */
    answer: jsonb().$type<Readonly<Record<string, unknown>>>(),
    /** When the next message about it is due, by whoever sends what no workflow sent (B14); null when none is. */
    nextMessageAt: instantColumn(),
  },
  (table) => [
    uniqueIndex('obligations_once')
      .on(table.firmId, table.refundId, table.kind, table.subject)
      .where(sql`${table.kind} <> 'attention'`),
    // A cause that stands, or comes back, after somebody looked at it asks for attention again.
    uniqueIndex('attention_open_once')
      .on(table.firmId, table.refundId, table.subject)
      .where(sql`${table.kind} = 'attention' AND ${table.status} = 'open'`),
    uniqueIndex('payment_task_once')
      .on(table.firmId, table.transactionId, table.kind, table.subject)
      .where(sql`${table.refundId} IS NULL`),
    index('obligations_to_tell')
      .on(table.nextMessageAt)
      .where(sql`${table.status} = 'open' AND ${table.nextMessageAt} IS NOT NULL`),
    check('obligation_about_one', sql`(${table.refundId} IS NULL) <> (${table.transactionId} IS NULL)`),
    index('obligations_open')
      .on(table.firmId, table.dueAt, table.id)
      .where(sql`${table.status} = 'open'`),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
  ],
);

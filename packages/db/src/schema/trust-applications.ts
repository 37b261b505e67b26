import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import type { AllocationId, InvoiceId, TrustApplicationId } from '@makewhole/domain/ids';
import {
  amountColumn,
  firmIdColumn,
  instantColumn,
  principalIdColumn,
  refundIdColumn,
  transactionIdColumn,
} from './columns.ts';
import { principals } from './firms.ts';
import { invoices } from './matters.ts';
import { allocations, paymentItems } from './payments.ts';
import { refunds } from './refunds.ts';

/**
 * Trust money of a payment that has paid an invoice from trust (T7). Each is the cause of its posting, and has the invoice
 * payment that it made. A mistake is ended, once; nothing else of it changes.
 */
export const trustApplications = pgTable(
  'trust_applications',
  {
    id: text().$type<TrustApplicationId>().primaryKey(),
    firmId: firmIdColumn(),
    transactionId: transactionIdColumn().notNull(),
    itemId: text().notNull(),
    invoiceId: text().$type<InvoiceId>().notNull(),
    allocationId: text()
      .$type<AllocationId>()
      .notNull()
      .references(() => allocations.id),
    amount: amountColumn().notNull(),
    /** The day on which the trust account paid the invoice. */
    date: date().notNull(),
    reference: text().notNull(),
    recordedBy: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    recordedAt: instantColumn().notNull(),
    endedBy: principalIdColumn(),
    endedAt: instantColumn(),
  },
  (table) => [
    unique().on(table.firmId, table.id),
    unique('trust_application_allocation_once').on(table.firmId, table.allocationId),
    index('trust_applications_by_payment').on(table.firmId, table.transactionId),
    foreignKey({
      columns: [table.firmId, table.itemId],
      foreignColumns: [paymentItems.firmId, paymentItems.id],
    }),
    foreignKey({ columns: [table.firmId, table.invoiceId], foreignColumns: [invoices.firmId, invoices.id] }),
    check('trust_application_amount_positive', sql`${table.amount} > 0`),
    check('trust_application_ended_complete', sql`(${table.endedAt} IS NULL) = (${table.endedBy} IS NULL)`),
  ],
);

/** What of a refund's operating leg had been applied from trust when it was requested: fixed then, like its legs. */
export const refundApplications = pgTable(
  'refund_applications',
  {
    firmId: firmIdColumn(),
    refundId: refundIdColumn().notNull(),
    applicationId: text().$type<TrustApplicationId>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.refundId, table.applicationId] }),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
    foreignKey({
      columns: [table.firmId, table.applicationId],
      foreignColumns: [trustApplications.firmId, trustApplications.id],
    }),
  ],
);

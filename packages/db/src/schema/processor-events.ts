import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { firmIdColumn, instantColumn, refundIdColumn, transactionIdColumn } from './columns.ts';
import { firms } from './firms.ts';

/** Verified webhooks of the processor, each kept once by its own ID, whatever order or number they come in. */
export const processorEvents = pgTable(
  'processor_events',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    type: text().notNull(),
    /** What it is about: the payment, and our refund of it where it speaks of one. */
    transactionId: transactionIdColumn().notNull(),
    refundId: refundIdColumn(),
    payload: jsonb().notNull(),
    receivedAt: instantColumn().notNull().defaultNow(),
    /** Null until its workflow was told, or until it is known that none waits for it. */
    handledAt: instantColumn(),
    /** How often it was to be passed on, and when that is tried next; null before the first time. */
    tries: integer().notNull().default(0),
    nextTryAt: instantColumn(),
  },
  (table) => [
    index('processor_events_unhandled')
      .on(table.receivedAt)
      .where(sql`${table.handledAt} IS NULL`),
    index('processor_events_disputes')
      .on(table.firmId, table.transactionId)
      .where(sql`${table.type} IN ('payment.disputed', 'dispute.closed')`),
  ],
);

import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { firmIdColumn, instantColumn, refundIdColumn, transactionIdColumn } from './columns.ts';
import { connectionIdColumn, inConnection } from './connections.ts';
import { firms } from './firms.ts';

/** Verified webhooks from the processor, each stored once by its own ID, in whatever order and number they arrive. */
export const processorEvents = pgTable(
  'processor_events',
  {
    /** The company's own ID; one that came to a connection's own address has the connection's before it. */
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    /** Null for one that was stored before connections. */
    connectionId: connectionIdColumn(),
    type: text().notNull(),
    /** What it is about: the payment, and our refund of it if it names one. */
    transactionId: transactionIdColumn().notNull(),
    refundId: refundIdColumn(),
    payload: jsonb().notNull(),
    /** Its company only notifies, so this is the record itself: the newest about a payment or a refund is kept. */
    isFact: boolean().notNull().default(false),
    receivedAt: instantColumn().notNull().defaultNow(),
    /** Null until its workflow was signaled, or until it is known that none waits for it. */
    handledAt: instantColumn(),
    /** How often handling it was attempted, and when the next attempt is due; null before the first. */
    tries: integer().notNull().default(0),
    nextTryAt: instantColumn(),
  },
  (table) => [
    inConnection(table),
    index('processor_events_unhandled')
      .on(table.receivedAt)
      .where(sql`${table.handledAt} IS NULL`),
    index('processor_events_facts')
      .on(table.connectionId, table.transactionId)
      .where(sql`${table.isFact}`),
    index('processor_events_disputes')
      .on(table.firmId, table.transactionId)
      .where(sql`${table.type} IN ('payment.disputed', 'dispute.closed')`),
  ],
);

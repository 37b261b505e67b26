// What crosses our border: answers that must be given again, and what the processor told us.
import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import {
  firmIdColumn,
  instantColumn,
  principalIdColumn,
  refundIdColumn,
  transactionIdColumn,
} from './columns.ts';
import { firms } from './firms.ts';

/** The saved answer of a request with an Idempotency-Key: a retry gets the same bytes. Kept 30 days. */
export const idempotencyRecords = pgTable(
  'idempotency_records',
  {
    firmId: firmIdColumn().references(() => firms.id),
    principalId: principalIdColumn().notNull(),
    /** Method and path template: the same key means another request on another route. */
    route: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    status: integer().notNull(),
    headers: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
    body: text().notNull(),
    createdAt: instantColumn().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.principalId, table.route, table.key] }),
    index().on(table.createdAt),
  ],
);

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

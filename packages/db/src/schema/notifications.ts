import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { firmIdColumn, instantColumn, refundIdColumn } from './columns.ts';
import { refunds } from './refunds.ts';

/** One logical email per refund, event and recipient (R9), however often sending it is attempted. */
export const notifications = pgTable(
  'notifications',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn(),
    /** Null for an email about a payment alone. */
    refundId: refundIdColumn(),
    event: text().notNull(),
    recipientEmail: text().notNull(),
    recipientName: text().notNull(),
    status: text().$type<'pending' | 'sent' | 'failed'>().notNull().default('pending'),
    attempts: integer().notNull().default(0),
    lastError: text(),
    createdAt: instantColumn().notNull(),
    sentAt: instantColumn(),
    /** Recorded in the transaction that it reports, and sent by the sweep: no workflow knows of it. */
    bySweep: boolean().notNull().default(false),
    /** How often a person asked to send it again, and when last. */
    resends: integer().notNull().default(0),
    resendAskedAt: instantColumn(),
    /** The run ID of the workflow that sends it again; while it is null, the sweep starts one. */
    resendRunId: text(),
  },
  (table) => [
    unique().on(table.firmId, table.refundId, table.event, table.recipientEmail),
    index('notifications_by_sweep')
      .on(table.createdAt)
      .where(sql`${table.status} = 'pending' AND ${table.bySweep} AND ${table.resends} = 0`),
    index('notifications_carried')
      .on(table.id)
      .where(sql`${table.status} = 'pending' AND ${table.resends} > 0`),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
  ],
);

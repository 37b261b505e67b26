import { foreignKey, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { amountColumn, firmIdColumn, matterIdColumn, refundIdColumn } from './columns.ts';
import { refunds } from './refunds.ts';

/** A hold on a matter's trust balance, from the request to trust step (a) or to the refund's end (B4). */
export const trustHolds = pgTable(
  'trust_holds',
  {
    firmId: firmIdColumn(),
    refundId: refundIdColumn().notNull(),
    matterId: matterIdColumn().notNull(),
    amount: amountColumn().notNull(),
    status: text().$type<'held' | 'released' | 'consumed'>().notNull().default('held'),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.refundId] }),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
  ],
);

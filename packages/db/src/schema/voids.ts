import { sql } from 'drizzle-orm';
import { check, foreignKey, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { VoidId } from '@makewhole/domain/ids';
import type { VoidRefusalCode, VoidStatus } from '@makewhole/domain/voids';
import { firmIdColumn, instantColumn, principalIdColumn, transactionIdColumn } from './columns.ts';
import { firms, principals } from './firms.ts';
import { payments } from './payments.ts';

/** Voids of authorizations (R12). As with a refund, the row is the intent, and its workflow does the work. */
export const voids = pgTable(
  'voids',
  {
    id: text().$type<VoidId>().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    transactionId: transactionIdColumn().notNull(),
    status: text().$type<VoidStatus>().notNull().default('requested'),
    requestedBy: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    requestedAt: instantColumn().notNull(),
    refusalCode: text().$type<VoidRefusalCode>(),
    endedAt: instantColumn(),
    /** When its requester was notified that no answer comes. */
    toldAt: instantColumn(),
    /** Set once the workflow is known to run; while it is null, the sweep starts one. */
    workflowRunId: text(),
  },
  (table) => [
    foreignKey({
      columns: [table.firmId, table.transactionId],
      foreignColumns: [payments.firmId, payments.transactionId],
    }),
    // The loser of a race gets the winner's void.
    uniqueIndex('voids_one_standing')
      .on(table.firmId, table.transactionId)
      .where(sql`${table.status} <> 'refused'`),
    index('voids_by_payment').on(table.firmId, table.transactionId, table.id),
    index('voids_carried')
      .on(table.id)
      .where(sql`${table.endedAt} IS NULL`),
    check('void_refusal_given', sql`(${table.status} = 'refused') = (${table.refusalCode} IS NOT NULL)`),
    check('void_end_known', sql`(${table.status} IN ('voided', 'refused')) = (${table.endedAt} IS NOT NULL)`),
  ],
);

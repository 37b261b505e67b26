// Reconciliation with the payment processor (B12): each run as it was, and each finding once, however often it is
// found.
import { sql } from 'drizzle-orm';
import { foreignKey, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import type { DifferenceKind, DifferenceStatus } from '@makewhole/domain/reconciliation/difference';
import {
  firmIdColumn,
  instantColumn,
  principalIdColumn,
  refundIdColumn,
  transactionIdColumn,
} from './columns.ts';
import { firms } from './firms.ts';
import { refunds } from './refunds.ts';

/** A run, recorded when it begins. Append-only: its result is a separate row. */
export const reconciliations = pgTable(
  'reconciliations',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    /** Who requested it; null for the nightly run. */
    requestedBy: principalIdColumn(),
    /** An earlier run compared everything that changed before this instant. */
    since: instantColumn().notNull(),
    startedAt: instantColumn().notNull(),
  },
  (table) => [
    unique().on(table.firmId, table.id),
    index('reconciliations_by_start').on(table.firmId, table.startedAt, table.id),
  ],
);

/** The result of a run. Append-only. */
export const reconciliationResults = pgTable(
  'reconciliation_results',
  {
    firmId: firmIdColumn(),
    reconciliationId: text().notNull(),
    /** failed: it could not look at everything, so the next run looks back as far. */
    outcome: text().$type<'complete' | 'failed'>().notNull(),
    /** Refunds looked at: ours, and those on the payment processor's list. */
    refundsHere: integer().notNull(),
    refundsThere: integer().notNull(),
    finishedAt: instantColumn().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.reconciliationId] }),
    foreignKey({
      columns: [table.firmId, table.reconciliationId],
      foreignColumns: [reconciliations.firmId, reconciliations.id],
    }),
  ],
);

/**
 * A difference that a person must explain. If it is about one of our refunds, that refund also has an obligation,
 * whose subject is its ID.
 */
export const reconciliationDifferences = pgTable(
  'reconciliation_differences',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    /** The same difference has the same key, whichever run finds it. */
    key: text().notNull(),
    kind: text().$type<DifferenceKind>().notNull(),
    transactionId: transactionIdColumn().notNull(),
    /** Null for an external refund, and for a payment. */
    refundId: refundIdColumn(),
    processorRefundId: text(),
    explanation: text().notNull(),
    status: text().$type<DifferenceStatus>().notNull().default('open'),
    foundAt: instantColumn().notNull(),
    settledAt: instantColumn(),
    settledBy: text(),
    /** The person's explanation. */
    note: text(),
  },
  (table) => [
    unique('differences_once').on(table.firmId, table.key),
    unique().on(table.firmId, table.id),
    index('differences_by_found').on(table.firmId, table.foundAt, table.id),
    index('differences_open')
      .on(table.firmId, table.foundAt, table.id)
      .where(sql`${table.status} = 'open'`),
    index('differences_by_payment').on(table.firmId, table.transactionId),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
  ],
);

/** Which run saw which difference. Append-only. */
export const reconciliationFindings = pgTable(
  'reconciliation_findings',
  {
    firmId: firmIdColumn(),
    reconciliationId: text().notNull(),
    differenceId: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.reconciliationId, table.differenceId] }),
    foreignKey({
      columns: [table.firmId, table.reconciliationId],
      foreignColumns: [reconciliations.firmId, reconciliations.id],
    }),
    foreignKey({
      columns: [table.firmId, table.differenceId],
      foreignColumns: [reconciliationDifferences.firmId, reconciliationDifferences.id],
    }),
  ],
);

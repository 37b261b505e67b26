import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { DisputeKind, DisputeResponse, DisputeState } from '@makewhole/domain/disputes';
import type { EvidencePack } from '@makewhole/domain/evidence-pack';
import type { DisputeId, EvidencePackId } from '@makewhole/domain/ids';
import type { DisputeStatus } from '@makewhole/domain/payments';
import {
  amountColumn,
  firmIdColumn,
  instantColumn,
  principalIdColumn,
  transactionIdColumn,
} from './columns.ts';
import { payments } from './payments.ts';

/**
 * Each dispute that the processor reported, one row however often it opens again. The losses beside it say what the bank
 * took in each round; this says what the network asks of the firm, and what the firm did.
 */
export const disputes = pgTable(
  'disputes',
  {
    id: text().$type<DisputeId>().primaryKey(),
    firmId: firmIdColumn(),
    transactionId: transactionIdColumn().notNull(),
    /** The processor's own ID; '' for a dispute that it did not name. */
    processorDisputeId: text().notNull().default(''),
    kind: text().$type<DisputeKind>().notNull(),
    /** The network's reason, and its own code for it; null if unknown. */
    reason: text(),
    networkCode: text(),
    amount: amountColumn().notNull(),
    fee: amountColumn()
      .notNull()
      .default(sql`0`),
    status: text().$type<DisputeStatus>().notNull(),
    /** It was lost once: if it is won now, the bank gave the money back. */
    wasLost: boolean().notNull().default(false),
    /** Derived from the columns beside it whenever one of them is written (domain/disputes.ts). */
    state: text().$type<DisputeState>().notNull(),
    /** The network's deadline; null if the processor does not report one. */
    respondBy: instantColumn(),
    openedAt: instantColumn().notNull(),
    closedAt: instantColumn(),
    response: text().$type<DisputeResponse>(),
    respondedAt: instantColumn(),
    respondedBy: principalIdColumn(),
    /** By what the network or the processor finds the firm's response. */
    responseReference: text(),
  },
  (table) => [
    unique('disputes_once').on(table.firmId, table.transactionId, table.processorDisputeId),
    unique().on(table.firmId, table.id),
    foreignKey({
      columns: [table.firmId, table.transactionId],
      foreignColumns: [payments.firmId, payments.transactionId],
    }),
    index('disputes_by_opened').on(table.firmId, table.openedAt, table.id),
    index('disputes_by_deadline').on(table.firmId, table.state, table.respondBy),
    check('dispute_amount_positive', sql`${table.amount} > 0 AND ${table.fee} >= 0`),
  ],
);

/** What was put together to answer a dispute, as it was then: the PDF is drawn from it each time. Append-only. */
export const evidencePacks = pgTable(
  'evidence_packs',
  {
    id: text().$type<EvidencePackId>().primaryKey(),
    firmId: firmIdColumn(),
    disputeId: text().$type<DisputeId>().notNull(),
    content: jsonb().$type<EvidencePack>().notNull(),
    /** SHA-256 of the content: the firm's timeline has it too. */
    contentHash: text().notNull(),
    madeBy: principalIdColumn().notNull(),
    madeAt: instantColumn().notNull(),
  },
  (table) => [
    index('evidence_packs_of_dispute').on(table.firmId, table.disputeId, table.madeAt),
    foreignKey({
      columns: [table.firmId, table.disputeId],
      foreignColumns: [disputes.firmId, disputes.id],
    }),
  ],
);

import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { ApprovalReason } from '@makewhole/domain/approval-reasons';
import type { BankAccount, PaymentMethod } from '@makewhole/domain/payments';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { TrustStepsFrom } from '@makewhole/domain/trust-steps-owed';
import {
  amountColumn,
  currencyColumn,
  firmIdColumn,
  instantColumn,
  matterIdColumn,
  principalIdColumn,
  refundIdColumn,
  transactionIdColumn,
} from './columns.ts';
import { bankAccountIdColumn, inBankAccount } from './bank-accounts.ts';
import { firms, principals } from './firms.ts';
import { payments } from './payments.ts';

/** A refund's row is the intent and the single source of truth: each change of status is a compare-and-set on it. */
export const refunds = pgTable(
  'refunds',
  {
    id: refundIdColumn().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    transactionId: transactionIdColumn().notNull(),
    status: text().$type<RefundStatus>().notNull().default('requested'),
    amount: amountColumn().notNull(),
    currency: currencyColumn().notNull(),
    method: text().$type<PaymentMethod>().notNull(),
    /** The payment's matter at the request. */
    matterId: matterIdColumn(),
    /** Shown to the matter's users (R3). */
    reason: text().notNull(),
    /** Never shown to them (R3). */
    internalNote: text(),
    /** The salt of these two texts' hashes in the first event; null for older refunds. */
    factSalt: text(),
    requestedBy: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    /** For a program's request: the people who made its keys, who count as requesters (B8). Never changes. */
    requestedOnBehalfOf: principalIdColumn()
      .array()
      .notNull()
      .default(sql`'{}'`),
    requestedAt: instantColumn().notNull(),
    /** The firm's rule at the request required a second person (B8). */
    approvalRequired: boolean().notNull().default(false),
    /** Why; empty for refunds from before it was kept. */
    approvalReasons: text()
      .array()
      .$type<ApprovalReason[]>()
      .notNull()
      .default(sql`'{}'`),
    approvedBy: principalIdColumn().references(() => principals.id),
    approvedAt: instantColumn(),
    /** From when on its trust steps are owed (R5): the firm's rule at the request. */
    trustStepsFrom: text().$type<TrustStepsFrom>().notNull().default('succeeded'),
    expectedEarliest: date().notNull(),
    expectedLatest: date().notNull(),
    late: boolean().notNull().default(false),
    /** When the idempotency key was first and last used at the processor (B2: 23 hours, 10 minutes). */
    firstSentAt: instantColumn(),
    lastSentAt: instantColumn(),
    /** The processor repeats an error for its key: it is not sent any more. */
    savedErrorAt: instantColumn(),
    processorRefundId: text(),
    acceptedAt: instantColumn(),
    settledAt: instantColumn(),
    /** When to look at it again, though it succeeded (B6); null where nothing can change any more. */
    lookAgainAt: instantColumn(),
    /** By which the client's bank finds the credit: a card's ARN, or an ACH trace number. Null while none is known. */
    traceNumber: text(),
    failureCode: text(),
    failureMessage: text(),
    closedAt: instantColumn(),
    /** Set once the workflow is known to run; while it is null, the sweep starts one. */
    workflowRunId: text(),
    /** Grows with each event: the refund's ETag, and the number of its newest event. */
    version: bigint({ mode: 'number' }).notNull().default(0),
    /** The hash of its newest event, to which the next one chains (B9). */
    headHash: text().notNull().default(''),
    /** The last event that a checkpoint sealed, for the index of unsealed ones (the seal itself: audit.ts). */
    sealedVersion: bigint({ mode: 'number' }).notNull().default(0),
  },
  (table) => [
    unique().on(table.firmId, table.id),
    foreignKey({
      columns: [table.firmId, table.transactionId],
      foreignColumns: [payments.firmId, payments.transactionId],
    }),
    // R4, B1: at most one open or succeeded refund per payment; this index tells the loser of a race.
    uniqueIndex('refunds_one_standing')
      .on(table.firmId, table.transactionId)
      .where(
        sql`${table.closedAt} IS NULL OR ${table.status} NOT IN ('rejected', 'declined', 'canceled', 'failed')`,
      ),
    index('refunds_by_requested').on(table.firmId, table.requestedAt, table.id),
    index('refunds_by_amount').on(table.firmId, table.amount, table.id),
    index('refunds_open')
      .on(table.firmId, table.requestedAt, table.id)
      .where(sql`${table.closedAt} IS NULL`),
    index('refunds_carried')
      .on(table.id)
      .where(sql`${table.closedAt} IS NULL`),
    index('refunds_unsealed')
      .on(table.firmId, table.id)
      .where(sql`${table.version} > ${table.sealedVersion}`),
    index('refunds_watched')
      .on(table.id)
      .where(sql`${table.lookAgainAt} IS NOT NULL`),
    index('refunds_untraced')
      .on(table.firmId, table.acceptedAt)
      .where(sql`${table.status} = 'succeeded' AND ${table.traceNumber} IS NULL`),
    // The first one that a firm's processor reported: the sweep asks each minute.
    index('refunds_traced')
      .on(table.firmId, table.acceptedAt)
      .where(sql`${table.traceNumber} IS NOT NULL`),
    index('refunds_closed')
      .on(table.firmId, table.closedAt, table.id)
      .where(sql`${table.closedAt} IS NOT NULL`),
    // B1: a payment by the processor is the outcome of at most one of our refunds, whoever said so.
    uniqueIndex('refunds_by_processor_refund')
      .on(table.firmId, table.processorRefundId)
      .where(sql`${table.processorRefundId} IS NOT NULL`),
    check('refund_amount_positive', sql`${table.amount} > 0`),
    check(
      'refund_approved_by_another',
      sql`${table.approvedBy} <> ${table.requestedBy} AND ${table.approvedBy} <> ALL (${table.requestedOnBehalfOf})`,
    ),
    check('refund_approval_complete', sql`(${table.approvedBy} IS NULL) = (${table.approvedAt} IS NULL)`),
    // B8: a refund that needs a second person's approval is never submitted to the processor without it.
    check(
      'refund_approved_first',
      sql`NOT ${table.approvalRequired} OR ${table.approvedBy} IS NOT NULL
        OR ${table.status} IN ('requested', 'awaiting_approval', 'rejected', 'declined', 'canceled')`,
    ),
    check('refund_reason_given', sql`length(btrim(${table.reason})) > 0`),
  ],
);

/** The refund's legs by account (R6), fixed at the request. */
export const refundLegs = pgTable(
  'refund_legs',
  {
    firmId: firmIdColumn(),
    refundId: refundIdColumn().notNull(),
    account: text().$type<BankAccount>().notNull(),
    /** The account that received the money. */
    bankAccountId: bankAccountIdColumn().notNull(),
    /** The account that pays it back: an operating one, also for a trust leg (R5). */
    drawnOn: bankAccountIdColumn().notNull(),
    amount: amountColumn().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.refundId, table.account] }),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
    inBankAccount(table),
    inBankAccount({ firmId: table.firmId, bankAccountId: table.drawnOn }),
    check('leg_amount_positive', sql`${table.amount} > 0`),
  ],
);

/** The timeline, append-only, each event chained to the previous one by its hash (B9). */
export const refundEvents = pgTable(
  'refund_events',
  {
    firmId: firmIdColumn(),
    refundId: refundIdColumn().notNull(),
    /** 1, 2, 3 ... within the refund; the refund's version after that event. */
    seq: bigint({ mode: 'number' }).notNull(),
    at: instantColumn().notNull(),
    type: text().notNull(),
    /** A principal's ID, or `makewhole` if the engine acted by itself. */
    actor: text().notNull(),
    data: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    prevHash: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.refundId, table.seq] }),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
  ],
);

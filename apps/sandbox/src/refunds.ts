// How refunds are stored and answered. Their transitions are in refund-life.ts.
import { z } from 'zod';
import { instant } from './clock.ts';
import type { Context } from './context.ts';

/** pending -> succeeded or failed; either of pending and succeeded -> returned, when the receiving bank sends it back. */
export const REFUND_STATUSES = ['pending', 'succeeded', 'failed', 'returned'] as const;

const refundRow = z.object({
  id: z.string(),
  payment_id: z.string(),
  account: z.string(),
  amount: z.number(),
  currency: z.string(),
  status: z.enum(REFUND_STATUSES),
  /** api: requested through POST /v1/refunds; dashboard: made by hand at the payment processor. */
  origin: z.enum(['api', 'dashboard']),
  reference: z.string().nullable(),
  idempotency_key: z.string().nullable(),
  failure_code: z.string().nullable(),
  created_at: z.number(),
  settle_due_at: z.number().nullable(),
  succeeded_at: z.number().nullable(),
  failed_at: z.number().nullable(),
  returned_at: z.number().nullable(),
  /** By which the client's bank finds the credit: a card's acquirer reference number, or an ACH trace number. */
  trace: z.string().nullable(),
  traced_at: z.number().nullable(),
});
export type RefundRow = z.infer<typeof refundRow>;

const refundRows = z.array(refundRow);

/** This API does not answer for a reference or a payment with more refunds than this. */
const REFUNDS_MAX = 100;

/** The refund in the API and the webhooks. */
export function refundAnswer(row: RefundRow) {
  return {
    id: row.id,
    account: row.account,
    paymentId: row.payment_id,
    amount: row.amount,
    currency: row.currency,
    status: row.status,
    origin: row.origin,
    reference: row.reference,
    failureCode: row.failure_code,
    createdAt: instant(row.created_at),
    succeededAt: instant(row.succeeded_at),
    failedAt: instant(row.failed_at),
    returnedAt: instant(row.returned_at),
    traceNumber: row.trace,
  };
}

/** The refund with exactly this ID, byte for byte. */
export function findRefund({ database }: Context, account: string, id: string): RefundRow | undefined {
  const row = database.prepare('SELECT * FROM refunds WHERE id = ? AND account = ?').get(id, account);
  const refund = refundRow.optional().parse(row);
  return refund?.id === id ? refund : undefined;
}

/** Oldest first. */
export function refundsByReference({ database }: Context, account: string, reference: string): RefundRow[] {
  const rows = database
    .prepare('SELECT * FROM refunds WHERE account = ? AND reference = ? ORDER BY created_at, rowid LIMIT ?')
    .all(account, reference, REFUNDS_MAX);
  return refundRows.parse(rows);
}

export type RefundQuery = {
  readonly account: string;
  readonly sinceMs: number;
  readonly createdFrom: number;
  readonly createdTo: number;
  readonly afterPlace: number;
  readonly limit: number;
};

export type RefundPage = { readonly rows: readonly RefundRow[]; readonly nextCursor: number | null };

const placedRefundRow = refundRow.extend({ place: z.number() });

/**
 * One page of a merchant's refunds that were made, or changed their status, at or after an instant: oldest first, by a
 * position that a refund keeps for life, so that following the cursor misses none that existed at its start.
 */
export function listRefunds({ database }: Context, query: RefundQuery): RefundPage {
  const found = database
    .prepare(
      `SELECT *, rowid AS place FROM refunds
       WHERE account = :account AND rowid > :afterPlace AND created_at >= :createdFrom AND created_at < :createdTo
         AND max(created_at, coalesce(succeeded_at, 0), coalesce(failed_at, 0), coalesce(returned_at, 0),
               coalesce(traced_at, 0)) >= :sinceMs
       ORDER BY rowid LIMIT :limit + 1`,
    )
    .all(query);
  const rows = z.array(placedRefundRow).parse(found.slice(0, query.limit));
  return { rows, nextCursor: found.length > query.limit ? (rows.at(-1)?.place ?? null) : null };
}

/** Oldest first. */
export function refundsOfPayment({ database }: Context, paymentId: string): RefundRow[] {
  const rows = database
    .prepare('SELECT * FROM refunds WHERE payment_id = ? ORDER BY created_at, rowid LIMIT ?')
    .all(paymentId, REFUNDS_MAX);
  return refundRows.parse(rows);
}

/** Pending refunds that are due by the payment processor's clock. */
export function refundsToSettle({ database, clock }: Context, limit: number): RefundRow[] {
  const rows = database
    .prepare(
      `SELECT * FROM refunds
       WHERE status = 'pending' AND settle_due_at IS NOT NULL AND settle_due_at <= ?
       ORDER BY settle_due_at LIMIT ?`,
    )
    .all(clock.nowMs(), limit);
  return refundRows.parse(rows);
}

/** When the next pending refund is due, by the payment processor's clock; null if none is waiting. */
export function nextSettlementAt({ database }: Context): number | null {
  const row = database
    .prepare(
      `SELECT min(settle_due_at) AS due FROM refunds WHERE status = 'pending' AND settle_due_at IS NOT NULL`,
    )
    .get();
  return z.object({ due: z.number().nullable() }).parse(row).due;
}

export function insertRefund({ database }: Context, row: RefundRow): void {
  database
    .prepare(
      `INSERT INTO refunds (id, payment_id, account, amount, currency, status, origin, reference, idempotency_key,
         failure_code, created_at, settle_due_at, succeeded_at, failed_at, returned_at, trace, traced_at)
       VALUES (:id, :payment_id, :account, :amount, :currency, :status, :origin, :reference, :idempotency_key,
         :failure_code, :created_at, :settle_due_at, :succeeded_at, :failed_at, :returned_at, :trace, :traced_at)`,
    )
    .run(row);
}

export function updateRefund({ database }: Context, row: RefundRow): void {
  const { id, status, failure_code, succeeded_at, failed_at, returned_at, trace, traced_at } = row;
  database
    .prepare(
      `UPDATE refunds SET status = :status, failure_code = :failure_code, succeeded_at = :succeeded_at,
         failed_at = :failed_at, returned_at = :returned_at, trace = :trace, traced_at = :traced_at
       WHERE id = :id`,
    )
    .run({ id, status, failure_code, succeeded_at, failed_at, returned_at, trace, traced_at });
}

// How payments are stored and answered. Their transitions are in payment-life.ts.
import type { SQLOutputValue } from 'node:sqlite';
import { z } from 'zod';
import { currencyCode, minorUnits, minorUnitsOrNothing } from './amounts.ts';
import { instant } from './clock.ts';
import type { Context } from './context.ts';
import { refundAnswer, refundsOfPayment } from './refunds.ts';

/** What never changes about a payment. */
export const paymentFacts = z.strictObject({
  type: z.enum(['sale', 'authorization']),
  amount: minorUnitsOrNothing,
  currency: currencyCode,
  method: z.enum(['card', 'ach']),
  last4: z.string().regex(/^\d{4}$/, 'must be four digits'),
  payer: z.strictObject({ name: z.string().min(1).max(200), email: z.string().max(320).nullable() }),
  matterNumber: z.string().max(100).nullable(),
  createdAt: z.iso.datetime(),
  /** Null for an authorization that was never captured. */
  capturedAt: z.iso.datetime().nullable(),
  items: z
    .array(
      z.strictObject({
        description: z.string().max(500),
        invoiceNumber: z.string().max(100).nullable(),
        account: z.enum(['operating', 'trust']),
        amount: minorUnitsOrNothing,
        kind: z.enum(['invoice', 'deposit', 'surcharge', 'cost', 'tax']).nullable().optional(),
      }),
    )
    .min(1)
    .max(100)
    // It knows no items, as most companies do not.
    .nullable(),
  description: z.string().max(500).optional(),
  /** The invoices that the payer named, where it has no items. */
  invoiceNumbers: z.array(z.string().min(1).max(100)).max(100).optional(),
});

const dispute = z.strictObject({
  id: z.string(),
  status: z.enum(['open', 'won', 'lost']),
  reason: z.string(),
  // Rows from before these fields existed have none of them.
  amount: minorUnits.optional(),
  fee: minorUnitsOrNothing.optional(),
  kind: z.enum(['inquiry', 'chargeback']).optional(),
  debitedFrom: z.enum(['operating', 'trust']).optional(),
  respondBy: z.iso.datetime().optional(),
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
});

/** Why the payer's bank returned a payment, and where the money was taken; null if not said. */
const returnFacts = z.strictObject({
  code: z.string().nullable(),
  debitedFrom: z.enum(['operating', 'trust']).nullable(),
});
export type ReturnFacts = z.infer<typeof returnFacts>;

export const PAYMENT_STATUSES = ['authorized', 'captured', 'settled', 'voided', 'returned'] as const;

const paymentRow = z.object({
  id: z.string(),
  account: z.string(),
  facts: json(paymentFacts),
  status: z.enum(PAYMENT_STATUSES),
  settled_at: z.number().nullable(),
  returned_at: z.number().nullable(),
  return_facts: json(returnFacts).nullable(),
  voided_at: z.number().nullable(),
  dispute: json(dispute).nullable(),
  updated_at: z.number(),
  revision: z.number(),
});
export type PaymentRow = z.infer<typeof paymentRow>;

/** An open dispute holds the money, a lost one has taken it; a won one returned it. */
export function isDisputed(payment: PaymentRow): boolean {
  return payment.dispute !== null && payment.dispute.status !== 'won';
}

/** The payment's effective refunds: those that failed or were returned gave the money back to the merchant. */
export function refundedAmount(context: Context, paymentId: string): number {
  return refundsOfPayment(context, paymentId)
    .filter((refund) => refund.status === 'pending' || refund.status === 'succeeded')
    .reduce((total, refund) => total + refund.amount, 0);
}

/** The payment in the API and the webhooks: `refunded` once all of it is on its way back. */
export function paymentAnswer(context: Context, row: PaymentRow) {
  const { items, ...facts } = row.facts;
  const refunded = refundedAmount(context, row.id);
  return {
    id: row.id,
    account: row.account,
    ...facts,
    status: refunded > 0 && refunded >= facts.amount ? 'refunded' : row.status,
    settledAt: instant(row.settled_at),
    voidedAt: instant(row.voided_at),
    returnedAt: instant(row.returned_at),
    returned: row.return_facts,
    disputed: isDisputed(row),
    dispute: row.dispute,
    items,
    refundedAmount: refunded,
    refunds: refundsOfPayment(context, row.id).map(refundAnswer),
    updatedAt: instant(row.updated_at),
  };
}

/** The payment with exactly this ID, byte for byte, of any merchant: only for /control. */
export function findPaymentAnywhere({ database }: Context, id: string): PaymentRow | undefined {
  return exactly(id, database.prepare('SELECT * FROM payments WHERE id = ?').get(id));
}

/** The merchant's payment with exactly this ID, byte for byte: another merchant's is not found. */
export function findPayment({ database }: Context, account: string, id: string): PaymentRow | undefined {
  return exactly(
    id,
    database.prepare('SELECT * FROM payments WHERE id = ? AND account = ?').get(id, account),
  );
}

export type PaymentQuery = {
  readonly account: string;
  readonly sinceMs: number;
  readonly createdFrom: number;
  readonly createdTo: number;
  readonly afterRevision: number;
  readonly limit: number;
};

export type PaymentPage = {
  readonly rows: readonly PaymentRow[];
  readonly nextCursor: number | null;
  /** Where the page ended, also the last one. */
  readonly lastCursor: number;
};

/** One page of a merchant's payments, least recently changed first: following the cursor misses no change. */
export function listPayments({ database }: Context, query: PaymentQuery): PaymentPage {
  const found = database
    .prepare(
      `SELECT * FROM payments WHERE account = :account AND revision > :afterRevision AND updated_at >= :sinceMs
         AND unixepoch(facts ->> 'createdAt', 'subsec') * 1000 >= :createdFrom
         AND unixepoch(facts ->> 'createdAt', 'subsec') * 1000 < :createdTo
       ORDER BY revision LIMIT :limit + 1`,
    )
    .all(query);
  const rows = z.array(paymentRow).parse(found.slice(0, query.limit));
  const lastCursor = rows.at(-1)?.revision ?? query.afterRevision;
  return { rows, lastCursor, nextCursor: found.length > query.limit ? lastCursor : null };
}

/** False if the ID is taken: the existing payment stays as it is. */
export function insertPayment(context: Context, row: Omit<PaymentRow, 'updated_at' | 'revision'>): boolean {
  const inserted = context.database
    .prepare(
      `INSERT INTO payments
         (id, account, facts, status, settled_at, returned_at, return_facts, voided_at, dispute, updated_at, revision)
       VALUES (:id, :account, :facts, :status, :settled_at, :returned_at, :return_facts, :voided_at, :dispute, :now,
         (SELECT coalesce(max(revision), 0) + 1 FROM payments))
       ON CONFLICT (id) DO NOTHING`,
    )
    .run({
      ...row,
      facts: JSON.stringify(row.facts),
      return_facts: textOrNull(row.return_facts),
      dispute: textOrNull(row.dispute),
      now: context.clock.nowMs(),
    });
  return inserted.changes === 1;
}

/** Writes a payment's mutable fields, and marks it as changed for the lists: also after a change of its refunds. */
export function updatePayment(context: Context, row: PaymentRow): PaymentRow {
  const updated = context.database
    .prepare(
      `UPDATE payments SET status = :status, settled_at = :settled_at, returned_at = :returned_at,
         return_facts = :return_facts, voided_at = :voided_at, dispute = :dispute, updated_at = :now,
         revision = (SELECT max(revision) + 1 FROM payments)
       WHERE id = :id RETURNING *`,
    )
    .get({
      id: row.id,
      status: row.status,
      settled_at: row.settled_at,
      returned_at: row.returned_at,
      return_facts: textOrNull(row.return_facts),
      voided_at: row.voided_at,
      dispute: textOrNull(row.dispute),
      now: context.clock.nowMs(),
    });
  return paymentRow.parse(updated);
}

/**
 * SQLite compares text as UTF-8 bytes; compare JavaScript's strings once more (a lone surrogate has no bytes of its
 * own).
 */
function exactly(id: string, row: Record<string, SQLOutputValue> | undefined): PaymentRow | undefined {
  const payment = paymentRow.optional().parse(row);
  return payment?.id === id ? payment : undefined;
}

function textOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function json<Shape extends z.ZodType>(shape: Shape) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(shape);
}

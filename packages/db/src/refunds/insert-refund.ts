// The row of a new refund with all that belongs to it, inside the transaction that judged it.
import { and, eq, sql } from 'drizzle-orm';
import { promiseFor } from '@makewhole/domain/bank-calendar';
import { trustAmountOf } from '@makewhole/domain/eligibility';
import type { FirmId, PrincipalId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { findPayment } from '../payments/find-payment.ts';
import type { PaymentView } from '../payments/payment-view.ts';
import { payments } from '../schema/payments.ts';
import { refundLegs, refunds } from '../schema/refunds.ts';
import { appendEvent } from './append-event.ts';
import { findRefund } from './find-refund.ts';
import { keyMakersOf } from './key-makers.ts';
import type { RefundView } from './refund-view.ts';
import { recordHold, reserveTrust } from './trust-hold.ts';

export type NewRefund = {
  readonly firmId: FirmId;
  readonly principalId: PrincipalId;
  /** Locked by this transaction. */
  readonly payment: PaymentView;
  readonly reason: string;
  readonly internalNote: string | null;
  readonly approvalRequired: boolean;
  readonly now: Date;
};

/** Reads the payment with its row locked, so that two requests for it take turns; null where the firm has none. */
export async function lockPayment(
  tx: Db,
  { firmId, transactionId }: { readonly firmId: FirmId; readonly transactionId: TransactionId },
): Promise<PaymentView | null> {
  const where = and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId));
  await tx
    .select({ one: sql`1` })
    .from(payments)
    .where(where)
    .for('update');
  return findPayment(tx, { firmId, transactionId });
}

/** Inserts a refund, its legs, its hold on trust money (B4) and its first event; null where the trust balance is too small. */
export async function insertRefund(tx: Db, refund: NewRefund): Promise<RefundId | null> {
  const { firmId, payment } = refund;
  const amount = trustAmountOf(payment);
  if (amount === null || payment.matterId === null) return insertRows(tx, refund);
  const hold = { firmId, matterId: payment.matterId, amount };
  if ((await reserveTrust(tx, hold)) === 'insufficient') return null;
  const refundId = await insertRows(tx, refund);
  await recordHold(tx, { ...hold, refundId });
  return refundId;
}

async function insertRows(tx: Db, refund: NewRefund): Promise<RefundId> {
  const refundId = newId<RefundId>('rf');
  const { firmId, payment, now } = refund;
  const { transactionId } = payment;
  const promise = promiseFor(now.toISOString());
  await tx.insert(refunds).values({
    id: refundId,
    firmId,
    transactionId,
    amount: payment.amount,
    currency: payment.currency,
    method: payment.method,
    matterId: payment.matterId,
    reason: refund.reason,
    internalNote: refund.internalNote,
    approvalRequired: refund.approvalRequired,
    requestedBy: refund.principalId,
    requestedOnBehalfOf: await keyMakersOf(tx, refund),
    requestedAt: now,
    expectedEarliest: promise.earliest,
    expectedLatest: promise.latest,
  });
  await tx.insert(refundLegs).values(payment.legs.map((leg) => ({ firmId, refundId, ...leg })));
  await appendEvent(
    tx,
    { firmId, refundId },
    {
      type: 'refund.requested',
      actor: refund.principalId,
      at: now,
      data: {
        transactionId,
        amount: payment.amount,
        currency: payment.currency,
        legs: payment.legs,
        expected: { earliest: promise.earliest, latest: promise.latest },
      },
    },
  );
  return refundId;
}

/** The refund as it was just written. @throws where it was not */
export async function readBack(tx: Db, firmId: FirmId, refundId: RefundId): Promise<RefundView> {
  const refund = await findRefund(tx, { firmId, refundId });
  if (refund === null) throw new Error(`Refund ${refundId} is missing right after it was noted`);
  return refund;
}

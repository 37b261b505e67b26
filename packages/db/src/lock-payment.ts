// Refunds, postings and payment tasks all share a payment: everything that changes one of them locks the payment's row
// first.
import { and, eq, isNull, notInArray, or } from 'drizzle-orm';
import type { FirmId, RefundId, TransactionId } from '@makewhole/domain/ids';
import { UNPAID_ENDS } from '@makewhole/domain/refund-states';
import type { Db } from './connect.ts';
import { payments } from './schema/payments.ts';
import { refunds } from './schema/refunds.ts';

export type PaymentKey = { readonly firmId: FirmId; readonly transactionId: TransactionId };
export type PaymentRow = typeof payments.$inferSelect;

/** Reads a payment's row and locks it until the end of the transaction; undefined if the firm has no such payment. */
export async function lockPayment(
  tx: Db,
  { firmId, transactionId }: PaymentKey,
): Promise<PaymentRow | undefined> {
  const [row] = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId)))
    .for('update');
  return row;
}

/** The payment's standing refund, open or succeeded (R4); null if there is none. */
export async function findStandingRefund(
  tx: Db,
  { firmId, transactionId }: PaymentKey,
): Promise<RefundId | null> {
  const [row] = await tx
    .select({ id: refunds.id })
    .from(refunds)
    .where(
      and(
        eq(refunds.firmId, firmId),
        eq(refunds.transactionId, transactionId),
        or(isNull(refunds.closedAt), notInArray(refunds.status, [...UNPAID_ENDS])),
      ),
    )
    .limit(1);
  return row?.id ?? null;
}

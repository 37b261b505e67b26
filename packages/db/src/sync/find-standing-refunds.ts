import { and, eq, inArray, isNull, notInArray, or } from 'drizzle-orm';
import type { FirmId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { PaymentCompared } from '@makewhole/domain/processor-record';
import { UNPAID_ENDS } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';

export type StandingRefund = PaymentCompared & {
  readonly refundId: RefundId;
  /** Its workflow runs. */
  readonly isOpen: boolean;
  /** What our copy of the payment says. */
  readonly isDisputed: boolean;
  readonly isReturned: boolean;
};

/** Of these payments, the refunds that stand: open, or succeeded. */
export async function findStandingRefunds(
  db: Db,
  { firmId, ids }: { readonly firmId: FirmId; readonly ids: readonly TransactionId[] },
): Promise<StandingRefund[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({
      transactionId: refunds.transactionId,
      refundId: refunds.id,
      closedAt: refunds.closedAt,
      amount: payments.amount,
      currency: payments.currency,
      method: payments.method,
      isDisputed: payments.disputed,
      status: payments.status,
    })
    .from(refunds)
    .innerJoin(
      payments,
      and(eq(payments.firmId, refunds.firmId), eq(payments.transactionId, refunds.transactionId)),
    )
    .where(
      and(
        ...[eq(refunds.firmId, firmId), inArray(refunds.transactionId, [...ids])],
        or(isNull(refunds.closedAt), notInArray(refunds.status, [...UNPAID_ENDS])),
      ),
    );
  return rows.map(({ closedAt, status, ...row }) => ({
    ...row,
    isOpen: closedAt === null,
    isReturned: status === 'returned',
  }));
}

import { and, eq, isNull, notInArray, or } from 'drizzle-orm';
import type { RefundId } from '@makewhole/domain/ids';
import { UNPAID_ENDS } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { refunds } from '../schema/refunds.ts';
import type { PaymentKey } from './book-payment.ts';

/** The refund that stands for a payment, an open or a succeeded one (R4); null where there is none. */
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

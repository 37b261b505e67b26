import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { postings } from '../schema/ledger.ts';
import type { AnyPostingKey } from './insert-posting.ts';

/** Whether one of these steps is posted about the payment itself, whatever its refunds. */
export async function hasPaymentPosting(
  tx: Db,
  { firmId, transactionId }: PaymentKey,
  steps: readonly AnyPostingKey['step'][],
): Promise<boolean> {
  const found = await tx
    .select({ id: postings.id })
    .from(postings)
    .where(
      and(
        eq(postings.firmId, firmId),
        isNull(postings.refundId),
        eq(postings.transactionId, transactionId),
        inArray(postings.step, [...steps]),
      ),
    )
    .limit(1);
  return found.length > 0;
}

// The client is not to be paid after all: the books of the refunds that failed are as if nothing had been promised.
import { and, eq, inArray } from 'drizzle-orm';
import type { RefundId } from '@makewhole/domain/ids';
import { owedAfterAll } from '@makewhole/domain/repayment-postings';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { findPostings } from '../ledger/post-entries.ts';
import { postAll } from '../ledger/refund-postings.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { lockRefund } from '../lock-refund.ts';
import { endPaymentTasks } from '../obligations/payment-tasks.ts';
import { allocations } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';
import { releaseRepaymentHolds } from '../trust/trust-hold.ts';
import { findOpenRepayment } from './open-repayment.ts';

/** Undoes what the payment's failed refunds left owed; the invoice payments stand again. */
export async function undoPayable(tx: Db, { firmId, transactionId }: PaymentKey, at: Date): Promise<void> {
  const failed = await tx
    .select({ id: refunds.id })
    .from(refunds)
    .where(
      and(eq(refunds.firmId, firmId), eq(refunds.transactionId, transactionId), eq(refunds.status, 'failed')),
    )
    .orderBy(refunds.requestedAt, refunds.id);
  const undone: RefundId[] = [];
  for (const { id: refundId } of failed) {
    const key = { firmId, refundId };
    const wanted = owedAfterAll(await findPostings(tx, firmId, [refundId]));
    if (wanted.length === 0) continue;
    await lockRefund(tx, key);
    await postAll(tx, key, at, 'books.owed_after_all', wanted);
    undone.push(refundId);
  }
  if (undone.length === 0) return;
  await tx
    .update(allocations)
    .set({ reversedAt: null, reversedByRefundId: null })
    .where(and(eq(allocations.firmId, firmId), inArray(allocations.reversedByRefundId, undone)));
}

/** The client's bank took the payment back for them while they were still to be paid: nothing is owed any more. */
export async function endRepaymentOfLost(tx: Db, payment: PaymentKey, at: Date): Promise<void> {
  const open = await findOpenRepayment(tx, payment);
  if (open === null) return;
  const { firmId, transactionId } = payment;
  const answer = { outcome: 'payment_lost' };
  const key = { firmId, transactionId, kind: 'repayment' } as const;
  await endPaymentTasks(tx, key, { actor: ENGINE, at, answer });
  await releaseRepaymentHolds(tx, payment);
  await undoPayable(tx, payment, at);
}

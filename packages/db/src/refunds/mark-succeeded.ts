// The good end of a refund: the client has the money. Also marks a refund late before that.
import { and, eq } from 'drizzle-orm';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { firstLook } from '@makewhole/domain/watch-days';
import type { Db } from '../connect.ts';
import { payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';
import { ENGINE, appendEvent } from '../events/append-refund-event.ts';
import { completeAttention } from '../obligations/attention.ts';
import { endPaymentTasks } from '../obligations/payment-tasks.ts';
import { openOwedSteps } from '../trust/open-trust-steps.ts';
import { lockRefund, type RefundKey, type RefundRow } from '../lock-refund.ts';
import { moveRefund, type Moved } from './move-refund.ts';

/**
 * Records the processor's report that the client has the money. Ends a lateness warning; the trust steps are owed now
 * (R5).
 * @param traceNumber by which the client's bank finds it; null if the processor has not named it
 */
export function markSucceeded(
  db: Db,
  refund: RefundKey,
  at: Date,
  traceNumber: string | null = null,
): Promise<Moved> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    const traced = traceNumber === null ? {} : { traceNumber };
    const event = { type: 'refund.succeeded', actor: ENGINE, at, data: traced } as const;
    const moved = await moveRefund(tx, row, 'succeeded', event, {
      ...{ settledAt: at, lookAgainAt: firstLook(at), late: false },
      ...traced,
    });
    const { status } = moved.kind === 'stands' ? moved : { status: 'succeeded' };
    // Also if it had already succeeded: a run that could not ask may have flagged it late in the meantime.
    for (const cause of status === 'succeeded' ? OVER : []) {
      await completeAttention(tx, refund, cause, { actor: ENGINE, at });
    }
    if (moved.kind === 'stands') return moved;
    await markRefundPayment(tx, row, { status: 'settled', settledAt: at });
    await openOwedSteps(tx, { ...row, status: 'succeeded' }, at);
    const { firmId, transactionId } = row;
    const answer = { paidBy: 'refund', refundId: row.id };
    await endPaymentTasks(tx, { firmId, transactionId, kind: 'repayment' }, { actor: ENGINE, at, answer });
    return moved;
  });
}

/** What needed attention only until the client was paid. */
const OVER = ['late', 'add_funds'] as const;

/**
 * Records, once, that a refund in its settlement window has passed its latest date (B11).
 * @returns false if it is not in that window: it has arrived, or failed
 */
export function markLate(db: Db, refund: RefundKey, at: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (row.status !== 'processing') return false;
    if (row.late) return true;
    await tx.update(refunds).set({ late: true }).where(eq(refunds.id, row.id));
    const data = { expectedLatest: row.expectedLatest };
    await appendEvent(tx, refund, { type: 'refund.late', actor: ENGINE, at, data });
    return true;
  });
}

/** Keeps the refund's own row in the payment history in step with the refund (R10). */
export async function markRefundPayment(
  tx: Db,
  row: RefundRow,
  changes: Pick<Partial<typeof payments.$inferInsert>, 'status' | 'settledAt'>,
): Promise<void> {
  if (row.processorRefundId === null) return;
  const transactionId = asId<TransactionId>(row.processorRefundId);
  await tx
    .update(payments)
    .set(changes)
    .where(and(eq(payments.firmId, row.firmId), eq(payments.transactionId, transactionId)));
}

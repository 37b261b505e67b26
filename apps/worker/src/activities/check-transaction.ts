import { bookPayment } from '@makewhole/db/payments/book-payment';
import { rejectRefund } from '@makewhole/db/refunds/cancel-or-reject';
import type { RefusalCode } from '@makewhole/domain/eligibility';
import { isSamePayment } from '@makewhole/domain/processor-record';
import { canTransition, type RefundStatus } from '@makewhole/domain/refund-states';
import type { ProcessorPayment } from '@makewhole/processor/port';
import { startActivityClock } from './activity-clock.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';
import { unavailable } from './unavailable.ts';
import { findPayment } from '@makewhole/db/payments/payment-view';
import { findRefundFacts, type RefundFacts } from '@makewhole/db/refunds/refund-view';

export type CheckResult =
  /**
   * needsApproval: a second person has not approved it yet; absent if no approval is required or it was given.
   * handedOver: the processor already has this very refund, from before the database was restored; absent if not.
   */
  | { readonly kind: 'passed'; readonly needsApproval?: true; readonly handedOver?: true }
  | { readonly kind: 'rejected'; readonly code: RefusalCode }
  | { readonly kind: 'stands'; readonly status: RefundStatus };

/**
 * The exact-ID check (R1): asks the processor for that exact transaction, right before money moves, and compares its
 * record with ours. A refusal is an answer and is kept on the refund; only an unavailable processor is retried.
 */
export const checkTransaction =
  ({ db, processor }: Dependencies) =>
  async (input: ActivityInput): Promise<CheckResult> => {
    const clock = startActivityClock(input.at);
    const refund = await findRefundFacts(db, input);
    if (!canTransition(refund.status, 'rejected')) return { kind: 'stands', status: refund.status };
    const answer = await processor.getPayment({
      connectionId: refund.connection.id,
      transactionId: refund.transactionId,
    });
    if (answer.kind === 'unavailable' || answer.kind === 'unreadable') throw unavailable(answer);
    const code =
      answer.kind === 'not_found'
        ? 'record_mismatch'
        : (refusalOf(refund, answer.payment) ?? ((await isBooked(db, refund)) ? null : 'not_in_the_books'));
    // Whatever happened to the payment since: disputed or returned, it was refunded, perhaps by us.
    const isRefunded = answer.kind === 'found' && answer.payment.refundedAmount > 0;
    const handedOver = code !== null && isRefunded && (await isOurOwn(processor, refund));
    if (code === null || handedOver) {
      const needsApproval = refund.approvalRequired && refund.approvedAt === null;
      return { kind: 'passed', ...(needsApproval && { needsApproval }), ...(handedOver && { handedOver }) };
    }
    const moved = await rejectRefund(db, input, { code, at: clock() });
    return moved.kind === 'moved' ? { kind: 'rejected', code } : moved;
  };

/**
 * A payment that was never posted cannot be refunded: what is missing is posted first, if the payment settled (B15).
 */
async function isBooked(db: Dependencies['db'], { firmId, transactionId }: RefundFacts): Promise<boolean> {
  await bookPayment(db, { firmId, transactionId }, new Date());
  return (await findPayment(db, { firmId, transactionId }))?.inTheBooks === true;
}

/**
 * Whether the payment was refunded by this very refund: submitted before the database was restored from an older
 * backup. The submission continues, and finds it.
 */
async function isOurOwn(
  processor: Dependencies['processor'],
  { connection, transactionId, id: reference }: RefundFacts,
): Promise<boolean> {
  const answer = await processor.findRefunds({ connectionId: connection.id, transactionId, reference });
  if (answer.kind !== 'found') throw unavailable(answer);
  return answer.refunds.length > 0;
}

/** Why the processor's record forbids the refund, or null if it agrees with ours. */
function refusalOf(refund: RefundFacts, payment: ProcessorPayment): RefusalCode | null {
  if (!isSamePayment(refund, payment)) return 'record_mismatch';
  if (payment.disputed) return 'disputed';
  if (payment.status === 'voided') return 'voided';
  if (payment.status === 'returned') return 'payment_returned';
  if (payment.type !== 'sale' || payment.status === 'authorized') return 'not_captured';
  if (payment.refundedAmount > 0) return 'refunded_elsewhere';
  return payment.settledAt === null ? 'not_settled' : null;
}

import { findConnectionOf, findFirstConnection } from '@makewhole/db/connections/find-connection';
import { bookExternalRefund } from '@makewhole/db/refunds/book-external-refund';
import type { RefusalCode } from '@makewhole/domain/eligibility';
import type { DifferenceView } from '@makewhole/db/reconciliation/list-differences';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import type { Caller, Services } from '../context.ts';
import type { Refusal } from '../http/problems.ts';
import { startRefund } from '../refunds/start-refund.ts';
import { standingRefundProblem } from '../payments/standing-refund-problem.ts';

export type BookingOutcome =
  | { readonly kind: 'booked'; readonly refund: RefundView }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Books an external refund as one of ours, as the payment processor has it now. Its workflow then handles postings,
 * invoices and trust steps as for every refund.
 */
export async function bookDifference(
  services: Services,
  { principalId }: Caller,
  difference: DifferenceView,
  reason: string,
): Promise<BookingOutcome> {
  const { db, processor, log } = services;
  const { firmId, id: differenceId, processorRefundId, transactionId } = difference;
  if (difference.kind !== 'refunded_elsewhere' || processorRefundId === null) {
    return notBookable(
      'This difference is about one of our own refunds, so there is nothing to book. Explain it instead.',
    );
  }
  const { id: connectionId } =
    (await findConnectionOf(db, { firmId, transactionId })) ?? (await findFirstConnection(db, firmId));
  const answer = await processor.getRefund({ connectionId, transactionId, refundId: processorRefundId });
  if (answer.kind === 'not_found') return notBookable('The payment processor no longer has this refund.');
  if (answer.kind === 'unreadable')
    return notBookable(`The processor's record of this refund cannot be used: ${answer.fault}.`);
  if (answer.kind === 'unavailable') {
    log.warn({ processorRefundId, cause: answer.message }, 'the payment processor did not answer');
    const detail = 'The payment processor is unavailable. Try again in a minute.';
    return {
      kind: 'refused',
      refusal: { code: 'processor_unavailable', detail, headers: { 'retry-after': '30' } },
    };
  }
  const now = new Date();
  const { refund } = answer;
  const booking = await bookExternalRefund(db, {
    ...{ firmId, differenceId, principalId, reason, refund, now },
    creditDaysOf: processor.creditDaysOf,
  });
  if (booking.kind === 'refused') return notBookable(booking.message, booking.reason);
  if (booking.kind === 'already_refunded') {
    return { kind: 'refused', refusal: await standingRefundProblem(services, firmId, booking.refundId) };
  }
  startRefund(services, booking.refund);
  return booking;
}

function notBookable(detail: string, reason?: RefusalCode): BookingOutcome {
  const extensions = reason === undefined ? {} : { reason };
  return { kind: 'refused', refusal: { code: 'not_bookable', detail, extensions } };
}

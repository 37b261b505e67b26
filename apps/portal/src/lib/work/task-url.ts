import { OBLIGATIONS } from '@makewhole/domain/obligations';
import type { QueuedObligation } from '#lib/api-types.ts';
import { paymentUrl } from '#lib/payments/payment-url.ts';
import { taskAnchor } from '#lib/refunds/task-anchor.ts';

/** Where a task is completed: on its refund's page, or on its payment's if it is about the payment (B16). */
export function taskUrl({
  id,
  kind,
  refundId,
  transactionId,
}: Pick<QueuedObligation, 'id' | 'kind' | 'refundId' | 'transactionId'>): string {
  const isOfPayment = refundId === null || OBLIGATIONS[kind].about === 'payment';
  const page = isOfPayment ? paymentUrl(transactionId) : `/refunds/${refundId}`;
  return `${page}#${taskAnchor(id)}`;
}

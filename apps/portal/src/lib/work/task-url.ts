import { OBLIGATIONS } from '@makewhole/domain/obligations';
import type { QueuedObligation } from '#lib/api-types.ts';
import { paymentUrl } from '#lib/payments/payment-url.ts';
import { taskAnchor } from '#lib/refunds/task-anchor.ts';

/** Where a task is completed: on its refund's page, on its payment's (B16), or on its bank account's. */
export function taskUrl({
  id,
  kind,
  refundId,
  transactionId,
  bankAccountId,
}: Pick<QueuedObligation, 'id' | 'kind' | 'refundId' | 'transactionId' | 'bankAccountId'>): string {
  if (bankAccountId !== null) {
    return `/reconciliation/month-ends?account=${encodeURIComponent(bankAccountId)}`;
  }
  const isOfPayment = refundId === null || OBLIGATIONS[kind].about === 'payment';
  const page = isOfPayment ? paymentUrl(transactionId) : `/refunds/${refundId}`;
  return `${page}#${taskAnchor(id)}`;
}

import { OBLIGATIONS, isOfTrustAccount } from '@makewhole/domain/obligations';
import type { QueuedObligation } from '#lib/api-types.ts';
import { paymentUrl } from '#lib/payments/payment-url.ts';
import { taskAnchor } from '#lib/refunds/task-anchor.ts';

/**
 * Where a task is completed: on its refund's page, on its payment's if it is about the payment (B16), or with the trust
 * report if it is about a trust account.
 */
export function taskUrl({
  id,
  kind,
  subject,
  refundId,
  transactionId,
}: Pick<QueuedObligation, 'id' | 'kind' | 'subject' | 'refundId' | 'transactionId'>): string {
  if (isOfTrustAccount({ kind, subject })) return '/reconciliation/trust#record';
  const isOfPayment = refundId === null || OBLIGATIONS[kind].about === 'payment';
  const page = isOfPayment ? paymentUrl(transactionId) : `/refunds/${refundId}`;
  return `${page}#${taskAnchor(id)}`;
}

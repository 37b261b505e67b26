import { isOfTrustBalance } from '@makewhole/domain/balance-tasks';
import { isOfTrustAccount } from '@makewhole/domain/is-of-trust-account';
import { OBLIGATIONS } from '@makewhole/domain/obligations';
import type { QueuedObligation } from '#lib/api-types.ts';
import { paymentUrl } from '#lib/payments/payment-url.ts';
import { taskAnchor } from '#lib/refunds/task-anchor.ts';

/**
 * Where a task is completed: on its refund's page, on its payment's (B16), on its bank account's, or with the ledger
 * self-check if it is about what in a trust account is no matter's, or among the trust balances that differ.
 */
export function taskUrl({
  id,
  kind,
  subject,
  refundId,
  transactionId,
  bankAccountId,
  connectionId,
}: Pick<
  QueuedObligation,
  'id' | 'kind' | 'subject' | 'refundId' | 'transactionId' | 'bankAccountId' | 'connectionId'
>): string {
  if (isOfTrustAccount({ kind, subject })) return '/reconciliation/trust#record';
  if (isOfTrustBalance({ kind })) return '/reconciliation/balances';
  if (connectionId !== null) return '/settings/connections';
  if (bankAccountId !== null) {
    const page = kind === 'opening_review' ? 'opening' : 'month-ends';
    return `/reconciliation/${page}?account=${encodeURIComponent(bankAccountId)}`;
  }
  const isOfPayment = refundId === null || OBLIGATIONS[kind].about === 'payment';
  const page = isOfPayment ? paymentUrl(transactionId) : `/refunds/${refundId}`;
  return `${page}#${taskAnchor(id)}`;
}

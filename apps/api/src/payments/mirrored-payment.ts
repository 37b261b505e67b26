import type { MirroredPayment } from '@makewhole/db/payments/mirror-payment';
import type { ProcessorPayment } from '@makewhole/processor/port';

/** A record of the payment company as we keep it; null for a currency that is none of ours. */
export function mirroredPayment(payment: ProcessorPayment): MirroredPayment | null {
  if (payment.currency !== 'USD') return null;
  const { transactionId, type, status, amount, method, last4, payer, matterNumber, disputed, items } =
    payment;
  return {
    transactionId,
    type,
    status,
    amount,
    currency: 'USD',
    method,
    last4,
    payer,
    matterNumber,
    createdAt: new Date(payment.createdAt),
    settledAt: payment.settledAt === null ? null : new Date(payment.settledAt),
    disputed,
    refundedElsewhere: payment.refunds.some(
      ({ status, reference }) => reference === null && (status === 'pending' || status === 'succeeded'),
    ),
    items,
  };
}

import type { Currency } from '@makewhole/domain/money';
import type { ProcessorPayment } from './port.ts';

const OURS: Currency = 'USD';

/** A record of the payment company as we keep it; null for a currency that is none of ours. */
export function mirroredPayment(payment: ProcessorPayment) {
  if (payment.currency !== OURS) return null;
  const { transactionId, type, status, amount, method, last4, payer, matterNumber, disputed, items } =
    payment;
  return {
    transactionId,
    type,
    status,
    amount,
    currency: OURS,
    method,
    last4,
    payer,
    matterNumber,
    createdAt: new Date(payment.createdAt),
    settledAt: payment.settledAt === null ? null : new Date(payment.settledAt),
    disputed,
    disputeLost: payment.dispute?.status === 'lost',
    dispute: disputeOf(payment),
    refundedElsewhere: payment.refunds.some(
      ({ status, reference }) => reference === null && (status === 'pending' || status === 'succeeded'),
    ),
    items,
  };
}

function disputeOf({ dispute }: ProcessorPayment) {
  if (dispute === null) return null;
  const { id, status, reason, amount = null, respondBy = null } = dispute;
  return { id, status, reason, amount, respondBy: respondBy === null ? null : new Date(respondBy) };
}

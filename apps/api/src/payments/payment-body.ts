import type { PaymentView } from '@makewhole/db/payments/payment-view';
import type { Eligibility } from '@makewhole/domain/eligibility';
import type { EligibilityBody, PaymentBody } from './schemas.ts';

export function paymentBody(payment: PaymentView, verdict: Eligibility): PaymentBody {
  const { transactionId, type, status, amount, currency, method, last4, payer, matter } = payment;
  const { createdAt, settledAt, refundId, refundOf, disputed } = payment;
  return {
    transactionId,
    type,
    status,
    amount,
    currency,
    method,
    last4,
    payer,
    matter,
    createdAt,
    settledAt,
    items: payment.items.map((item) => ({ ...item })),
    legs: payment.legs.map((leg) => ({ ...leg })),
    refundId,
    refundOf,
    disputed,
    eligibility: eligibilityBody(payment, verdict),
  };
}

/** The verdict on a payment; one that has a standing refund is not refundable again, whatever else speaks for it (R4). */
export function eligibilityBody(
  { refundId }: Pick<PaymentView, 'refundId'>,
  verdict: Eligibility,
): EligibilityBody {
  if (refundId !== null) {
    const message = `This payment has a refund already: ${refundId}.`;
    return { refundable: false, code: 'already_refunded', message, refundableFrom: null };
  }
  if (verdict.refundable) return { refundable: true, code: null, message: null, refundableFrom: null };
  const { code, message, refundableFrom } = verdict;
  return { refundable: false, code, message, refundableFrom };
}

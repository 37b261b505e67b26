import type { TransactionId } from './ids.ts';
import type { Money } from './money.ts';
import type { PaymentMethod } from './payments.ts';
import { amountOf, type Difference } from './reconciliation.ts';

/** What a payment is and never ceases to be, at the payment company or here. */
export type PaymentCompared = {
  readonly transactionId: TransactionId;
  readonly amount: Money;
  /** There, it need not be one of ours. */
  readonly currency: string;
  readonly method: PaymentMethod;
};

/** Where the payment company's record is of another payment than our copy says: a refund would be of the wrong amount. */
export function reconcilePayment(here: PaymentCompared, there: PaymentCompared): Difference | null {
  const { transactionId } = here;
  const [ours, theirs] = [here, there].map(
    ({ amount, currency, method }) => `${amount}:${currency}:${method}`,
  );
  if (ours === theirs && there.transactionId === transactionId) return null;
  return {
    kind: 'payment_differs',
    key: ['payment_differs', transactionId, ours, theirs].join(':'),
    transactionId,
    refundId: null,
    processorRefundId: null,
    explanation: `Our copy of this payment is of ${amountOf(here)} by ${here.method}; the payment processor now has ${amountOf(there)} by ${there.method}. Ask the processor which is right before it is refunded.`,
  };
}

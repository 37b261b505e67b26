// The postings that a refund will make, before it has made any (B3).
import { sum, type Money } from '@makewhole/domain/money';
import { isDrawnOnTrust, type DrawnLeg } from '@makewhole/domain/payments';
import { invoiceReversals, trustDeposit, trustPayment, type Posting } from '@makewhole/domain/postings';
import { payableRefunds } from '@makewhole/domain/repayment-postings';
import { acceptancePostings } from '@makewhole/domain/trust-disbursements';
import type { PaymentView } from '../payments/payment-view.ts';

/**
 * What is posted once the processor accepts, and the trust steps (a) and (b) last.
 * @param isOwed an earlier refund failed, and left owed what this one pays
 */
export function postingsToCome(payment: PaymentView, legs: readonly DrawnLeg[], isOwed: boolean): Posting[] {
  const trust = legs.find((leg) => leg.account === 'trust' && !isDrawnOnTrust(leg));
  const allocated = payment.allocations.map(({ id, amount }) => ({ allocationId: id, amount }));
  return [
    ...acceptancePostings(legs, payment.matterId),
    ...(isOwed
      ? payableRefunds(payment.legs)
      : invoiceReversals(payment.legs, allocated, surchargeOf(payment))),
    ...(trust === undefined || payment.matterId === null
      ? []
      : [trustPayment(trust.amount, payment.matterId), trustDeposit(trust.amount)]),
  ];
}

function surchargeOf({ items }: PaymentView): Money {
  return sum(items.filter(({ kind }) => kind === 'surcharge').map(({ amount }) => amount));
}

import { asId, type BankAccountId, type MatterId, type TransactionId } from '../ids.ts';
import { formatMoney, type Money } from '../money.ts';
import type { Difference } from './difference.ts';

/** A settled payment whose receipt was never posted (B15). */
export function receiptMissing(transactionId: TransactionId): Difference {
  return {
    kind: 'receipt_missing',
    key: `receipt_missing:${transactionId}`,
    transactionId,
    refundId: null,
    processorRefundId: null,
    explanation:
      "This payment settled, but its receipt isn't posted, so it can't be refunded. Look up the payment by its ID to post the receipt. If that doesn't help, have the entries reviewed.",
  };
}

export type TrustCompared = {
  readonly matterId: MatterId;
  readonly number: string;
  readonly bankAccount: { readonly id: BankAccountId; readonly title: string };
  /** The matter's balance in that trust account, less what the bank took back of money already spent. */
  readonly owed: Money;
  /** What the ledger owes the matter's client there. */
  readonly booked: Money;
  /** The matter's newest payment; null if it has none. */
  readonly transactionId: TransactionId | null;
};

/** A trust balance that is not what the ledger owes the client: a hold on it may promise other clients' money. */
export function trustDiffers(compared: TrustCompared): Difference {
  const { matterId, number, bankAccount, owed, booked, transactionId } = compared;
  return {
    kind: 'trust_differs',
    key: ['trust_differs', matterId, bankAccount.id, String(owed), String(booked)].join(':'),
    // A difference is about a payment; for a matter without any, its own ID takes that place.
    transactionId: transactionId ?? asId<TransactionId>(matterId),
    refundId: null,
    processorRefundId: null,
    explanation: `The trust balance of matter ${number} in ${bankAccount.title} is ${formatMoney(owed, 'USD')}, but its client ledger shows ${formatMoney(booked, 'USD')}. Nothing was posted to correct it. Have this matter's trust entries reviewed before paying out more of its money.`,
  };
}

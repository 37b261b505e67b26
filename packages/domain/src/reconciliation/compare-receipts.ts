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
      'This payment has settled, and its receipt is not in the books; it cannot be refunded until it is. Look the payment up by its ID, which books what is missing. Where it stays so, have the books looked at.',
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
    explanation: `The trust balance of matter ${number} in ${bankAccount.title} is ${formatMoney(owed, 'USD')}, and the ledger owes its client ${formatMoney(booked, 'USD')}. Nothing was booked to mend it. Have the trust books of this matter looked at before more of its money is paid out.`,
  };
}

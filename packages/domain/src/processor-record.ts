// A refund as the payment company has it, and what of it decides about money (B1, B2, B12).
import type { RefundId, TransactionId } from './ids.ts';
import type { Currency, Money } from './money.ts';

export type StatusThere = 'pending' | 'succeeded' | 'failed' | 'returned';

/** A refund as the payment company has it. */
export type RefundThere = {
  readonly id: string;
  readonly transactionId: TransactionId;
  readonly amount: Money;
  /** Need not be one of ours. */
  readonly currency: string;
  readonly status: StatusThere;
};

/** What a refund of ours is asked to be. */
type RefundAsked = {
  readonly transactionId: TransactionId;
  readonly amount: Money;
  readonly currency: Currency;
};

/** Whether its money is on its way to the client, or has arrived. */
export function movesMoney({ status }: Pick<RefundThere, 'status'>): boolean {
  return status === 'pending' || status === 'succeeded';
}

/** Whether the record is of that payment, whole (R4). */
export function isOfSameMoney(asked: RefundAsked, there: Omit<RefundThere, 'id' | 'status'>): boolean {
  return (
    asked.transactionId === there.transactionId &&
    asked.amount === there.amount &&
    asked.currency === there.currency
  );
}

/** Whether text is the ID of some refund of ours, which is also the reference that it bears at the payment company. */
export function isRefundId(text: string): text is RefundId {
  return /^rf_[0-9a-f]{32}$/.test(text);
}

// Reconciliation (B12): what the payment company has, what we have, what is booked and what runs must say the same. Where
// they don't, the difference is data, with words for the person who has to explain it.
import type { RefundId, TransactionId } from '../ids.ts';
import { formatMoney } from '../money.ts';
import type { RefundRecord } from '../processor-record.ts';

export const DIFFERENCE_KINDS = [
  'payment_differs',
  'payment_unusable',
  'receipt_missing',
  'trust_differs',
  'refunded_elsewhere',
  'refunded_twice',
  'amount_differs',
  'status_differs',
  'missing_at_processor',
  'books_differ',
  'workflow_missing',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/**
 * Whether a difference that a person explained is to be explained again where a later run still finds it: what can be put
 * right is not settled by words. A refund made elsewhere, or a record of another amount, is a fact that stays.
 */
export const CAN_BE_PUT_RIGHT: Record<DifferenceKind, boolean> = {
  payment_differs: false,
  payment_unusable: true,
  receipt_missing: true,
  trust_differs: true,
  refunded_elsewhere: false,
  refunded_twice: true,
  amount_differs: false,
  status_differs: true,
  missing_at_processor: true,
  books_differ: true,
  workflow_missing: true,
};

/** open: to be explained; settled: a person explained it; gone: it ended by itself, as a refund elsewhere that failed. */
export const DIFFERENCE_STATUSES = ['open', 'settled', 'gone'] as const;
export type DifferenceStatus = (typeof DIFFERENCE_STATUSES)[number];

export type Difference = {
  readonly kind: DifferenceKind;
  /** What makes it the same difference when it is found again; within the firm. */
  readonly key: string;
  readonly transactionId: TransactionId;
  /** Our refund that it is about; null for one that was made elsewhere, and for a payment. */
  readonly refundId: RefundId | null;
  readonly processorRefundId: string | null;
  /** In plain words: what was found and what to do. */
  readonly explanation: string;
};

/** As a person reads it, in whatever currency. */
export function amountOf({ amount, currency }: Pick<RefundRecord, 'amount' | 'currency'>): string {
  return currency === 'USD' ? formatMoney(amount, currency) : `${amount} minor units of ${currency}`;
}

/** What is said of a difference that a person explained, and that is there once more. @param note what they said */
export function foundAgain(explanation: string, note: string | null): string {
  const said = note === null ? '' : ` ("${note}")`;
  return `This was explained before${said} and was found again. ${explanation}`;
}

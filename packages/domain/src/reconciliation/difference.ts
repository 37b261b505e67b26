// Reconciliation (B12): the processor's records, our rows, the books and the running workflows must agree. If they do
// not, the difference is data, with text for the person who must explain it.
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
 * Whether an explained difference must be explained again if a later run still finds it: words do not fix what can be
 * put right. An external refund, or a record of another amount, is a fact that stays.
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

/**
 * open: to be explained; settled: explained by a person; gone: ended by itself, like an external refund that failed.
 */
export const DIFFERENCE_STATUSES = ['open', 'settled', 'gone'] as const;
export type DifferenceStatus = (typeof DIFFERENCE_STATUSES)[number];

export type Difference = {
  readonly kind: DifferenceKind;
  /** Identifies the difference when it is found again; unique within the firm. */
  readonly key: string;
  readonly transactionId: TransactionId;
  /** Our refund that it is about; null for an external refund, and for a payment. */
  readonly refundId: RefundId | null;
  readonly processorRefundId: string | null;
  /** In plain words: what was found and what to do. */
  readonly explanation: string;
};

/** The amount as a person reads it, in any currency. */
export function amountOf({ amount, currency }: Pick<RefundRecord, 'amount' | 'currency'>): string {
  return currency === 'USD' ? formatMoney(amount, currency) : `${amount} minor units of ${currency}`;
}

/** The text for an explained difference that was found again. @param note the person's explanation */
export function foundAgain(explanation: string, note: string | null): string {
  const said = note === null ? '' : ` ("${note}")`;
  return `This was explained before${said} and was found again. ${explanation}`;
}

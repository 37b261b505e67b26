import { TRANSACTION_ID_LENGTH_MAX, asId, type TransactionId } from '../ids.ts';
import { isSamePayment, type PaymentCompared, type RecordCompared } from '../processor-record.ts';
import { amountOf, type Difference } from './difference.ts';
import { storableText } from '../storable-text.ts';

/** Reports a processor's record that differs from our copy of the payment: a refund would be of the wrong amount. */
export function reconcilePayment(ours: PaymentCompared, record: RecordCompared): Difference | null {
  if (isSamePayment(ours, record)) return null;
  const { transactionId } = ours;
  const [ourFacts, itsFacts] = [ours, record].map(
    ({ amount, currency, method }) => `${amount}:${currency}:${method}`,
  );
  return {
    kind: 'payment_differs',
    key: ['payment_differs', transactionId, ourFacts, itsFacts].join(':'),
    transactionId,
    refundId: null,
    processorRefundId: null,
    explanation: `Our copy of this payment is of ${amountOf(ours)} by ${ours.method}; the payment processor now has ${amountOf(record)} by ${record.method}. Ask the processor which is right before it is refunded.`,
  };
}

/** A record of the payment processor that we cannot use. */
export type UnusableRecord = {
  /** The processor's own ID, whatever it is: it may not be one that we can look up. '' if the record has none. */
  readonly transactionId: string;
  /** The refund whose record it is; null for a payment's. */
  readonly processorRefundId: string | null;
  /** What is wrong with it, for a person, as the end of a sentence. */
  readonly fault: string;
};

/** What our own store finds wrong with a record. */
export const RECORD_FAULTS = {
  items_disagree: 'its items do not sum to its amount',
  refused: 'the database refused to hold what it says',
} as const;

/** Reports a record that we could not use: it is left out, and somebody must have it corrected. */
export function recordUnusable({ transactionId, processorRefundId, fault }: UnusableRecord): Difference {
  const id = shown(transactionId);
  const refund = processorRefundId === null ? null : shown(processorRefundId);
  const what = refund === null ? 'of this payment' : `of refund ${refund} of this payment`;
  return {
    kind: 'payment_unusable',
    key: unusableKey({ transactionId, processorRefundId }),
    transactionId: asId<TransactionId>(id),
    refundId: null,
    processorRefundId: refund,
    explanation: `The payment processor's record ${what} cannot be used: ${shown(fault)}. Nothing was taken over from it; everything else was looked at. Have the processor correct it.`,
  };
}

/** The key of the difference about a record that we could not use. */
export function unusableKey({ transactionId, processorRefundId }: Omit<UnusableRecord, 'fault'>): string {
  return ['payment_unusable', shown(transactionId), shown(processorRefundId ?? '')].join(':');
}

/** Shortens and cleans text so that it can be stored, indexed and read. */
function shown(text: string): string {
  return storableText(text.slice(0, TRANSACTION_ID_LENGTH_MAX));
}

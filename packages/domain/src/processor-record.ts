// Judges what the payment processor has for one of our payments or refunds, where that decides about money (B1, B2,
// B12). All code that relies on such a record asks here.
import type { RefundId, TransactionId } from './ids.ts';
import type { Currency, Money } from './money.ts';
import type { PaymentMethod } from './payments.ts';
import type { RefundStatus } from './refund-states.ts';

export type ProcessorRefundStatus = 'pending' | 'succeeded' | 'failed' | 'returned';

/** A refund as the payment processor has it. */
export type RefundRecord = {
  readonly id: string;
  readonly transactionId: TransactionId;
  readonly amount: Money;
  /** May be one that we do not support. */
  readonly currency: string;
  readonly status: ProcessorRefundStatus;
};

/** One of our refunds, as it was requested. */
type RefundAsked = {
  /** Also its reference at the payment processor. */
  readonly id: RefundId;
  readonly transactionId: TransactionId;
  readonly amount: Money;
  readonly currency: Currency;
};

/** The fields that show that a record is about other money than ours. */
export type MoneyField = 'transaction' | 'amount' | 'currency';

/** ours: our reference; anothers: that of another refund made through Makewhole; unknown: none, or a foreign one. */
export type RecordOwner = 'ours' | 'anothers' | 'unknown';

export type Judgement = {
  /** It is for that payment, in full (R4). */
  readonly isSameMoney: boolean;
  /** Empty if it is the same money. */
  readonly differsIn: readonly MoneyField[];
  /** Whose refund it is, by its reference. */
  readonly owner: RecordOwner;
  /** Its money is on its way to the client, or has arrived. */
  readonly movesMoney: boolean;
};

/** Judges a processor's record against one of our refunds. A record without a reference belongs to nobody. */
export function judgeRecord(
  asked: RefundAsked,
  record: RefundRecord & { readonly reference?: string | null },
): Judgement {
  const differsIn = MONEY_FIELDS.filter(([, field]) => asked[field] !== record[field]).map(([name]) => name);
  return {
    isSameMoney: differsIn.length === 0,
    differsIn,
    owner: ownerOf(asked, record.reference ?? null),
    movesMoney: movesMoney(record),
  };
}

/** Whether its money is on its way to the client, or has arrived. */
export function movesMoney({ status }: Pick<RefundRecord, 'status'>): boolean {
  return STATUSES[status].movesMoney;
}

/** Whether the processor's status of a refund agrees with ours. */
export function agrees(ours: RefundStatus, status: ProcessorRefundStatus): boolean {
  return STATUSES[status].agreesWith.includes(ours);
}

/** The facts of a payment that never change, at the payment processor or here. */
export type PaymentCompared = {
  readonly transactionId: TransactionId;
  readonly amount: Money;
  /** At the processor, it may be one that we do not support. */
  readonly currency: string;
  readonly method: PaymentMethod;
};

/** The same facts in the payment processor's record; its method may be one that we do not support. */
export type RecordCompared = Omit<PaymentCompared, 'method'> & { readonly method: PaymentMethod | 'other' };

/** Whether the payment processor's record is about the payment that we know. */
export function isSamePayment(ours: PaymentCompared, record: RecordCompared): boolean {
  return (
    ours.transactionId === record.transactionId &&
    ours.amount === record.amount &&
    ours.currency === record.currency &&
    ours.method === record.method
  );
}

/** Whether text is the ID of one of our refunds, which is also its reference at the payment processor. */
export function isRefundId(text: string): text is RefundId {
  return /^rf_[0-9a-f]{32}$/.test(text);
}

const MONEY_FIELDS = [
  ['transaction', 'transactionId'],
  ['amount', 'amount'],
  ['currency', 'currency'],
] as const;

/** Statuses in which the client has no money from us. */
const UNPAID = ['requested', 'rejected', 'awaiting_approval', 'declined', 'canceled', 'failed'] as const;

/**
 * For each of the payment processor's statuses: our statuses that agree with it. Ours without a known record
 * (submitting, outcome_unknown) agree with none.
 */
const STATUSES: Readonly<
  Record<
    ProcessorRefundStatus,
    { readonly movesMoney: boolean; readonly agreesWith: readonly RefundStatus[] }
  >
> = {
  pending: { movesMoney: true, agreesWith: ['processing'] },
  succeeded: { movesMoney: true, agreesWith: ['succeeded'] },
  failed: { movesMoney: false, agreesWith: UNPAID },
  returned: { movesMoney: false, agreesWith: UNPAID },
};

function ownerOf({ id }: RefundAsked, reference: string | null): RecordOwner {
  if (reference === id) return 'ours';
  return reference !== null && isRefundId(reference) ? 'anothers' : 'unknown';
}

// What the payment company has of a payment or a refund of ours, and what of it decides about money (B1, B2, B12): asked
// here by everything that takes its word.
import type { RefundId, TransactionId } from './ids.ts';
import type { Currency, Money } from './money.ts';
import type { PaymentMethod } from './payments.ts';
import type { RefundStatus } from './refund-states.ts';

export type ProcessorRefundStatus = 'pending' | 'succeeded' | 'failed' | 'returned';

/** A refund as the payment company has it. */
export type RefundRecord = {
  readonly id: string;
  readonly transactionId: TransactionId;
  readonly amount: Money;
  /** Need not be one of ours. */
  readonly currency: string;
  readonly status: ProcessorRefundStatus;
};

/** A refund of ours, as it was asked for. */
type RefundAsked = {
  /** The reference that it bears at the payment company, too. */
  readonly id: RefundId;
  readonly transactionId: TransactionId;
  readonly amount: Money;
  readonly currency: Currency;
};

/** What of a record says that it is of other money than ours. */
export type MoneyField = 'transaction' | 'amount' | 'currency';

/** ours: our reference; anothers: that of another refund made through Makewhole; unknown: none, or one that is not ours. */
export type RecordOwner = 'ours' | 'anothers' | 'unknown';

export type Judgement = {
  /** It is of that payment, whole (R4). */
  readonly isSameMoney: boolean;
  /** Empty where it is the same money. */
  readonly differsIn: readonly MoneyField[];
  /** Whose refund its reference says that it is. */
  readonly owner: RecordOwner;
  /** Its money is on its way to the client, or has arrived. */
  readonly movesMoney: boolean;
};

/** What a record of the payment company is to a refund of ours. A record without a reference is nobody's. */
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

/** Whether what the payment company says of a refund is what our status of it says. */
export function agrees(ours: RefundStatus, status: ProcessorRefundStatus): boolean {
  return STATUSES[status].agreesWith.includes(ours);
}

/** What a payment is and never ceases to be, at the payment company or here. */
export type PaymentCompared = {
  readonly transactionId: TransactionId;
  readonly amount: Money;
  /** At the company, it need not be one of ours. */
  readonly currency: string;
  readonly method: PaymentMethod;
};

/** Whether the payment company's record is of the payment that we know. */
export function isSamePayment(ours: PaymentCompared, record: PaymentCompared): boolean {
  return (
    ours.transactionId === record.transactionId &&
    ours.amount === record.amount &&
    ours.currency === record.currency &&
    ours.method === record.method
  );
}

/** Whether text is the ID of some refund of ours, which is also the reference that it bears at the payment company. */
export function isRefundId(text: string): text is RefundId {
  return /^rf_[0-9a-f]{32}$/.test(text);
}

const MONEY_FIELDS = [
  ['transaction', 'transactionId'],
  ['amount', 'amount'],
  ['currency', 'currency'],
] as const;

/** Statuses in which the client has no money of ours. */
const UNPAID = ['requested', 'rejected', 'awaiting_approval', 'declined', 'canceled', 'failed'] as const;

/** The payment company's statuses. Where it has no record, and while we do not know of one, none of them agrees with ours. */
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

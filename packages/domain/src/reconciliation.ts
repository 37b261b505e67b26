// Reconciliation (B12): what the payment company has, what we have, what is booked and what runs must say the same of each
// refund. Where they don't, the difference is data, with words for the person who has to explain it.
import type { Instant } from './bank-calendar.ts';
import { checkBooks, type BooksFault, type RefundBooks } from './verify-postings.ts';
import type { RefundId, TransactionId } from './ids.ts';
import { formatMoney, type Currency, type Money } from './money.ts';
import { isOfSameMoney, movesMoney, type RefundThere, type StatusThere } from './processor-record.ts';
import { isUnpaidEnd, type RefundStatus } from './refund-states.ts';

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

/** A refund as we have it. */
export type RefundHere = {
  readonly id: RefundId;
  readonly transactionId: TransactionId;
  readonly status: RefundStatus;
  readonly amount: Money;
  readonly currency: Currency;
  /** The company's ID of it, once it was accepted. */
  readonly processorRefundId: string | null;
  readonly requestedAt: Instant;
  readonly books: Omit<RefundBooks, 'status'>;
};

/**
 * failing: it runs, but its code cannot go on, as after a change that does not replay; ended: it came to its end, or was
 * ended, whatever its refund says; missing: there is none.
 */
export type WorkflowThere = 'running' | 'failing' | 'ended' | 'missing';

export type Compared = {
  readonly here: RefundHere;
  /** Every refund there that is this one: by our reference, or by the ID that we know it by. */
  readonly there: readonly RefundThere[];
  /** Null where the refund is closed, and needs none. */
  readonly workflow: WorkflowThere | null;
  readonly now: Instant;
};

/** The sweep starts, within this, what could not be started at once. */
const WORKFLOW_EXPECTED_AFTER_MS = 5 * 60_000;

/** Every difference about one refund of ours. */
export function reconcile(compared: Compared): Difference[] {
  return [
    ...differencesThere(compared),
    ...booksDiffer(compared.here),
    ...(isWorkflowMissing(compared) ? [workflowMissing(compared)] : []),
  ];
}

/**
 * A refund there that no refund of ours accounts for: made at the payment company itself, or made by one of ours that ended
 * unpaid here. Null where no money went or goes back.
 */
export function refundedElsewhere(refund: RefundThere, endedAs: RefundId | null = null): Difference | null {
  if (!movesMoney(refund)) return null;
  const how =
    endedAs === null
      ? `not through Makewhole (refund ${refund.id}, ${refund.status}). Find out who did it and why, and book it`
      : `as ${refund.id} (${refund.status}), though our refund ${endedAs} ended unpaid. Book it`;
  return {
    kind: 'refunded_elsewhere',
    key: refundedElsewhereKey(refund.id),
    transactionId: refund.transactionId,
    refundId: null,
    processorRefundId: refund.id,
    explanation: `${amountOf(refund)} of this payment was refunded at the payment processor, ${how}; the payment can't be refunded here any more.`,
  };
}

/** The key under which a refund that was made elsewhere is known. */
export function refundedElsewhereKey(processorRefundId: string): string {
  return `refunded_elsewhere:${processorRefundId}`;
}

function differencesThere({ here, there }: Compared): Difference[] {
  const known = there.find(({ id }) => id === here.processorRefundId);
  const standing = there.filter(movesMoney);
  const missing = isAccepted(here) && known === undefined;
  const meant = missing ? undefined : (known ?? standing[0] ?? there.at(-1));
  const unaccounted = unaccountedFor(here, standing, known);
  return [
    ...(missing ? [missingThere(here)] : []),
    ...(standing.length > 1 ? [refundedTwice(here, standing)] : []),
    ...(meant === undefined || unaccounted.includes(meant) ? [] : differencesOf(here, meant)),
    ...unaccounted.map((one) => paidThough(here, one)),
  ];
}

function differencesOf(here: RefundHere, meant: RefundThere): Difference[] {
  return [
    ...(isOfSameMoney(here, meant) ? [] : [amountDiffers(here, meant)]),
    ...(AGREES[here.status].includes(meant.status) ? [] : [statusDiffers(here, meant)]),
  ];
}

/**
 * Refunds that pay the client though ours does not say so: all of them where ours ended unpaid, those beside the one that
 * we know where that one came back or is missing. Where the one that we know pays too, `refunded_twice` tells of them.
 */
function unaccountedFor(
  { status, processorRefundId }: RefundHere,
  standing: readonly RefundThere[],
  known: RefundThere | undefined,
): readonly RefundThere[] {
  if (isUnpaidEnd(status)) return standing;
  if (processorRefundId === null || (known !== undefined && movesMoney(known))) return [];
  return standing;
}

/** What the payment company may say of a refund in each of our statuses; where it has none, `isAccepted` decides. */
const AGREES: Record<RefundStatus, readonly StatusThere[]> = {
  requested: ['failed', 'returned'],
  rejected: ['failed', 'returned'],
  awaiting_approval: ['failed', 'returned'],
  declined: ['failed', 'returned'],
  canceled: ['failed', 'returned'],
  submitting: [],
  outcome_unknown: [],
  processing: ['pending'],
  succeeded: ['succeeded'],
  failed: ['failed', 'returned'],
};

function isAccepted({ status, processorRefundId }: RefundHere): boolean {
  return processorRefundId !== null && (status === 'processing' || status === 'succeeded');
}

function isWorkflowMissing({ here, workflow, now }: Compared): boolean {
  if (here.books.isClosed || workflow === null || workflow === 'running') return false;
  return Date.parse(now) - Date.parse(here.requestedAt) > WORKFLOW_EXPECTED_AFTER_MS;
}

function missingThere(here: RefundHere): Difference {
  const id = here.processorRefundId ?? '';
  return about(here, 'missing_at_processor', [id], {
    processorRefundId: here.processorRefundId,
    explanation: `The payment processor accepted this refund as ${id} and now has no record of it. Ask the processor; until then nobody can say that the client gets the money.`,
  });
}

function refundedTwice(here: RefundHere, standing: readonly RefundThere[]): Difference {
  const ids = standing
    .map(({ id }) => id)
    .sort()
    .slice(0, NAMED_MAX);
  return about(here, 'refunded_twice', [String(standing.length), ...ids], {
    processorRefundId: ids[0] ?? null,
    explanation: `The payment processor has ${standing.length} refunds for this one request (${ids.join(', ')}). Have it cancel all but one, or get the money back.`,
  });
}

function amountDiffers(here: RefundHere, there: RefundThere): Difference {
  return about(here, 'amount_differs', [there.id, ...moneyFacts(there)], {
    processorRefundId: there.id,
    explanation: `We asked for ${amountOf(here)} of payment ${here.transactionId}; the payment processor's refund ${there.id} is of ${amountOf(there)} of payment ${there.transactionId}. Ask the processor which is right.`,
  });
}

function moneyFacts({ transactionId, amount, currency }: RefundThere): string[] {
  return [transactionId, String(amount), currency];
}

function statusDiffers(here: RefundHere, there: RefundThere): Difference {
  return about(here, 'status_differs', [there.id, here.status, there.status], {
    processorRefundId: there.id,
    explanation: `This refund is ${here.status} here and ${there.status} at the payment processor (${there.id}). Makewhole asked again and it stayed so. Ask the processor what became of the money.`,
  });
}

/** The client is paid, in whatever amount, and our refund does not say so. */
export function paidThough(here: Omit<RefundHere, 'requestedAt' | 'books'>, there: RefundThere): Difference {
  const kind = isOfSameMoney(here, there) ? 'status_differs' : 'amount_differs';
  const facts =
    kind === 'status_differs' ? [there.id, here.status, 'paid'] : [there.id, ...moneyFacts(there)];
  const as = here.processorRefundId === null ? '' : ` (we know it as ${here.processorRefundId})`;
  const gone = there.status === 'pending' ? 'is on its way to the client' : 'went to the client';
  return about(here, kind, facts, {
    processorRefundId: there.id,
    explanation: `This refund is ${here.status} here${as}, and ${amountOf(there)} of payment ${there.transactionId} ${gone} as ${there.id} (${there.status} at the payment processor). Do not refund the payment again. Ask the processor what became of the money.`,
  });
}

function booksDiffer(here: RefundHere): Difference[] {
  const faults = checkBooks({ ...here.books, status: here.status });
  if (faults.length === 0) return [];
  const named = faults.map(nameOf).sort();
  const words = named.slice(0, NAMED_MAX);
  const more = named.length > words.length ? [`and ${named.length - words.length} more`] : [];
  const difference = about(here, 'books_differ', [here.status, ...words, ...more], {
    processorRefundId: here.processorRefundId,
    explanation: `The books do not say what they must of a refund that is ${here.status}: ${[...words, ...more].join('; ')}. Nothing was booked to mend it. Have the books looked at before anything else is done with this refund.`,
  });
  return [difference];
}

/** The key of a difference stays short enough for an index. */
const NAMED_MAX = 5;

function nameOf(fault: BooksFault): string {
  switch (fault.kind) {
    case 'clearing_open':
      return 'it is closed, and its clearing account is not zero';
    case 'allocations_exceed_leg':
      return 'invoices took more of the payment than its operating part';
    default: {
      const { step, leg, allocationId } = fault.posting;
      const where = allocationId === null ? leg : `${leg}, ${allocationId}`;
      return `${step} (${where}) is ${fault.kind}`;
    }
  }
}

const WITHOUT_WORKFLOW: Record<WorkflowThere, string> = {
  running: 'runs',
  failing: 'fails at each step',
  ended: 'has ended',
  missing: 'is missing',
};

function workflowMissing({ here, workflow }: Compared): Difference {
  const what = WITHOUT_WORKFLOW[workflow ?? 'missing'];
  return about(here, 'workflow_missing', [here.status, workflow ?? ''], {
    processorRefundId: here.processorRefundId,
    explanation: `This refund is open (${here.status}), and its workflow ${what}: nothing moves it on. Have an operator look at it in Temporal.`,
  });
}

function about(
  here: Pick<RefundHere, 'id' | 'transactionId'>,
  kind: DifferenceKind,
  facts: readonly string[],
  rest: Pick<Difference, 'processorRefundId' | 'explanation'>,
): Difference {
  const { id: refundId, transactionId } = here;
  return { kind, key: [kind, refundId, ...facts].join(':'), transactionId, refundId, ...rest };
}

/** As a person reads it, in whatever currency. */
export function amountOf({ amount, currency }: Pick<RefundThere, 'amount' | 'currency'>): string {
  return currency === 'USD' ? formatMoney(amount, currency) : `${amount} minor units of ${currency}`;
}

/** What is said of a difference that a person explained, and that is there once more. @param note what they said */
export function foundAgain(explanation: string, note: string | null): string {
  const said = note === null ? '' : ` ("${note}")`;
  return `This was explained before${said} and was found again. ${explanation}`;
}

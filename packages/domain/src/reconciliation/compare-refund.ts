// Compares one of our refunds with the payment processor's records, its postings and its workflow (B12).
import type { Instant } from '../bank-calendar.ts';
import { checkBooks, type BooksFault, type RefundBooks } from '../verify-postings.ts';
import type { RefundId, TransactionId } from '../ids.ts';
import type { Currency, Money } from '../money.ts';
import { agrees, judgeRecord, movesMoney, type RefundRecord } from '../processor-record.ts';
import { isUnpaidEnd, type RefundStatus } from '../refund-states.ts';
import { amountOf, type Difference, type DifferenceKind } from './difference.ts';

/** A refund as we have it. */
export type OurRefund = {
  readonly id: RefundId;
  readonly transactionId: TransactionId;
  readonly status: RefundStatus;
  readonly amount: Money;
  readonly currency: Currency;
  /** The processor's ID of it, once it was accepted. */
  readonly processorRefundId: string | null;
  readonly requestedAt: Instant;
  readonly books: Omit<RefundBooks, 'status'>;
};

/**
 * failing: it runs, but its code cannot go on, as after a change that does not replay; ended: it completed, or was
 * ended, whatever its refund says; missing: there is none.
 */
export type WorkflowStatus = 'running' | 'failing' | 'ended' | 'missing';

export type Compared = {
  readonly ours: OurRefund;
  /** Every refund at the processor that is this one: by our reference, or by the ID that we know it by. */
  readonly records: readonly RefundRecord[];
  /** Null if the refund is closed, and needs none. */
  readonly workflow: WorkflowStatus | null;
  readonly now: Instant;
};

/** The sweep starts within this time what could not be started at once. */
const WORKFLOW_EXPECTED_AFTER_MS = 5 * 60_000;

/** Every difference about one of our refunds. */
export function reconcile(compared: Compared): Difference[] {
  return [
    ...processorDifferences(compared),
    ...booksDiffer(compared.ours),
    ...(isWorkflowMissing(compared) ? [workflowMissing(compared)] : []),
  ];
}

/**
 * A refund at the processor that none of ours accounts for: made directly at the processor, or made by one of ours
 * that ended unpaid. Null if no money went or is going back.
 */
export function externalRefundDifference(
  refund: RefundRecord,
  endedAs: RefundId | null = null,
): Difference | null {
  if (!movesMoney(refund)) return null;
  const how =
    endedAs === null
      ? `not through Makewhole (refund ${refund.id}, ${refund.status}). Find out who did it and why, and book it`
      : `as ${refund.id} (${refund.status}), though our refund ${endedAs} ended unpaid. Book it`;
  return {
    kind: 'refunded_elsewhere',
    key: externalRefundKey(refund.id),
    transactionId: refund.transactionId,
    refundId: null,
    processorRefundId: refund.id,
    explanation: `${amountOf(refund)} of this payment was refunded at the payment processor, ${how}; the payment can't be refunded here any more.`,
  };
}

/** The key of the difference about an external refund. */
export function externalRefundKey(processorRefundId: string): string {
  return `refunded_elsewhere:${processorRefundId}`;
}

function processorDifferences({ ours, records }: Compared): Difference[] {
  const known = records.find(({ id }) => id === ours.processorRefundId);
  const standing = records.filter(movesMoney);
  const missing = isAccepted(ours) && known === undefined;
  const meant = missing ? undefined : (known ?? standing[0] ?? records.at(-1));
  const unaccounted = unaccountedFor(ours, standing, known);
  return [
    ...(missing ? [missingAtProcessor(ours)] : []),
    ...(standing.length > 1 ? [refundedTwice(ours, standing)] : []),
    ...(meant === undefined || unaccounted.includes(meant) ? [] : differencesOf(ours, meant)),
    ...unaccounted.map((one) => paidThough(ours, one)),
  ];
}

function differencesOf(ours: OurRefund, meant: RefundRecord): Difference[] {
  return [
    ...(judgeRecord(ours, meant).isSameMoney ? [] : [amountDiffers(ours, meant)]),
    ...(agrees(ours.status, meant.status) ? [] : [statusDiffers(ours, meant)]),
  ];
}

/**
 * Refunds that pay the client although ours does not say so: all of them if ours ended unpaid; those besides the known
 * one if that one came back or is missing. If the known one pays too, `refunded_twice` covers them.
 */
function unaccountedFor(
  { status, processorRefundId }: OurRefund,
  standing: readonly RefundRecord[],
  known: RefundRecord | undefined,
): readonly RefundRecord[] {
  if (isUnpaidEnd(status)) return standing;
  if (processorRefundId === null || (known !== undefined && movesMoney(known))) return [];
  return standing;
}

function isAccepted({ status, processorRefundId }: OurRefund): boolean {
  return processorRefundId !== null && (status === 'processing' || status === 'succeeded');
}

function isWorkflowMissing({ ours, workflow, now }: Compared): boolean {
  if (ours.books.isClosed || workflow === null || workflow === 'running') return false;
  return Date.parse(now) - Date.parse(ours.requestedAt) > WORKFLOW_EXPECTED_AFTER_MS;
}

function missingAtProcessor(ours: OurRefund): Difference {
  const id = ours.processorRefundId ?? '';
  return about(ours, 'missing_at_processor', [id], {
    processorRefundId: ours.processorRefundId,
    explanation: `The payment processor accepted this refund as ${id} and now has no record of it. Ask the processor; until then nobody can say that the client gets the money.`,
  });
}

function refundedTwice(ours: OurRefund, standing: readonly RefundRecord[]): Difference {
  const ids = standing
    .map(({ id }) => id)
    .sort()
    .slice(0, NAMED_MAX);
  return about(ours, 'refunded_twice', [String(standing.length), ...ids], {
    processorRefundId: ids[0] ?? null,
    explanation: `The payment processor has ${standing.length} refunds for this one request (${ids.join(', ')}). Have it cancel all but one, or get the money back.`,
  });
}

function amountDiffers(ours: OurRefund, record: RefundRecord): Difference {
  return about(ours, 'amount_differs', [record.id, ...moneyFacts(record)], {
    processorRefundId: record.id,
    explanation: `We asked for ${amountOf(ours)} of payment ${ours.transactionId}; the payment processor's refund ${record.id} is of ${amountOf(record)} of payment ${record.transactionId}. Ask the processor which is right.`,
  });
}

function moneyFacts({ transactionId, amount, currency }: RefundRecord): string[] {
  return [transactionId, String(amount), currency];
}

function statusDiffers(ours: OurRefund, record: RefundRecord): Difference {
  return about(ours, 'status_differs', [record.id, ours.status, record.status], {
    processorRefundId: record.id,
    explanation: `This refund is ${ours.status} here and ${record.status} at the payment processor (${record.id}). Makewhole asked again and it stayed so. Ask the processor what became of the money.`,
  });
}

/** The client is paid, in whatever amount, and our refund does not say so. */
export function paidThough(ours: Omit<OurRefund, 'requestedAt' | 'books'>, record: RefundRecord): Difference {
  const kind = judgeRecord(ours, record).isSameMoney ? 'status_differs' : 'amount_differs';
  const facts =
    kind === 'status_differs' ? [record.id, ours.status, 'paid'] : [record.id, ...moneyFacts(record)];
  const as = ours.processorRefundId === null ? '' : ` (we know it as ${ours.processorRefundId})`;
  const gone = record.status === 'pending' ? 'is on its way to the client' : 'went to the client';
  return about(ours, kind, facts, {
    processorRefundId: record.id,
    explanation: `This refund is ${ours.status} here${as}, and ${amountOf(record)} of payment ${record.transactionId} ${gone} as ${record.id} (${record.status} at the payment processor). Do not refund the payment again. Ask the processor what became of the money.`,
  });
}

function booksDiffer(ours: OurRefund): Difference[] {
  const faults = checkBooks({ ...ours.books, status: ours.status });
  if (faults.length === 0) return [];
  const named = faults.map(nameOf).sort();
  const words = named.slice(0, NAMED_MAX);
  const more = named.length > words.length ? [`and ${named.length - words.length} more`] : [];
  const difference = about(ours, 'books_differ', [ours.status, ...words, ...more], {
    processorRefundId: ours.processorRefundId,
    explanation: `The books do not say what they must of a refund that is ${ours.status}: ${[...words, ...more].join('; ')}. Nothing was booked to mend it. Have the books looked at before anything else is done with this refund.`,
  });
  return [difference];
}

/** Keeps a difference's key short enough for an index. */
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

const WITHOUT_WORKFLOW: Record<WorkflowStatus, string> = {
  running: 'runs',
  failing: 'fails at each step',
  ended: 'has ended',
  missing: 'is missing',
};

function workflowMissing({ ours, workflow }: Compared): Difference {
  const what = WITHOUT_WORKFLOW[workflow ?? 'missing'];
  return about(ours, 'workflow_missing', [ours.status, workflow ?? ''], {
    processorRefundId: ours.processorRefundId,
    explanation: `This refund is open (${ours.status}), and its workflow ${what}: nothing moves it on. Have an operator look at it in Temporal.`,
  });
}

function about(
  ours: Pick<OurRefund, 'id' | 'transactionId'>,
  kind: DifferenceKind,
  facts: readonly string[],
  rest: Pick<Difference, 'processorRefundId' | 'explanation'>,
): Difference {
  const { id: refundId, transactionId } = ours;
  return { kind, key: [kind, refundId, ...facts].join(':'), transactionId, refundId, ...rest };
}

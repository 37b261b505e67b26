// One refund of ours beside what the payment company has, what is booked and what runs (B12).
import type { Instant } from '../bank-calendar.ts';
import { checkBooks, type BooksFault, type RefundBooks } from '../verify-postings.ts';
import type { RefundId, TransactionId } from '../ids.ts';
import type { Currency, Money } from '../money.ts';
import { agrees, judgeRecord, movesMoney, type RefundThere } from '../processor-record.ts';
import { isUnpaidEnd, type RefundStatus } from '../refund-states.ts';
import { amountOf, type Difference, type DifferenceKind } from './difference.ts';

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
    ...(judgeRecord(here, meant).isSameMoney ? [] : [amountDiffers(here, meant)]),
    ...(agrees(here.status, meant.status) ? [] : [statusDiffers(here, meant)]),
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
  const kind = judgeRecord(here, there).isSameMoney ? 'status_differs' : 'amount_differs';
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

// Whether a refund's books agree with its status (B10, B12): the postings it must have by now, against those it has.
import type { AllocationId, MatterId } from './ids.ts';
import { ZERO, negate, sum, type Money } from './money.ts';
import { isForgiveness, type InvoiceDecision } from './invoice-decisions.ts';
import type { TrustMove } from './obligations.ts';
import type { DrawnLeg, Leg } from './payments.ts';
import {
  balanceOf,
  hasSameKey,
  invoiceForgiveness,
  invoiceReversals,
  trustDeposit,
  trustPayment,
  trustRestore,
  type AllocatedAmount,
  type LedgerAccount,
  type LedgerEntry,
  type Posting,
  type PostingKey,
} from './postings.ts';
import { originalBounced, trustMoneyGone } from './refunded-losses.ts';
import { clientPayable, failurePostings, payableRefunds } from './repayment-postings.ts';
import { asIfInTheBank } from './payouts.ts';
import type { RefundStatus } from './refund-states.ts';
import type { TransferState } from './transfer-state.ts';
import { acceptancePostings } from './trust-disbursements.ts';

/** What a refund's books are judged by, and the postings that stand. */
export type RefundBooks = {
  readonly status: RefundStatus;
  readonly isClosed: boolean;
  readonly legs: readonly DrawnLeg[];
  readonly matterId: MatterId | null;
  readonly allocations: readonly AllocatedAmount[];
  /** How much of the operating leg is a surcharge; left out: nothing. */
  readonly surcharge?: Money;
  /** The recorded moves of trust money. */
  readonly moves: readonly TrustMove[];
  /** The bank transfer: unknown only while a person is still being asked about it. */
  readonly transfer: TransferState;
  readonly decisions: readonly { readonly allocationId: AllocationId; readonly decision: InvoiceDecision }[];
  readonly postings: readonly Posting[];
  /** What the bank took from operating for the payment itself; null, or left out, if no loss of it is recorded. */
  readonly lostFromOperating?: { readonly returned: Money; readonly disputed: Money } | null;
};

/**
 * missing: a step that was done, or failed, is not booked; unexpected: one is booked that was not done; altered: in
 * other amounts.
 */
export type BooksFault =
  | { readonly kind: 'missing' | 'unexpected' | 'altered'; readonly posting: PostingKey }
  /** Closed, but its clearing account is not zero. */
  | { readonly kind: 'clearing_open' }
  /** The invoices took more of the payment than its operating part. */
  | { readonly kind: 'allocations_exceed_leg' };

/** Every fault in a refund's books; none if they agree with its status. */
export function checkBooks(books: RefundBooks): BooksFault[] {
  const clearing = balanceOf(books.postings, 'refunds_clearing');
  const isOpen = books.isClosed && clearing !== 0;
  const all = withBouncesAsOne(books.postings);
  const postings = all.filter((posting) => !isCorrection(posting));
  return [
    ...faultsOfPostings({ ...books, postings }),
    ...faultsOfCorrections(all.filter(isCorrection)),
    ...(isOpen ? [{ kind: 'clearing_open' } as const] : []),
  ];
}

/** A payment may be lost in several disputes, each booked when it was: together they are what the client owes. */
function withBouncesAsOne(postings: readonly Posting[]): readonly Posting[] {
  const isBounce = ({ step }: Posting) => step === 'original_bounced';
  const bounces = postings.filter(isBounce);
  if (bounces.length < 2) return postings;
  const taken = (account: LedgerAccount) => negate(balanceOf(bounces, account));
  const whole = originalBounced(taken('operating_bank'), taken('disputed_receipts'));
  const isNothing = balanceOf(bounces, 'client_receivable') === 0;
  return [...postings.filter((posting) => !isBounce(posting)), ...(isNothing ? [] : [whole])];
}

function isCorrection({ correction = 0 }: PostingKey): boolean {
  return correction > 0;
}

/** A correction reverses a posting and makes it again: the two are each other's inverse, and must exist together. */
function faultsOfCorrections(corrections: readonly Posting[]): BooksFault[] {
  return corrections.flatMap((posting): BooksFault[] => {
    const other = corrections.find(
      (one) =>
        hasSameKey({ ...one, step: posting.step }, posting) &&
        (one.step === `undo_${posting.step}` || posting.step === `undo_${one.step}`),
    );
    if (other === undefined) return [{ kind: 'unexpected', posting: keyOf(posting) }];
    const inverse = {
      ...other,
      entries: other.entries.map((one) => ({ ...one, amount: negate(one.amount) })),
    };
    return haveSameEntries(inverse, posting) ? [] : [{ kind: 'altered', posting: keyOf(posting) }];
  });
}

function faultsOfPostings(books: RefundBooks): BooksFault[] {
  switch (books.status) {
    case 'processing':
    case 'succeeded':
      if (allocationsExceed(books)) return [{ kind: 'allocations_exceed_leg' }];
      return compare(books.postings, paidOutPostings(books));
    case 'failed':
      if (!allocationsExceed(books)) return compare(books.postings, failedPostings(books));
      return books.postings.length === 0 ? [] : [{ kind: 'allocations_exceed_leg' }];
    default:
      return compare(books.postings, []);
  }
}

/** The postings of a refund that is paid out, as far as people have completed the trust steps. */
function paidOutPostings(books: RefundBooks): Posting[] {
  const { legs, matterId, allocations, moves, decisions, postings, lostFromOperating = null } = books;
  const trust = legs.find((leg) => leg.account === 'trust');
  const isTaken = (move: TrustMove) => moves.includes(move);
  return [
    ...acceptancePostings(legs, matterId),
    ...(hasStep(postings, 'payable_refunded')
      ? payableRefunds(legs)
      : invoiceReversals(legs, allocations, books.surcharge)),
    ...(trust !== undefined && matterId !== null && isTaken('payment')
      ? [trustPayment(trust.amount, matterId)]
      : []),
    ...(trust !== undefined && isTaken('deposit') ? [trustDeposit(trust.amount)] : []),
    // The refund cannot know whether the payment itself was lost, only that a loss was booked as the bank took it.
    ...(postings.some(({ step }) => step === 'original_bounced')
      ? [
          lostFromOperating === null
            ? originalBounced(sum(legs.map(({ amount }) => amount)))
            : originalBounced(lostFromOperating.returned, lostFromOperating.disputed),
        ]
      : []),
    ...(trust !== undefined &&
    matterId !== null &&
    !isTaken('payment') &&
    postings.some(({ step }) => step === 'trust_money_gone')
      ? [trustMoneyGone(trust.amount, matterId)]
      : []),
    ...decisions.flatMap(({ allocationId, decision }) => {
      const allocation = allocations.find((one) => one.allocationId === allocationId);
      if (!isForgiveness(decision) || allocation === undefined) return [];
      return [invoiceForgiveness(decision, allocation)];
    }),
  ];
}

/**
 * A failed refund has reversed everything it had booked, in exactly the same amounts, unless its client is still to be
 * paid: then the invoice payments stay reversed, and the firm owes the operating leg. Trust money that had crossed
 * returns through a separate step, and money that may have crossed stays until a person has said so (B6).
 */
function failedPostings(books: RefundBooks): Posting[] {
  const { legs, matterId, allocations, surcharge = ZERO, moves, transfer, postings } = books;
  const forward = paidOutPostings(books).filter(
    (one) => !isByEngine(one) || postings.some((posting) => hasSameKey(posting, one)),
  );
  const trust = legs.find((leg) => leg.account === 'trust');
  const isOwed = hasStep(postings, 'client_payable') && !hasStep(postings, 'undo_client_payable');
  const posted = [...forward, ...(hasStep(postings, 'client_payable') ? owed(legs) : [])];
  return [
    ...posted,
    ...failurePostings({
      ...{ posted, legs, allocations, surcharge, becomesPayable: isOwed },
      transferConfirmed: transfer !== 'not_made',
    }),
    ...(trust !== undefined && matterId !== null && moves.includes('restore')
      ? [trustRestore(trust.amount, matterId)]
      : []),
  ];
}

function hasStep(postings: readonly Posting[], step: PostingKey['step']): boolean {
  return postings.some((posting) => posting.step === step);
}

function owed(legs: readonly Leg[]): Posting[] {
  return legs.filter(({ account }) => account === 'operating').map(({ amount }) => clientPayable(amount));
}

/**
 * Whether the engine posts it some time after acceptance, so that a failure may come first; other postings come with a
 * person's record.
 */
const BY_ENGINE: readonly PostingKey['step'][] = [
  'operating_debit',
  'trust_disbursement',
  'invoice_reversal',
  'unapplied_reversal',
  'surcharge_reversal',
  'payable_refunded',
];

function isByEngine({ step }: Posting): boolean {
  return BY_ENGINE.includes(step);
}

function compare(standing: readonly Posting[], expected: readonly Posting[]): BooksFault[] {
  return [
    ...expected.flatMap((posting): BooksFault[] => {
      const found = standing.find((one) => hasSameKey(one, posting));
      if (found === undefined) return [{ kind: 'missing', posting: keyOf(posting) }];
      return haveSameEntries(found, posting) ? [] : [{ kind: 'altered', posting: keyOf(posting) }];
    }),
    ...standing
      .filter((posting) => !expected.some((one) => hasSameKey(one, posting)))
      .map((posting) => ({ kind: 'unexpected' as const, posting: keyOf(posting) })),
  ];
}

function haveSameEntries(one: Posting, other: Posting): boolean {
  const textOf = ({ account, matterId, amount }: LedgerEntry) => `${account} ${matterId ?? ''} ${amount}`;
  const [texts, others] = [one, other].map(({ entries }) =>
    asIfInTheBank(entries).map(textOf).sort().join('\n'),
  );
  return texts === others;
}

function allocationsExceed({ legs, allocations, surcharge = ZERO }: RefundBooks): boolean {
  const operating = legs.find((leg) => leg.account === 'operating')?.amount ?? ZERO;
  return sum([surcharge, ...allocations.map(({ amount }) => amount)]) > operating;
}

function keyOf({ step, leg, allocationId, correction = 0 }: PostingKey): PostingKey {
  return { step, leg, allocationId, ...(correction > 0 && { correction }) };
}

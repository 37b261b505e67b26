// The books of a refund (docs/rules.md, "The books"): the postings that each step makes, and those that reverse them
// when the refund fails. Amounts are signed, a debit is positive, and the entries of a posting sum to zero.
import type { BankDate } from './bank-calendar.ts';
import type { AllocationId, MatterId } from './ids.ts';
import type { Forgiveness } from './invoice-decisions.ts';
import { ZERO, money, negate, sum, type Money } from './money.ts';
import type { TrustMove } from './obligations.ts';
import { isDrawnOnTrust, type BankAccount, type DrawnLeg, type Leg } from './payments.ts';

export const LEDGER_ACCOUNTS = [
  'operating_bank',
  'trust_bank',
  'refunds_clearing',
  'accounts_receivable',
  'unapplied_receipts',
  'client_trust_liability',
  'unidentified_trust_liability',
  'write_offs',
  'credit_notes',
  'client_receivable',
  'fees_earned',
  'returns_clearing',
  'disputed_receipts',
  'processor_fees',
  'surcharge_income',
  'firm_trust_liability',
  'interest_trust_liability',
  'firm_funds_in_trust',
  'bank_charges',
  'client_refunds_payable',
] as const;
export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number];

export const FORWARD_STEPS = [
  'operating_debit',
  'trust_disbursement',
  'invoice_reversal',
  'unapplied_reversal',
  'surcharge_reversal',
  'trust_payment',
  'trust_deposit',
  'write_off',
  'credit_note',
  'trust_money_gone',
  'client_payable',
  'payable_refunded',
] as const;
/** A step that moves a refund's books forward. */
export type ForwardStep = (typeof FORWARD_STEPS)[number];

/**
 * Every step that can be posted: the forward ones, their inverses, the return of trust money that had crossed, and the
 * loss of the original payment after its refund.
 */
export const POSTING_STEPS = [
  ...FORWARD_STEPS,
  ...FORWARD_STEPS.map((step) => `undo_${step}` as const),
  'trust_restore',
  'undo_trust_restore',
  'original_bounced',
] as const satisfies readonly PostingStep[];
export type PostingStep =
  ForwardStep | `undo_${ForwardStep}` | 'trust_restore' | 'undo_trust_restore' | 'original_bounced';

/** A step is posted once for each leg, allocation and correction: its unique key within the refund. */
export type PostingKey<Step extends PostingStep = PostingStep> = {
  readonly step: Step;
  readonly leg: BankAccount;
  readonly allocationId: AllocationId | null;
  /** 1, 2, 3 ... for a correction's postings; 0, or left out, for the step itself. */
  readonly correction?: number;
};

export type LedgerEntry = {
  readonly account: LedgerAccount;
  /**
   * The matter whose money a client_trust_liability entry is, or whose client owes a client_receivable one; null for
   * the firm's own accounts.
   */
  readonly matterId: MatterId | null;
  readonly amount: Money;
};

export type Posting<Step extends PostingStep = PostingStep> = PostingKey<Step> & {
  readonly entries: readonly LedgerEntry[];
  /** The day on which the money moved; left out if that is the day of recording. */
  readonly effectiveOn?: BankDate;
};

/** How much of an operating leg paid which invoice. */
export type AllocatedAmount = { readonly allocationId: AllocationId; readonly amount: Money };

/** The processor accepted: each leg leaves the operating account, trust legs too, unless they are drawn on trust (R5). */
export function operatingDebits(legs: readonly DrawnLeg[]): Posting<'operating_debit'>[] {
  return legs
    .filter((leg) => !isDrawnOnTrust(leg))
    .map((leg) => ({
      step: 'operating_debit',
      leg: leg.account,
      allocationId: null,
      entries: transfer('operating_bank', 'refunds_clearing', leg.amount),
    }));
}

/**
 * Reverses the invoice payment by allocation; what paid no invoice comes out of unapplied receipts (R8), and a surcharge
 * out of the firm's income.
 */
export function invoiceReversals(
  legs: readonly Leg[],
  allocations: readonly AllocatedAmount[],
  surcharge: Money = ZERO,
): Posting<'invoice_reversal' | 'unapplied_reversal' | 'surcharge_reversal'>[] {
  const operating = legs.find((leg) => leg.account === 'operating')?.amount ?? ZERO;
  const unapplied = money(operating - surcharge - sum(allocations.map(({ amount }) => amount)));
  if (unapplied < 0) throw new RangeError('The allocations exceed the operating leg: nothing can be posted');
  const rest = [
    { step: 'unapplied_reversal', account: 'unapplied_receipts', amount: unapplied },
    { step: 'surcharge_reversal', account: 'surcharge_income', amount: surcharge },
  ] as const;
  return [
    ...allocations.map((allocation) => ({
      step: 'invoice_reversal' as const,
      leg: 'operating' as const,
      allocationId: allocation.allocationId,
      entries: transfer('refunds_clearing', 'accounts_receivable', allocation.amount),
    })),
    ...rest
      .filter(({ amount }) => amount > 0)
      .map(({ step, account, amount }) => ({
        ...{ step, leg: 'operating' as const, allocationId: null },
        entries: transfer('refunds_clearing', account, amount),
      })),
  ];
}

/** Trust step (a): pays the matter's trust money to the firm, and consumes the hold with it (R5, B4). */
export function trustPayment(amount: Money, matterId: MatterId): Posting<'trust_payment'> {
  return {
    step: 'trust_payment',
    leg: 'trust',
    allocationId: null,
    entries: [
      { account: 'trust_bank', matterId: null, amount: negate(amount) },
      { account: 'client_trust_liability', matterId, amount },
    ],
  };
}

/** Trust step (b): the firm deposits it into operating, which brings the trust leg's clearing to zero (R5, B10). */
export function trustDeposit(amount: Money): Posting<'trust_deposit'> {
  return {
    step: 'trust_deposit',
    leg: 'trust',
    allocationId: null,
    entries: transfer('refunds_clearing', 'operating_bank', amount),
  };
}

/**
 * The bank returned the refunded trust money from operating, because the refund failed after trust step (c): the
 * matter has its money again, and the clearing account that the debit's inverse left at -X is back at zero (B6, B10).
 */
export function trustRestore(amount: Money, matterId: MatterId): Posting<'trust_restore'> {
  return {
    step: 'trust_restore',
    leg: 'trust',
    allocationId: null,
    entries: [
      { account: 'trust_bank', matterId: null, amount },
      { account: 'client_trust_liability', matterId, amount: negate(amount) },
      ...transfer('operating_bank', 'refunds_clearing', amount),
    ],
  };
}

/** The decision not to bill the invoice's amount again, one allocation at a time (R8). "Still due" posts nothing. */
export function invoiceForgiveness(decision: Forgiveness, allocation: AllocatedAmount): Posting<Forgiveness> {
  return {
    step: decision,
    leg: 'operating',
    allocationId: allocation.allocationId,
    entries: transfer(
      'accounts_receivable',
      decision === 'write_off' ? 'write_offs' : 'credit_notes',
      allocation.amount,
    ),
  };
}

/**
 * The postings that reverse a failed or returned refund (B6): the inverse of each posting that still stands, and
 * nothing for a posting that already has its inverse.
 * After trust step (c) the cash has moved between the banks, so the trust payment and deposit stay, and the debit's
 * inverse leaves the trust leg's clearing at -X until `trust_restore` brings the money back.
 */
export function compensations(posted: readonly Posting[], transferConfirmed: boolean): Posting[] {
  return posted
    .filter(isForward)
    .filter(({ step }) => !(transferConfirmed && (step === 'trust_payment' || step === 'trust_deposit')))
    .map(inverseOf)
    .filter((inverse) => !posted.some((other) => hasSameKey(other, inverse)));
}

type Undoable = ForwardStep | 'trust_restore';

/**
 * Corrects the day of a posting: its inverse on the original day, and the same posting again on the right day. Sums by
 * effective day then read as if it had been right from the start, and the books as a whole do not change.
 * @param correction the number of the correction, from 1
 */
export function redated(
  standing: Posting & { readonly effectiveOn: BankDate },
  effectiveOn: BankDate,
  correction: number,
): Posting[] {
  const { step, leg, allocationId, entries } = standing;
  if (!isUndoable(step)) throw new RangeError(`A posting of ${step} has no inverse`);
  const again = { step, leg, allocationId, correction, entries };
  return [
    { ...inverseOf(again), effectiveOn: standing.effectiveOn },
    { ...again, effectiveOn },
  ];
}

/** Whether a trust step posts anything: the bank transfer between the two accounts does not. */
export function hasPosting(move: TrustMove): move is Exclude<TrustMove, 'transfer'> {
  return move !== 'transfer';
}

function isUndoable(step: PostingStep): step is Undoable {
  return step === 'trust_restore' || FORWARD_STEPS.some((forward) => forward === step);
}

/** An account's balance after these postings: the sum of its entries. */
export function balanceOf(postings: readonly Pick<Posting, 'entries'>[], account: LedgerAccount): Money {
  return sum(
    postings.flatMap(({ entries }) => entries.filter((e) => e.account === account).map((e) => e.amount)),
  );
}

/** Whether two postings are the same step of the same leg and allocation. */
export function hasSameKey(one: PostingKey, other: PostingKey): boolean {
  return (
    one.step === other.step &&
    one.leg === other.leg &&
    one.allocationId === other.allocationId &&
    (one.correction ?? 0) === (other.correction ?? 0)
  );
}

function inverseOf({ step, leg, allocationId, correction, entries }: Posting<Undoable>): Posting {
  return {
    step: `undo_${step}`,
    leg,
    allocationId,
    ...(correction !== undefined && { correction }),
    entries: entries.map((entry) => ({ ...entry, amount: negate(entry.amount) })),
  };
}

function isForward(posting: Posting): posting is Posting<ForwardStep> {
  return FORWARD_STEPS.some((step) => step === posting.step);
}

/** Credits one account and debits the other. */
export function transfer(from: LedgerAccount, to: LedgerAccount, amount: Money): LedgerEntry[] {
  return [
    { account: from, matterId: null, amount: negate(amount) },
    { account: to, matterId: null, amount },
  ];
}

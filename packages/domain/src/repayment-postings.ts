// The books of a client who is still to be paid after a refund failed (B16): from the failure to each of its ends.
import type { MatterId } from './ids.ts';
import { ZERO, negate, type Money } from './money.ts';
import {
  balanceOf,
  compensations,
  hasSameKey,
  invoiceReversals,
  transfer,
  type AllocatedAmount,
  type LedgerEntry,
  type Posting,
  type PostingStep,
} from './postings.ts';
import type { Leg } from './payments.ts';

/** What a failure leaves standing while the client is still to be paid: undone only if the invoice was owed after all. */
const STANDS_UNTIL_DECIDED: readonly PostingStep[] = [
  'undo_invoice_reversal',
  'undo_unapplied_reversal',
  'undo_surcharge_reversal',
  'undo_write_off',
  'undo_credit_note',
  'undo_client_payable',
];

export type FailedBooks = {
  readonly posted: readonly Posting[];
  readonly legs: readonly Leg[];
  readonly allocations: readonly AllocatedAmount[];
  /** How much of the operating leg is a surcharge; left out: nothing. */
  readonly surcharge?: Money;
  /** The trust money crossed to operating, or may have: it comes back separately. */
  readonly transferConfirmed: boolean;
  /** The client is still to be paid, and no earlier refund's failure has booked that already. */
  readonly becomesPayable: boolean;
};

/**
 * The postings of a failure (B6). If the client is still to be paid, the debit is undone but the reversal stands, and
 * the firm owes the operating leg: client_refunds_payable. Otherwise everything is undone. The trust leg is never
 * owed from operating: the client's ledger still has it.
 */
export function failurePostings(books: FailedBooks): Posting[] {
  const { posted, legs, allocations, surcharge, transferConfirmed, becomesPayable } = books;
  const undone = compensations(posted, transferConfirmed);
  const owed = legs.find(({ account }) => account === 'operating')?.amount ?? ZERO;
  if (!becomesPayable || owed === 0) return undone;
  const wanted = [...invoiceReversals(legs, allocations, surcharge), clientPayable(owed)];
  return [
    ...undone.filter(({ step }) => !STANDS_UNTIL_DECIDED.includes(step)),
    ...wanted.filter((one) => !posted.some((standing) => hasSameKey(standing, one))),
  ];
}

/** The invoice was owed after all: nothing is to be paid, and the invoice payment stands again. */
export function owedAfterAll(posted: readonly Posting[]): Posting[] {
  return compensations(posted, true).filter(({ step }) => STANDS_UNTIL_DECIDED.includes(step));
}

/** A refund failed, and the firm owes its operating leg to the client. */
export function clientPayable(amount: Money): Posting<'client_payable'> {
  return {
    step: 'client_payable',
    leg: 'operating',
    allocationId: null,
    entries: transfer('client_refunds_payable', 'refunds_clearing', amount),
  };
}

/** A new refund pays what a failed one left owed: the invoice payments were reversed then, so nothing else is. */
export function payableRefunds(legs: readonly Leg[]): Posting<'payable_refunded'>[] {
  return legs.filter(({ account }) => account === 'operating').map(({ amount }) => payableRefunded(amount));
}

function payableRefunded(amount: Money): Posting<'payable_refunded'> {
  return {
    step: 'payable_refunded',
    leg: 'operating',
    allocationId: null,
    entries: transfer('refunds_clearing', 'client_refunds_payable', amount),
  };
}

/** What the firm still owes to clients by these postings: never negative. */
export function payableOf(postings: readonly Pick<Posting, 'entries'>[]): Money {
  return negate(balanceOf(postings, 'client_refunds_payable'));
}

export const REPAYMENT_STEPS = ['repaid', 'kept_as_credit', 'remitted_to_state', 'check_voided'] as const;
/** How a payable ends that no refund pays: paid by the firm, kept for the client, or paid to the state. A check may be voided. */
export type RepaymentStep = (typeof REPAYMENT_STEPS)[number];

export type RepaymentPosting = {
  readonly step: RepaymentStep;
  readonly leg: Leg['account'];
  readonly allocationId: null;
  readonly entries: readonly LedgerEntry[];
};

export type StillToPay = {
  /** The operating leg, if the firm owes it: zero for a failure from before it was booked. */
  readonly payable: Money;
  /** The trust leg, which the client's ledger still has; null without one. */
  readonly trust: { readonly amount: Money; readonly matterId: MatterId } | null;
};

/** The money left the firm's accounts: each leg the account that it belongs to. */
export function paidOut(
  step: Extract<RepaymentStep, 'repaid' | 'remitted_to_state'>,
  { payable, trust }: StillToPay,
): RepaymentPosting[] {
  const operating = transfer('operating_bank', 'client_refunds_payable', payable);
  return [
    ...(payable === 0 ? [] : [{ step, leg: 'operating' as const, allocationId: null, entries: operating }]),
    ...(trust === null
      ? []
      : [
          {
            step,
            leg: 'trust' as const,
            allocationId: null,
            entries: [
              { account: 'trust_bank' as const, matterId: null, amount: negate(trust.amount) },
              {
                account: 'client_trust_liability' as const,
                matterId: trust.matterId,
                amount: trust.amount,
              },
            ],
          },
        ]),
  ];
}

/** The client leaves the operating leg with the firm; the trust leg stays in trust, and posts nothing. */
export function keptAsCredit({ payable }: StillToPay): RepaymentPosting[] {
  if (payable === 0) return [];
  const entries = transfer('unapplied_receipts', 'client_refunds_payable', payable);
  return [{ step: 'kept_as_credit', leg: 'operating', allocationId: null, entries }];
}

/** A check that paid it was never cashed, and is voided: the money is in its account, and owed again (LW1). */
export function checkVoided(still: StillToPay): RepaymentPosting[] {
  return paidOut('repaid', still).map(({ entries, ...paid }) => ({
    ...{ ...paid, step: 'check_voided' as const },
    entries: entries.map((entry) => ({ ...entry, amount: negate(entry.amount) })),
  }));
}

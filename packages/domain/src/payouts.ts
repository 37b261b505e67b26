// Companies that net (BK4, ADR 37): receipts and refunds move a balance at the company, and the bank only sees what it
// pays out. Amounts are signed, a debit is positive, and the entries of a posting sum to zero.
import type { BankDate } from './bank-calendar.ts';
import { BANK_KIND_OF } from './bank-accounts.ts';
import { ZERO, money, negate, sum, type Money } from './money.ts';
import type { BankAccount } from './payments.ts';
import type { LedgerAccount, LedgerEntry } from './postings.ts';
import { inverted } from './trust-transactions.ts';

export const PAYOUT_STEPS = ['payout', 'payout_returned'] as const;
/** payout_returned: the bank refused it, and the money is back in the balance. */
export type PayoutStep = (typeof PAYOUT_STEPS)[number];

/** pending: on its way, or not all of its items are known; failed: it came back. */
export const PAYOUT_STATUSES = ['pending', 'paid', 'failed'] as const;
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number];

export const PAYOUT_ITEM_KINDS = [
  'payment',
  'refund',
  'refund_failure',
  'return',
  'dispute',
  'dispute_won',
  'payout_failure',
  'fee',
  'adjustment',
] as const;
/**
 * What moved the balance. refund_failure: a refund's money came back. payout_failure: an earlier payout's did. fee: a
 * charge of its own, beside the fees of the others. adjustment: nothing that we have a posting for.
 */
export type PayoutItemKind = (typeof PAYOUT_ITEM_KINDS)[number];

/**
 * Where the company moves the money itself: what would move the bank account moves its balance there, until it is paid
 * out. Inverses take the accounts of what they undo.
 */
const THROUGH_THE_COMPANY: ReadonlySet<string> = new Set([
  'receipt',
  'receipt_returned',
  'return_debited',
  'dispute_opened',
  'dispute_fee',
  'operating_debit',
  'trust_disbursement',
  'original_bounced',
  'paid_twice',
]);

/** Whether a netting company moves the money of this step. */
export function goesThroughCompany(step: string): boolean {
  return THROUGH_THE_COMPANY.has(step);
}

/** The entries of such a step at a company that nets. */
export function throughBalance(entries: readonly LedgerEntry[]): LedgerEntry[] {
  return entries.map((entry) => (isBank(entry) ? { ...entry, account: 'processor_balance' } : entry));
}

/** The same entries as if the bank had moved: what a check of the amounts compares. */
export function asIfInTheBank(entries: readonly LedgerEntry[]): LedgerEntry[] {
  const account = kindOfBalance(entries) === 'trust' ? 'trust_bank' : 'operating_bank';
  return entries.map((entry) => (entry.account === 'processor_balance' ? { ...entry, account } : entry));
}

/** Which kind of account a posting's part of the balance is paid out to: trust where the posting moves trust money. */
export function kindOfBalance(entries: readonly Pick<LedgerEntry, 'account'>[]): BankAccount {
  return entries.some(({ account }) => BANK_KIND_OF[account] === 'trust') ? 'trust' : 'operating';
}

function isBank({ account }: LedgerEntry): boolean {
  return account === 'operating_bank' || account === 'trust_bank';
}

export type PaidOut = {
  /** Where it arrives. */
  readonly account: BankAccount;
  /** What arrives: negative if the company debits the account. */
  readonly amount: Money;
  /** What it kept: negative if it gives fees back. */
  readonly fees: Money;
};

/**
 * A payout arrived: the balance falls by what arrived and what was kept. A fee that was kept from trust money is the
 * firm's to pay: its ledger in that account is short by it, until it puts the money back (ADR 34).
 */
export function payoutEntries({ account, amount, fees }: PaidOut): LedgerEntry[] {
  const isTrust = account === 'trust';
  const moved: readonly [LedgerAccount, Money][] = [
    [isTrust ? 'trust_bank' : 'operating_bank', amount],
    ['processor_balance', negate(money(amount + fees))],
    ['firm_trust_liability', isTrust ? fees : ZERO],
    ['firm_funds_in_trust', isTrust ? negate(fees) : ZERO],
    ['processor_fees', fees],
  ];
  return moved
    .filter(([, moves]) => moves !== 0)
    .map(([of, moves]) => ({ account: of, matterId: null, amount: moves }));
}

/** The bank refused it: the money is in the balance again, and the fees stay paid. */
export function payoutReturnedEntries({ account, amount }: PaidOut): LedgerEntry[] {
  return inverted(payoutEntries({ account, amount, fees: ZERO }));
}

/** An item of a payout as the company lists it. */
export type PayoutItem = {
  readonly id: string;
  readonly kind: PayoutItemKind;
  /** The company's ID of what it is about: a payment, a refund, a payout; null if it names nothing. */
  readonly subject: string | null;
  /** Before the fee; signed. */
  readonly amount: Money;
  readonly fee: Money;
};

/** A payout as the company has it. */
export type PayoutRecord = Pick<PaidOut, 'account' | 'amount'> & {
  readonly id: string;
  readonly status: PayoutStatus;
  readonly arrivesOn: BankDate;
  /** All of its items are listed, and none will be added. */
  readonly isComplete: boolean;
  readonly items: readonly PayoutItem[];
};

/** What the company kept and no posting has yet: a dispute's fee is booked, and given back, with the dispute. */
export function feesOf(items: readonly Pick<PayoutItem, 'kind' | 'amount' | 'fee'>[]): Money {
  return sum(
    items.map(({ kind, amount, fee }) => {
      if (kind === 'dispute' || kind === 'dispute_won') return ZERO;
      return kind === 'fee' ? money(fee - amount) : fee;
    }),
  );
}

/** What our books must have in the balance for an item. */
export function expectedOf({ kind, amount, fee }: Pick<PayoutItem, 'kind' | 'amount' | 'fee'>): Money {
  if (kind === 'fee') return ZERO;
  return kind === 'dispute' || kind === 'dispute_won' ? money(amount - fee) : amount;
}

/**
 * By how much a payout differs from our books, never negative: by each item, so that differences that cancel out are
 * differences too, and by its own sum. Zero if it is explained to the cent.
 */
export function unexplainedOf(
  { amount, fees }: Pick<PaidOut, 'amount' | 'fees'>,
  items: readonly { readonly expected: Money; readonly booked: Money }[],
): Money {
  const byItem = items.map(({ expected, booked }) => money(Math.abs(expected - booked)));
  const expected = sum(items.map((one) => one.expected));
  return money(sum(byItem) + Math.abs(amount + fees - expected));
}

// The books of a trust account that begin with a balance (ADR 54, RP2): a schedule of the day on which they begin, which
// reconciles to that day's statement or is refused. Nothing is ever posted to make it agree. All amounts are minor units.
import type { MatterId } from './ids.ts';
import { money, negate, sum, type Money } from './money.ts';
import { transfer, type LedgerEntry } from './postings.ts';
import { TRUST_LEDGER_ACCOUNTS, type TrustLedger } from './trust-transactions.ts';

export const OPENING_STATUSES = ['open', 'signed', 'withdrawn'] as const;
/** open: waits for a lawyer. signed: posted, and the books begin there. withdrawn: it was wrong, and posted nothing. */
export type OpeningStatus = (typeof OPENING_STATUSES)[number];

export const OPENING_STEPS = ['opening_balance', 'opening_outstanding'] as const;
/**
 * opening_balance: what of a ledger's money was in the bank. opening_outstanding: a deposit or a check that the bank had
 * not shown yet.
 */
export type OpeningStep = (typeof OPENING_STEPS)[number];

export const OPENING_ITEM_KINDS = ['deposit', 'disbursement'] as const;
export type OpeningItemKind = (typeof OPENING_ITEM_KINDS)[number];

/** Most matters and most outstanding items of one account; a large firm has a tenth of it. */
export const OPENING_ROWS_MAX = 5_000;

/** Whose money it is. */
export type OpeningLedger =
  | { readonly matterId: MatterId; readonly ledger: null }
  | { readonly matterId: null; readonly ledger: TrustLedger };

type Outstanding = { readonly kind: OpeningItemKind; readonly amount: Money };

/** What the schedule says, whosever money it is. */
export type OpeningSums = {
  readonly statementBalance: Money;
  readonly items: readonly Outstanding[];
  /** Of the matters and of the ledgers that are no matter's, negative ones too. */
  readonly balances: readonly Money[];
};

export type OpeningTotals = {
  readonly deposits: Money;
  readonly disbursements: Money;
  /** The statement's balance, with the outstanding deposits and without the outstanding disbursements. */
  readonly adjustedBank: Money;
  readonly ledgers: Money;
  /** The adjusted bank balance less the ledgers: zero, or the schedule is refused. */
  readonly difference: Money;
};

/** The three numbers of the schedule. */
export function openingTotals({ statementBalance, items, balances }: OpeningSums): OpeningTotals {
  const totalOf = (kind: OpeningItemKind) =>
    sum(items.filter((item) => item.kind === kind).map(({ amount }) => amount));
  const [deposits, disbursements] = [totalOf('deposit'), totalOf('disbursement')];
  const adjustedBank = money(statementBalance + deposits - disbursements);
  const ledgers = sum(balances);
  return { deposits, disbursements, adjustedBank, ledgers, difference: money(adjustedBank - ledgers) };
}

/** What an outstanding item adds to its ledger: negative for a check. */
export function itemEffect({ kind, amount }: Outstanding): Money {
  return kind === 'deposit' ? amount : negate(amount);
}

/**
 * What of a ledger the opening itself posts: its balance, less what the books have of it up to that day already, and less
 * its outstanding items, each of which is a posting of its own that the bank's line will be matched with.
 */
export function openingAmount(
  balance: Money,
  { booked, items }: { readonly booked: Money; readonly items: readonly Outstanding[] },
): Money {
  return money(balance - booked - sum(items.map(itemEffect)));
}

/** Money of a ledger in the trust account; negative takes it out. */
export function openingEntries({ matterId, ledger }: OpeningLedger, amount: Money): LedgerEntry[] {
  if (matterId === null) return transfer(TRUST_LEDGER_ACCOUNTS[ledger], 'trust_bank', amount);
  return [
    { account: 'trust_bank', matterId: null, amount },
    { account: 'client_trust_liability', matterId, amount: negate(amount) },
  ];
}

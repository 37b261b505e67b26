// The three-way reconciliation of a trust account as the forms of the bar have it (RP1): the clients' ledgers, the
// account's journal and the bank's adjusted balance, as of the statement's ending date. The numbers in the names of the
// fields are lines of the form. Nothing is ever posted to make them agree (RP2): a difference is shown, with where it is.
import type { BankDate } from '../bank-calendar.ts';
import { money, sum, type Money } from '../money.ts';
import { findDifferences, type Difference } from './find-differences.ts';
import type {
  BookEntry,
  ClientLedger,
  ReconciliationFacts,
  StatementLine,
  StatementOfPeriod,
} from './reconciliation-facts.ts';

export type ItemList<Item> = {
  readonly items: readonly Item[];
  readonly count: number;
  /** Positive for disbursements too. */
  readonly total: Money;
};

export type ThreeWay<Entry extends BookEntry, Line extends StatementLine> = {
  /** The ledgers that are not negative. */
  readonly line1: { readonly total: Money; readonly ledgers: readonly ClientLedger[] };
  /** The negative ledgers apart: other clients' money that is missing. */
  readonly line1a: { readonly total: Money; readonly ledgers: readonly ClientLedger[] };
  readonly line2: Money;
  readonly line3: { readonly endingOn: BankDate; readonly balance: Money };
  readonly line4: ItemList<Entry>;
  readonly line5: ItemList<Entry>;
  /** Signed: what the bank has and the books do not. */
  readonly line5a: ItemList<Line>;
  readonly line6: Money;
  readonly line7: { readonly bankLessJournal: Money; readonly journalLessClients: Money };
  /** Lines 1, 2 and 6 are the same amount, and there is no other difference. */
  readonly agrees: boolean;
  /** Where a difference is; empty if the three agree. */
  readonly differences: readonly Difference[];
};

/** Reconciles an account as of its statement's ending date. All amounts are minor units. */
export function reconcileThreeWays<Entry extends BookEntry, Line extends StatementLine>(
  facts: ReconciliationFacts<Entry, Line>,
): ThreeWay<Entry, Line> {
  const { ledgers, journal, statement } = facts;
  const negative = ledgers.filter(({ balance }) => balance < 0);
  const positive = ledgers.filter(({ balance }) => balance >= 0);
  const clients = sum(positive.map(({ balance }) => balance));
  const outstanding = withoutContraPairs(facts.entries.filter(isOutstanding(statement)));
  const deposits = outstanding.filter(({ amount }) => amount > 0);
  const disbursements = outstanding.filter(({ amount }) => amount < 0);
  const notBooked = facts.lines.filter(isNotBooked(statement.to));
  const line4 = listOf(deposits, sum(deposits.map(({ amount }) => amount)));
  const line5 = listOf(disbursements, money(-sum(disbursements.map(({ amount }) => amount))));
  const line5a = listOf(notBooked, sum(notBooked.map(({ amount }) => amount)));
  const line6 = money(statement.closing + line4.total - line5.total - line5a.total);
  const line7 = { bankLessJournal: money(line6 - journal), journalLessClients: money(journal - clients) };
  const differences = findDifferences(facts, line7);
  return {
    line1: { total: clients, ledgers: positive },
    line1a: { total: sum(negative.map(({ balance }) => balance)), ledgers: negative },
    line2: journal,
    line3: { endingOn: statement.to, balance: statement.closing },
    ...{ line4, line5, line5a, line6, line7 },
    agrees: differences.length === 0,
    differences,
  };
}

/** In the journal by the ending date, and not on the bank's statements by then. */
function isOutstanding({ to, begunOn }: StatementOfPeriod) {
  return ({ on, clearedOn }: BookEntry) => on <= to && (clearedOn === null ? on >= begunOn : clearedOn > to);
}

/** On the bank's statement by that day, and not in the journal by then. */
function isNotBooked(endingOn: BankDate) {
  return ({ date, bookedOn }: StatementLine) =>
    date <= endingOn && (bookedOn === null || bookedOn > endingOn);
}

/** Leaves out what was booked and taken back on one day, or by a correction: no bank will ever show either. */
function withoutContraPairs<Entry extends BookEntry>(entries: readonly Entry[]): readonly Entry[] {
  const left: Entry[] = [];
  for (const entry of entries) {
    const contra = left.findIndex(
      (one) =>
        one.about === entry.about &&
        one.amount === -entry.amount &&
        (one.on === entry.on || one.isTakenBack || entry.isTakenBack),
    );
    if (contra < 0) left.push(entry);
    else left.splice(contra, 1);
  }
  return left;
}

function listOf<Item>(items: readonly Item[], total: Money): ItemList<Item> {
  return { items, count: items.length, total };
}

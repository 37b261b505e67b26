// Where a difference of a reconciliation is: which list, and which lines of it. The parts are independent of each other,
// so that each has its own amount; what none of them explains was there before the period.
import { formatMoney, money, sum, type Money } from '../money.ts';
import type { BookEntry, ReconciliationFacts, StatementLine } from './reconciliation-facts.ts';

/** The sections of the month-end binder that a difference can be in. */
export type DifferencePlace =
  | 'statement'
  | 'carried_forward'
  | 'matches'
  | 'before_the_period'
  | 'bank_items'
  | 'negative_ledgers'
  | 'ledgers';

export type Difference = {
  readonly where: DifferencePlace;
  readonly amount: Money;
  /** The postings or bank lines that it is about, if it is about some. */
  readonly ids: readonly string[];
  /** For a person: what to look at. */
  readonly message: string;
};

const words = (amount: Money) => formatMoney(amount, 'USD');

export function findDifferences<Entry extends BookEntry, Line extends StatementLine>(
  facts: ReconciliationFacts<Entry, Line>,
  {
    bankLessJournal,
    journalLessClients,
  }: { readonly bankLessJournal: Money; readonly journalLessClients: Money },
): Difference[] {
  const found = [inStatement(facts), carriedForward(facts), inMatches(facts)].filter(isThere);
  const explained = sum(found.map(({ amount }) => amount));
  const before = money(bankLessJournal - explained);
  if (before !== 0) found.push(beforeThePeriod(facts, before));
  const short = negativeLedgers(facts);
  const oneSided = money(journalLessClients - short.amount);
  return [...found, ...[inBankItems(facts), short, inLedgers(facts, oneSided)].filter(isThere)];
}

function inStatement({ statement, lines }: ReconciliationFacts<BookEntry, StatementLine>): Difference {
  const { from, to, opening, closing } = statement;
  const ofPeriod = lines.filter(({ date }) => from <= date && date <= to);
  const counted = money(opening + sum(ofPeriod.map(({ amount }) => amount)));
  const amount = money(closing - counted);
  const message = `The statement's opening balance and its ${ofPeriod.length} lines make ${words(counted)}, and it ends with ${words(closing)}: a line is missing, is there twice, or has another amount. Compare the bank's own statement with section 2, line by line.`;
  return { where: 'statement', amount, ids: [], message };
}

function carriedForward({ statement }: ReconciliationFacts<BookEntry, StatementLine>): Difference {
  const { opening, previousClosing } = statement;
  const amount = money(opening - (previousClosing ?? opening));
  const message = `The statement before this one ended with ${words(previousClosing ?? opening)}, and this one begins with ${words(opening)}: a statement between them is missing, or one of the balances is wrong.`;
  return { where: 'carried_forward', amount, ids: [], message };
}

function inMatches({ lines }: ReconciliationFacts<BookEntry, StatementLine>): Difference {
  const unlike = lines.filter(({ amount, bookedAmount }) => bookedAmount !== null && bookedAmount !== amount);
  const amount = sum(unlike.map((line) => money(line.amount - (line.bookedAmount ?? line.amount))));
  const message = `${unlike.length} lines of the bank are matched with postings of another amount. See section 2.`;
  return { where: 'matches', amount, ids: unlike.map(({ lineId }) => lineId), message };
}

function beforeThePeriod(
  { statement }: ReconciliationFacts<BookEntry, StatementLine>,
  amount: Money,
): Difference {
  const message = `${words(amount)} of the difference between bank and journal was there when the period began, on ${statement.from}: reconcile the month before first, or record what the account held and owed on the day on which its books began.`;
  return { where: 'before_the_period', amount, ids: [], message };
}

/**
 * Lines of the bank that are nothing in the books. Line 5a takes them off, so the numbers agree whatever they are: theft,
 * or a deposit that was booked to another account. Only who books everything in the account can be asked about each.
 */
function inBankItems({ statement, lines }: ReconciliationFacts<BookEntry, StatementLine>): Difference {
  const unknown = lines.filter(
    ({ date, bookedOn }) => statement.scope === 'full' && date <= statement.to && bookedOn === null,
  );
  const amount = sum(unknown.map((line) => line.amount));
  const message = `Of the bank's lines, ${unknown.length} are matched with nothing in the books. Match each with its postings, record what it is, or have the bank correct it. See section 3 (d).`;
  return { where: 'bank_items', amount, ids: unknown.map(({ lineId }) => lineId), message };
}

function negativeLedgers({ ledgers }: ReconciliationFacts<BookEntry, StatementLine>): Difference {
  const short = ledgers.filter(({ balance }) => balance < 0);
  const names = short.map(({ name, balance }) => `${name} ${words(balance)}`).join(', ');
  const message = `Other clients' money is missing. Replenish it today: ${names}.`;
  return {
    where: 'negative_ledgers',
    amount: sum(short.map(({ balance }) => balance)),
    ids: short.map(({ key }) => key),
    message,
  };
}

function inLedgers({ oneSided }: ReconciliationFacts<BookEntry, StatementLine>, amount: Money): Difference {
  const message = `The journal and the clients' ledgers differ by ${words(amount)}: ${oneSided.length === 0 ? 'no posting of this account does that alone, so look at section 5 for a ledger of another account' : `${oneSided.length} postings moved one and not the other`}.`;
  return { where: 'ledgers', amount, ids: oneSided.map(({ postingId }) => postingId), message };
}

function isThere({ amount, ids }: Difference): boolean {
  return amount !== 0 || ids.length > 0;
}

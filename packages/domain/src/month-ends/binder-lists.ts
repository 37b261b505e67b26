// Sections 1 to 3 of the month-end binder: page 1, the bank's statement and the outstanding items.
import type { BankDate } from '../bank-calendar.ts';
import { money, type Money } from '../money.ts';
import type { AccountFacts, JournalEntry, MatchedLine } from './binder-facts.ts';
import { amountColumn, dateColumn, sectionOf, textColumn, totalOf, type Section } from './section.ts';
import type { ThreeWay } from './three-way.ts';

export type Page = ThreeWay<JournalEntry, MatchedLine>;

/** Section 1, line by line. */
export function pageSection(page: Page): Section {
  const { line1, line1a, line2, line3, line4, line5, line5a, line6, line7 } = page;
  const row = (line: string, text: string, amount: Money, count: number | null = null) => ({
    ...{ line, text, count, amount },
  });
  return sectionOf({
    section: '1',
    title: 'Three-way reconciliation',
    columns: [
      textColumn('line', 'Line'),
      textColumn('text', 'What'),
      textColumn('count', 'Items'),
      amountColumn('amount', 'Amount'),
    ],
    rows: [
      row('1', 'Client ledgers', line1.total, line1.ledgers.length),
      row('1a', 'Negative client ledgers', line1a.total, line1a.ledgers.length),
      row('2', "Balance of the account's journal", line2),
      row('3', `Bank statement, ${line3.endingOn}`, line3.balance),
      row('4', 'Plus outstanding deposits', line4.total, line4.count),
      row('5', 'Minus outstanding disbursements', line5.total, line5.count),
      row('5a', 'Minus bank items not yet in the books', line5a.total, line5a.count),
      row('6', 'Adjusted bank balance', line6),
      row('7', 'Line 6 less line 2', line7.bankLessJournal),
      row('7', 'Line 2 less line 1', line7.journalLessClients),
      ...page.differences.map(({ message, amount }) => row('7', message, amount)),
    ],
    note: 'Line 1b, the balance that the practice system gives, is not compared: it is not imported by account.',
  });
}

/** Section 2: the bank's lines of the period with their running balance. */
export function statementSection({ statement, lines }: AccountFacts): Section {
  let balance = statement.opening;
  const ofPeriod = lines.filter(({ date }) => statement.from <= date);
  const rows = ofPeriod.map(({ lineId, date, description, amount, ...matched }) => {
    balance = money(balance + amount);
    const matchedTo = matchOf(matched) ?? 'unmatched';
    return { lineId, date, description, amount, balance, matchedTo };
  });
  return sectionOf({
    section: '2',
    title: 'Bank statement',
    columns: [
      dateColumn('date', 'Date'),
      textColumn('description', 'Description'),
      amountColumn('amount', 'Amount'),
      amountColumn('balance', 'Balance'),
      textColumn('matchedTo', 'Matched to'),
      textColumn('lineId', 'Bank line'),
    ],
    rows,
    total: totalOf(ofPeriod),
    note: "The bank's own paper is not kept here unless it was uploaded as evidence: attach it.",
  });
}

/** What a line is matched with, for people; null if with nothing. */
function matchOf({ postingIds, correction }: Pick<MatchedLine, 'postingIds' | 'correction'>): string | null {
  if (correction !== null)
    return `mistake of the bank, cancels out with ${correction.lineId}: ${correction.reason}`;
  return postingIds.length === 0 ? null : postingIds.join(' ');
}

const OLD_AFTER_DAYS = 60;
const DAY_MS = 86_400_000;

/** Section 3: (a) deposits in transit, (b) outstanding disbursements, (c) the old ones, (d) bank items not booked. */
export function outstandingSections(page: Page, { statement, ledgers }: AccountFacts): Section[] {
  const nameOf = new Map(ledgers.map(({ key, name }) => [key, name]));
  const ageOf = (day: BankDate) => (Date.parse(statement.to) - Date.parse(day)) / DAY_MS;
  const item = (entry: JournalEntry) => ({
    date: entry.on,
    posting: entry.postingId,
    what: nameOfStep(entry.step),
    name: entry.payerName,
    ledger: nameOf.get(entry.ledger ?? '') ?? entry.ledger,
    reference: entry.reference ?? entry.transactionId,
    amount: entry.amount < 0 ? -entry.amount : entry.amount,
    ageDays: ageOf(entry.on),
    clearedOn: entry.clearedOn,
  });
  const [deposits, disbursements] = [page.line4, page.line5].map(({ items }) => items.map(item));
  const old = [...page.line4.items, ...page.line5.items].filter(({ on }) => ageOf(on) > OLD_AFTER_DAYS);
  return [
    sectionOf({
      ...{ section: '3a', title: 'Outstanding deposits', line: '4', columns: itemColumns('Payor') },
      ...{ rows: deposits ?? [], total: page.line4.total },
    }),
    sectionOf({
      ...{ section: '3b', title: 'Outstanding disbursements', line: '5', columns: itemColumns('Payee') },
      ...{ rows: disbursements ?? [], total: page.line5.total },
    }),
    sectionOf({
      ...{ section: '3c', title: `Items older than ${OLD_AFTER_DAYS} days`, columns: itemColumns('Name') },
      rows: old.map(item),
      note: 'The cause and what is done about each belong into the explanation of the preparer.',
    }),
    sectionOf({
      ...{ section: '3d', title: 'Bank items not yet in the books', line: '5a', total: page.line5a.total },
      columns: [
        dateColumn('date', 'Date'),
        textColumn('description', 'Description'),
        amountColumn('amount', 'Amount'),
        dateColumn('bookedOn', 'Booked on'),
        textColumn('postings', 'Booked by'),
        textColumn('lineId', 'Bank line'),
      ],
      rows: page.line5a.items.map(({ lineId, date, description, amount, bookedOn, ...matched }) => ({
        ...{ lineId, date, description, amount, bookedOn },
        postings: matchOf(matched) ?? '',
      })),
    }),
  ];
}

function itemColumns(name: string) {
  return [
    dateColumn('date', 'Date'),
    textColumn('what', 'What'),
    textColumn('name', name),
    textColumn('ledger', 'Client ledger'),
    textColumn('reference', 'Reference'),
    amountColumn('amount', 'Amount'),
    textColumn('ageDays', 'Days'),
    dateColumn('clearedOn', 'Cleared since on'),
    textColumn('posting', 'Journal no.'),
  ];
}

/** A step of the books in words: "trust payment". */
export function nameOfStep(step: string): string {
  return step.replaceAll('_', ' ');
}

// Sections 4 to 6 of the month-end binder: the account's journal, the clients' balances and their ledger cards.
import { addCalendarDays } from '../bank-calendar.ts';
import { ZERO, money, sum, type Money } from '../money.ts';
import type { AccountFacts, LedgerOfPeriod } from './binder-facts.ts';
import { nameOfStep } from './binder-lists.ts';
import { amountColumn, dateColumn, sectionOf, textColumn, type Section } from './section.ts';

/** Section 4: what moved the account in the period, with the running balance. */
export function journalSection({
  statement,
  entries,
  ledgers,
  journal,
  journalOpening,
}: AccountFacts): Section {
  const ledgerOf = new Map(ledgers.map((ledger) => [ledger.key, ledger]));
  let balance = journalOpening;
  const rows = entries
    .filter(({ on }) => statement.from <= on)
    .map((entry) => {
      balance = money(balance + entry.amount);
      const ledger = ledgerOf.get(entry.ledger ?? '');
      return {
        posting: entry.postingId,
        date: entry.on,
        recordedAt: entry.recordedAt,
        what: nameOfStep(entry.step),
        reference: entry.reference ?? entry.transactionId,
        name: entry.payerName,
        client: ledger?.client ?? null,
        ledger: ledger?.name ?? entry.ledger,
        ...moved(entry.amount),
        balance,
        clearedOn: entry.clearedOn,
        authorizedBy: entry.authorizedBy,
        recordedBy: entry.recordedBy,
      };
    });
  return sectionOf({
    section: '4',
    title: 'Account journal',
    line: '2',
    columns: [
      textColumn('posting', 'No.'),
      dateColumn('date', 'Effective'),
      textColumn('recordedAt', 'Recorded at (UTC)'),
      textColumn('what', 'What'),
      textColumn('reference', 'Check, transfer or transaction'),
      textColumn('name', 'Payor or payee'),
      textColumn('client', 'Client'),
      textColumn('ledger', 'Client ledger'),
      amountColumn('deposit', 'Deposit'),
      amountColumn('disbursement', 'Disbursement'),
      amountColumn('balance', 'Balance'),
      dateColumn('clearedOn', 'Cleared on'),
      textColumn('authorizedBy', 'Authorized by'),
      textColumn('recordedBy', 'Recorded by'),
    ],
    rows,
    total: journal,
  });
}

/** Section 5: every client ledger of the account. */
export function balancesSection({ statement, ledgers }: AccountFacts): Section {
  return sectionOf({
    section: '5',
    title: 'Client balances',
    line: '1',
    columns: [
      textColumn('client', 'Client'),
      textColumn('matter', 'Matter'),
      textColumn('name', 'Client ledger'),
      amountColumn('opening', 'Opening'),
      amountColumn('receipts', 'Receipts'),
      amountColumn('disbursements', 'Disbursements'),
      amountColumn('closing', 'Closing'),
      amountColumn('held', 'Held for refunds'),
      amountColumn('available', 'Available'),
      dateColumn('lastActivityOn', 'Last activity'),
      textColumn('flag', 'Flag'),
    ],
    rows: ledgers.map((ledger) => ({
      ...{ client: ledger.client, matter: ledger.matterNumber, name: ledger.name, opening: ledger.opening },
      ...{ receipts: ledger.receipts, disbursements: ledger.disbursements, closing: ledger.balance },
      ...{ held: ledger.held, available: money(ledger.balance - ledger.held) },
      lastActivityOn: ledger.lastActivityOn,
      flag: flagOf(ledger, statement.to),
    })),
    total: sum(ledgers.map(({ balance }) => balance)),
    note: 'Held for refunds is of the day on which this was prepared, not of the ending date.',
  });
}

const DORMANT_AFTER_DAYS = 365;

/** What of a ledger a reviewer must look at (RP4); empty if nothing. */
function flagOf(
  { balance, matterClosedOn, lastActivityOn, receipts, disbursements }: LedgerOfPeriod,
  to: string,
) {
  if (balance < 0) return 'negative';
  if (balance > 0 && matterClosedOn !== null && matterClosedOn <= to) return 'closed matter with money';
  if (balance > 0 && lastActivityOn < addCalendarDays(to, -DORMANT_AFTER_DAYS)) return 'dormant';
  return balance === 0 && receipts + disbursements > 0 ? 'zero with activity' : '';
}

/** Section 6: the ledger cards with activity or a balance, each opening with its balance. */
export function cardsSection({ statement, ledgers, cards }: AccountFacts): Section {
  const entriesOf = Map.groupBy(cards, ({ key }) => key);
  const shown = ledgers.filter(({ key, balance }) => balance !== 0 || entriesOf.has(key));
  const rows = shown.flatMap(({ key, name, opening }) => {
    let balance = opening;
    const first = {
      ...{ ledger: name, date: statement.from, posting: null, what: 'opening balance', name: null },
      ...{ receipt: null, disbursement: null, balance },
    };
    const entries = (entriesOf.get(key) ?? []).map((entry) => {
      balance = money(balance + entry.amount);
      const { deposit: receipt, disbursement } = moved(entry.amount);
      return {
        ...{ ledger: name, date: entry.on, posting: entry.postingId, what: nameOfStep(entry.step) },
        ...{ name: entry.payerName, receipt, disbursement, balance },
      };
    });
    return [first, ...entries];
  });
  return sectionOf({
    section: '6',
    title: 'Client ledger cards',
    columns: [
      textColumn('ledger', 'Client ledger'),
      dateColumn('date', 'Date'),
      textColumn('what', 'Purpose'),
      textColumn('name', 'Payor or payee'),
      amountColumn('receipt', 'Receipt'),
      amountColumn('disbursement', 'Disbursement'),
      amountColumn('balance', 'Balance'),
      textColumn('posting', 'Journal no.'),
    ],
    rows,
    total: sum(shown.map(({ balance }) => balance)),
  });
}

function moved(amount: Money): { readonly deposit: Money | null; readonly disbursement: Money | null } {
  return amount < ZERO
    ? { deposit: null, disbursement: money(-amount) }
    : { deposit: amount, disbursement: null };
}

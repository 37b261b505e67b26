import { money, sum, type Money } from '@makewhole/domain/money';
import type { TrustLedger } from '@makewhole/domain/trust-transactions';
import { csvText } from '@makewhole/domain/csv-text';
import { decimalOf, wholeTimeIn } from '../csv.ts';
import type { TrustReportBody } from './schemas.ts';

const COLUMNS = ['Line', 'Matter', 'Name', 'Client', 'Ledger', 'Balance', 'Held', 'Difference', 'Shortage'];

const LEDGER_LABELS: Readonly<Record<TrustLedger, string>> = {
  firm: 'Firm funds for bank charges',
  interest: 'Interest to be remitted',
  unidentified: 'Unidentified deposits',
};

/** The firm whose report it is. */
type Firm = { readonly name: string; readonly timeZone: string };

/**
 * The report as CSV, after a line that says what it is: the bank statement, the three totals, then a line per ledger that is no matter's, and per matter.
 * Amounts are decimals of the currency.
 */
export function trustReportCsv(report: TrustReportBody, { name, timeZone }: Firm): string {
  const { bank, book, clients, differences, matters, statement, asOf, currency } = report;
  const { positive, shortage, otherLedgers } = report;
  const lines = [
    [`Ledger self-check of ${name} as of ${wholeTimeIn(asOf, timeZone)}, ${currency}`],
    [...COLUMNS],
    ...(statement === null
      ? []
      : [
          [
            ...['Statement', statement.date, 'Ledger by effective date', ''],
            ...[statement.ledger, statement.balance].map(decimalOf),
            ...['', decimalOf(statement.difference), ''],
          ],
        ]),
    ['Bank', '', '', '', decimalOf(bank), '', '', decimalOf(differences.bankLessBook), ''],
    ['Book', '', '', '', decimalOf(book), '', '', decimalOf(differences.bookLessClients), ''],
    ['Clients', '', '', '', '', decimalOf(clients), '', '', ''],
    ['Ledgers not negative', '', '', '', decimalOf(positive), '', '', '', ''],
    ['Negative ledgers', '', '', '', decimalOf(money(-shortage)), '', '', '', decimalOf(shortage)],
    ...otherLedgers.map(({ bankAccount, ledger, amount }) => [
      'No matter',
      ...['', LEDGER_LABELS[ledger], bankAccount],
      ...[decimalOf(amount), '', '', ''],
      amount < 0 ? decimalOf(money(-amount)) : '',
    ]),
    ...matters.flatMap(matterLines),
  ];
  return csvText(lines, { bom: true });
}

/** One line, and one more for each account if there are several. */
function matterLines(matter: TrustReportBody['matters'][number]) {
  const { number, name, client, accounts } = matter;
  const lacking = sum(accounts.map(({ ledger }) => money(Math.max(0, -ledger))));
  return [
    ['Matter', number, name, client, ...amountsOf(matter, lacking)],
    ...(accounts.length < 2 ? [] : accounts).map((account) => [
      ...['Account', number, '', account.bankAccount],
      ...amountsOf(account, money(Math.max(0, -account.ledger))),
    ]),
  ];
}

function amountsOf(
  {
    ledger,
    balance,
    held,
    difference,
  }: Pick<TrustReportBody['matters'][number], 'ledger' | 'balance' | 'held' | 'difference'>,
  lacking: Money,
) {
  const amounts = [ledger, balance, held, difference].map(decimalOf);
  return [...amounts, lacking > 0 ? decimalOf(lacking) : ''];
}

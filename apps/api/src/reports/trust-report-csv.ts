import { money } from '@makewhole/domain/money';
import type { TrustLedger } from '@makewhole/domain/trust-transactions';
import { csvLines, decimalOf } from '../csv.ts';
import type { TrustReportBody } from './schemas.ts';

const COLUMNS = ['Line', 'Matter', 'Name', 'Client', 'Ledger', 'Balance', 'Held', 'Difference', 'Shortage'];

const LEDGER_LABELS: Readonly<Record<TrustLedger, string>> = {
  firm: 'Firm funds for bank charges',
  interest: 'Interest to be remitted',
  unidentified: 'Unidentified deposits',
};

/**
 * The report as CSV: the bank statement, the three totals, then a line per ledger that is no matter's, and per matter.
 * Amounts are decimals of the currency.
 */
export function trustReportCsv(report: TrustReportBody): string {
  const { bank, book, clients, differences, matters, statement, asOf, currency } = report;
  const { positive, shortage, otherLedgers } = report;
  const lines = [
    [`Ledger self-check of ${asOf}, ${currency}`],
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
    ...matters.map(({ number, name, client, ledger, balance, held, difference }) => [
      'Matter',
      ...[number, name, client],
      ...[ledger, balance, held, difference].map(decimalOf),
      ledger < 0 ? decimalOf(money(-ledger)) : '',
    ]),
  ];
  return csvLines(lines, { bom: true });
}

import { csvLines, decimalOf } from '../csv.ts';
import type { TrustReportBody } from './schemas.ts';

const COLUMNS = ['Line', 'Matter', 'Name', 'Client', 'Ledger', 'Balance', 'Held', 'Difference'] as const;

/** The report as CSV: the bank statement, the three totals, then a line per matter. Amounts are decimals of the currency. */
export function trustReportCsv(report: TrustReportBody): string {
  const { bank, book, clients, differences, matters, statement, asOf, currency } = report;
  const lines = [
    [`Trust report of ${asOf}, ${currency}`],
    [...COLUMNS],
    ...(statement === null
      ? []
      : [
          [
            ...['Statement', statement.date, 'Ledger by effective date', ''],
            ...[statement.ledger, statement.balance].map(decimalOf),
            ...['', decimalOf(statement.difference)],
          ],
        ]),
    ['Bank', '', '', '', decimalOf(bank), '', '', decimalOf(differences.bankLessBook)],
    ['Book', '', '', '', decimalOf(book), '', '', decimalOf(differences.bookLessClients)],
    ['Clients', '', '', '', '', decimalOf(clients), '', ''],
    ...matters.map(({ number, name, client, ledger, balance, held, difference }) => [
      'Matter',
      ...[number, name, client],
      ...[ledger, balance, held, difference].map(decimalOf),
    ]),
  ];
  return csvLines(lines, { bom: true });
}

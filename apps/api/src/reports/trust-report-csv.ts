import { decimalOf } from '../exports/csv.ts';
import type { TrustReportBody } from './schemas.ts';

const COLUMNS = ['Line', 'Matter', 'Name', 'Client', 'Ledger', 'Balance', 'Held', 'Difference'] as const;

/** The report as RFC 4180 CSV: the bank's own word, the three totals, then a line for each matter. Amounts are decimals of the currency. */
export function trustReportCsv(report: TrustReportBody): string {
  const { bank, book, clients, differences, matters, statement, asOf, currency } = report;
  const lines = [
    [`Trust report of ${asOf}, ${currency}`],
    [...COLUMNS],
    ...(statement === null
      ? []
      : [
          [
            ...['Statement', statement.date, '', ''],
            ...[statement.ledger, statement.balance].map(decimalOf),
            ...['', decimalOf(statement.difference)],
          ],
        ]),
    ['Bank', '', '', '', decimalOf(bank), '', '', decimalOf(differences.bankLessBook)],
    ['Book', '', '', '', decimalOf(book), '', '', decimalOf(differences.bookLessClients)],
    ['Clients', '', '', '', '', decimalOf(clients), '', ''],
    ...matters.map(({ number, name, client, ledger, balance, held, difference }) => [
      'Matter',
      ...[number, name, client].map((words) => harmless(words ?? '')),
      ...[ledger, balance, held, difference].map(decimalOf),
    ]),
  ];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** People's words, which a spreadsheet must not take for a formula. */
function harmless(words: string): string {
  return /^[=+\-@\t\r]/.test(words) ? `'${words}` : words;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

import type { GrossReceipts } from '@makewhole/db/reports/read-gross-receipts';
import { csvText } from '@makewhole/domain/csv-text';
import { decimalOf } from '../csv.ts';

const COLUMNS = [
  ...['Month', 'Connection', 'Merchant account', 'Method', 'Payments', 'Gross receipts', 'Of it to trust'],
  ...['Refunds', 'Refunded', 'Disputes', 'Disputed', 'Currency'],
];

/** A line for each month, connection and method. Amounts are decimals; nothing is deducted from the gross. */
export function grossReceiptsCsv(rows: readonly GrossReceipts[]): string {
  const lines = rows.map((row) => [
    ...[row.month, row.connection, row.account, row.method === 'ach' ? 'ACH' : 'Card', String(row.payments)],
    ...[decimalOf(row.gross), decimalOf(row.trust), String(row.refunds), decimalOf(row.refunded)],
    ...[String(row.disputes), decimalOf(row.disputed), 'USD'],
  ]);
  return csvText([COLUMNS, ...lines], { bom: true });
}

// Identifies the columns of a bank's CSV by the names in its header row.
import { Unreadable } from './values.ts';

/** Banks' names of each column, in lower case; the first one that a file has is used. */
const COLUMNS = {
  date: ['date', 'posted', 'posted date', 'posting date', 'post date', 'date posted', 'transaction date'],
  amount: ['amount', 'transaction amount', 'amount (usd)'],
  debit: ['debit', 'withdrawal', 'withdrawals', 'debit amount'],
  credit: ['credit', 'deposit', 'deposits', 'credit amount'],
  description: ['description', 'details', 'memo', 'payee', 'name', 'transaction description'],
  reference: ['reference', 'reference number', 'ref', 'check number', 'check or slip #'],
  balance: ['balance', 'running balance', 'running bal.', 'account balance', 'ledger balance'],
  bankId: ['fitid', 'transaction id', 'id', 'bank id'],
  currency: ['currency', 'currency code', 'ccy'],
} as const;
export type Column = keyof typeof COLUMNS;
export type Places = ReadonlyMap<Column, number>;

/** A row and the number of its last line in the file. */
export type CsvRecord = { readonly cells: readonly string[]; readonly line: number };

/** Banks put an account summary before the header row. */
const NAMES_WITHIN_ROWS = 20;

/** The header row, and the rows after it. */
export function tableIn(records: readonly CsvRecord[]) {
  const at = records.slice(0, NAMES_WITHIN_ROWS).findIndex((record) => isRowOfNames(placesIn(record)));
  const header = records[at];
  if (header === undefined) throw new Unreadable(whyNoTable(records[0]));
  const rows = records.slice(at + 1);
  const names = namesIn(header);
  const width = names.findLastIndex((name) => name !== '') + 1;
  for (const row of rows) refuseOtherWidth(row, width);
  const places = placesIn(header);
  for (const [column, place] of places) {
    if (names.lastIndexOf(names[place] ?? '') === place) continue;
    throw new Unreadable(`Two columns are named ${header.cells[place]}, so the ${column} is unclear.`);
  }
  return { names, places, rows };
}

function namesIn({ cells }: CsvRecord): string[] {
  return cells.map((name) => name.trim().toLowerCase());
}

function placesIn(record: CsvRecord): Places {
  const names = namesIn(record);
  const places = new Map<Column, number>();
  for (const column of Object.keys(COLUMNS) as Column[]) {
    // the keys of the table
    const name = COLUMNS[column].find((one) => names.includes(one));
    if (name !== undefined) places.set(column, names.indexOf(name));
  }
  return places;
}

function isRowOfNames(places: Places): boolean {
  const hasAmount = places.has('amount') || (places.has('debit') && places.has('credit'));
  return places.has('date') && hasAmount && places.has('description');
}

/** Only empty fields may exceed the header: an unquoted comma shifts every value after it. */
function refuseOtherWidth({ cells, line }: CsvRecord, width: number): void {
  if (cells.slice(width).some((cell) => cell.trim() !== '')) {
    throw new Unreadable(
      `Line ${line} has more fields than the header row: it may contain an unquoted comma.`,
    );
  }
  if (cells.length < width) {
    throw new Unreadable(
      `Line ${line} has fewer fields than the header row: the file may be truncated there.`,
    );
  }
}

function whyNoTable(first: CsvRecord | undefined): string {
  if (first === undefined) return 'This file is empty.';
  if (first.cells.some((cell) => cell.split(';').length > 2)) {
    return 'The fields of this file are separated by semicolons. Export it as CSV with commas.';
  }
  return 'The first row must name the columns: Date, Description, and Amount (or Debit and Credit). This file is neither such a CSV nor an OFX file.';
}

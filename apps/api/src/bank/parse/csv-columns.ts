// Identifies the columns of a bank's CSV by the names in its header row.
import { Unreadable, quoted } from './values.ts';

/**
 * Banks' names of each column, as `plainName` has them, the likeliest first. Of several dates the day of posting counts:
 * the bank's balances are of that day.
 */
const COLUMNS = {
  date: [
    ...[
      'posted',
      'posted date',
      'posting date',
      'post date',
      'date posted',
      'booking date',
      'date',
      'bank date',
    ],
    ...['transaction date', 'trans date', 'tran date', 'effective date', 'value date'],
  ],
  amount: ['amount', 'transaction amount', 'net amount'],
  debit: [
    ...['debit', 'debits', 'debit amount', 'amount debit', 'withdrawal', 'withdrawals', 'withdrawal amount'],
    ...['paid out', 'money out', 'debit withdrawal', 'withdrawals debits', 'checks and debits'],
  ],
  credit: [
    ...['credit', 'credits', 'credit amount', 'amount credit', 'deposit', 'deposits', 'deposit amount'],
    ...['paid in', 'money in', 'credit deposit', 'deposits credits', 'deposits and credits'],
  ],
  description: [
    ...[
      'description',
      'transaction description',
      'full description',
      'details',
      'payee',
      'payee name',
      'name',
    ],
    ...['memo', 'narrative', 'particulars'],
  ],
  reference: [
    ...[
      'reference',
      'reference number',
      'reference no',
      'ref',
      'ref number',
      'ref no',
      'check number',
      'check no',
    ],
    ...['check', 'check or slip', 'check/serial', 'serial number', 'cheque number', 'slip number'],
  ],
  balance: [
    ...['balance', 'running balance', 'running bal', 'account balance', 'account running balance'],
    ...['ledger balance', 'balance after transaction'],
  ],
  bankId: ['fitid', 'transaction id', 'id', 'bank id', 'unique id'],
  currency: ['currency', 'currency code', 'ccy', 'account currency', 'transaction currency', 'curr'],
  status: ['status', 'transaction status', 'posting status', 'posted status'],
} as const;
export type Column = keyof typeof COLUMNS;
/** The places of each column that the file has, the likeliest first. */
export type Places = ReadonlyMap<Column, readonly number[]>;

/** A row and the number of its last line in the file. */
export type CsvRecord = { readonly cells: readonly string[]; readonly line: number };

const NAME_LENGTH_MAX = 60;
/** Banks put an account summary before the header row. */
const NAMES_WITHIN_ROWS = 20;

/** The header row's names, as `plainName` has them; the rows before it, and the rows after it. */
export function tableIn(records: readonly CsvRecord[]) {
  const at = records.slice(0, NAMES_WITHIN_ROWS).findIndex(({ cells }) => isRowOfNames(cells));
  const header = records[at];
  if (header === undefined) throw new Unreadable(whyNoTable(records));
  const rows = records.slice(at + 1);
  const names = header.cells.map(plainName);
  const width = header.cells.findLastIndex((name) => name.trim() !== '') + 1;
  refuseOtherWidths(rows, width);
  const places = placesIn(names);
  refuseSameNames(header, places);
  const [day = 0] = places.get('date') ?? [];
  const again = rows.find(({ cells }) => plainName(cells[day] ?? '') === names[day]);
  if (again !== undefined) {
    throw new Unreadable(
      `Line ${again.line} names the columns again: this file has more than one table. Export one account and one period at a time.`,
    );
  }
  return { names: names.slice(0, width), places, rows, before: records.slice(0, at) };
}

export function isRowOfNames(cells: readonly string[]): boolean {
  const places = placesIn(cells.map(plainName));
  const hasAmount = places.has('amount') || (places.has('debit') && places.has('credit'));
  return places.has('date') && hasAmount && places.has('description');
}

/** "Amount (USD)", "Running Bal.", "Withdrawals (-)": in lower case, without dollars and punctuation. */
function plainName(name: string): string {
  if (name.length > NAME_LENGTH_MAX) return '';
  return name
    .toLowerCase()
    .replace(/\(?\b(?:in )?(?:us\$|usd\b)\)?|\$/g, ' ')
    .replace(/[^\p{L}\p{N}/]+/gu, ' ')
    .replaceAll(' / ', '/')
    .trim();
}

function placesIn(names: readonly string[]): Places {
  const places = new Map<Column, readonly number[]>();
  for (const column of Object.keys(COLUMNS) as Column[]) {
    // the keys of the table
    const known: readonly string[] = COLUMNS[column];
    const found = known.map((name) => names.indexOf(name)).filter((place) => place !== -1);
    if (found.length > 0) places.set(column, found);
  }
  return places;
}

function refuseSameNames({ cells }: CsvRecord, places: Places): void {
  const names = cells.map(plainName);
  for (const [column, found] of places) {
    const twice = found.find((place) => names.lastIndexOf(names[place] ?? '') !== place);
    if (twice === undefined) continue;
    throw new Unreadable(`Two columns are named ${quoted(cells[twice] ?? '')}, so the ${column} is unclear.`);
  }
}

/**
 * Only empty fields may exceed the header, and as many in each row: an unquoted comma shifts every value after it, which a
 * row with an empty field at its end would hide.
 */
function refuseOtherWidths(rows: readonly CsvRecord[], width: number): void {
  const usual = Math.min(...rows.slice(0, 1).map(({ cells }) => cells.length));
  for (const { cells, line } of rows) {
    if (cells.length < width) {
      throw new Unreadable(
        `Line ${line} has fewer fields than the header row: the file may be truncated there, or the line is no transaction.`,
      );
    }
    if (cells.slice(width).some((cell) => cell.trim() !== '')) {
      throw new Unreadable(
        `Line ${line} has more fields than the header row: it may contain an unquoted comma.`,
      );
    }
    if (cells.length !== usual) {
      throw new Unreadable(
        `Line ${line} has ${cells.length} fields and the first transaction has ${usual}: one may contain an unquoted comma.`,
      );
    }
  }
}

function whyNoTable(records: readonly CsvRecord[]): string {
  if (records.length === 0) return 'This file is empty.';
  const names = records.slice(0, NAMES_WITHIN_ROWS).flatMap(({ cells }) => cells);
  const foreign = names.find((name) =>
    /^(?:amount|debit|credit)\b.{0,3}\b(?!usd)[a-z]{3}\)?$/i.test(name.trim()),
  );
  if (foreign !== undefined) {
    return `The column "${quoted(foreign)}" is not in dollars; the books are in USD.`;
  }
  return 'The first row must name the columns: Date, Description, and Amount (or Debit and Credit). This file is neither such a CSV nor an OFX file. If the bank exports no header row, choose OFX, QFX, or QBO there.';
}

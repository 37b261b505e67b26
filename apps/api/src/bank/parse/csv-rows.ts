// The rows of a CSV's table by the names of their columns, and which of them are no transactions: balances, as "Balance
// forward", and totals.
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { ClosingBalance } from '@makewhole/domain/bank-lines';
import { money, sum, type Money } from '@makewhole/domain/money';
import type { Column, CsvRecord, Places } from './csv-columns.ts';
import { amountOf } from './read-amount.ts';
import { dateOf } from './read-date.ts';
import { Unreadable, quoted } from './values.ts';

export type CsvRow = {
  readonly line: number;
  /** Trimmed, of the likeliest column that is not empty; empty if there is none. */
  readonly of: (column: Column) => string;
  /** What every column that may be this one says, without the empty ones. */
  readonly allOf: (column: Column) => readonly string[];
  /** The cells of columns that we do not use, with their names. */
  readonly others: readonly { readonly name: string; readonly cell: string }[];
};

export function rowsOf(
  records: readonly CsvRecord[],
  names: readonly string[],
  places: Places,
): readonly CsvRow[] {
  const ours = new Set([...places.values()].flat());
  const unused = [...names.entries()].filter(([place]) => !ours.has(place));
  return records.map(({ cells, line }) => {
    const allOf = (column: Column) =>
      (places.get(column) ?? []).map((place) => (cells[place] ?? '').trim()).filter((cell) => cell !== '');
    return {
      line,
      allOf,
      of: (column) =>
        // A row without a day of posting has not been posted: no other date stands in for it.
        column === 'date' ? (cells[places.get('date')?.[0] ?? -1] ?? '').trim() : (allOf(column)[0] ?? ''),
      others: unused.map(([place, name]) => ({ name, cell: (cells[place] ?? '').trim() })),
    };
  });
}

const BALANCE =
  /^(?:(?<first>opening|beginning|starting|previous|prior)|(?<last>closing|ending|final)|current)? ?(?:(?:ledger|account|statement) )?balance(?:,? (?:brought |carried )?(?:forward|fwd)| [bc]\/[fd])?(?:(?:, ?| )(?:as of|on|at|for)\b.*| ?[-:].*)?$/i;
const LABEL_LENGTH_MAX = 80;
const MONEY = ['amount', 'debit', 'credit'] as const;

/** A balance amid the transactions: it moved no money. */
export type BalanceRow = {
  readonly row: CsvRow;
  readonly balance: Money | null;
  /** The closing balance, and its day; null if it is no closing balance or has no day. */
  readonly closing: ClosingBalance | null;
};

/**
 * The balance that a row states, null if it is a transaction.
 * @throws Unreadable if it could be either
 */
export function balanceRowOf(row: CsvRow): BalanceRow | null {
  const said = BALANCE.exec(labelOf(row));
  const moved = MONEY.flatMap((column) => row.allOf(column));
  const where = `Line ${row.line}`;
  const balance = row.of('balance') === '' ? null : row.of('balance');
  const read = () => (balance === null ? null : amountOf(balance, `${where}, its balance`));
  const isLast = said?.groups?.['last'] !== undefined;
  const rowWith = (stated: Money | null): BalanceRow => {
    const date = isLast && stated !== null ? dateIn(row) : null;
    return {
      row,
      balance: stated,
      closing: date === null || stated === null ? null : { balance: stated, date },
    };
  };
  if (moved.length === 0) {
    const isBalance = said !== null || (balance !== null && /\bbalance\b/i.test(labelOf(row)));
    return isBalance ? rowWith(read()) : null;
  }
  if (said === null) return null;
  const amounts = moved.map((text) => Math.abs(amountOf(text, where))).filter((amount) => amount !== 0);
  const stated = read();
  if (amounts.length === 0 || (stated !== null && amounts.every((amount) => amount === Math.abs(stated)))) {
    return rowWith(stated);
  }
  throw new Unreadable(
    `${where}: "${quoted(labelOf(row))}" looks like a balance, but it has an amount as if money had moved. Export transactions only, or remove the line.`,
  );
}

/** Whether a row adds up others: it has no date, and says so. */
export function isTotal(row: CsvRow): boolean {
  return /^(?:grand |sub)?totals?\b/i.test(labelOf(row)) && dateIn(row) === null;
}

/** @param before the amounts of the transactions before it. @throws Unreadable if it does not add up to them */
export function refuseOtherTotal(row: CsvRow, before: readonly Money[]): void {
  const out = Math.abs(sum(before.filter((amount) => amount < 0)));
  const into = sum(before.filter((amount) => amount > 0));
  const total = { debit: out, credit: into, amount: totalOf(labelOf(row), out, into) };
  for (const column of MONEY) {
    const wrong = row
      .allOf(column)
      .find((text) => Math.abs(amountOf(text, `Line ${row.line}`)) !== total[column]);
    if (wrong === undefined) continue;
    throw new Unreadable(
      `Line ${row.line} has a total of ${quoted(wrong)}, but the lines before it do not add up to that: the file may be incomplete.`,
    );
  }
}

function totalOf(label: string, out: number, into: number): number {
  if (/\b(?:debit|withdrawal|out)/i.test(label)) return out;
  return /\b(?:credit|deposit|in\b)/i.test(label) ? into : Math.abs(into - out);
}

/** What a row calls itself: some programs write it where the date stands. */
function labelOf(row: CsvRow): string {
  return (row.of('description') || row.of('date')).replace(/\s+/g, ' ').slice(0, LABEL_LENGTH_MAX);
}

function dateIn(row: CsvRow): BankDate | null {
  try {
    return dateOf(row.of('date'), `Line ${row.line}`);
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

const OPENING = /^(?:opening|beginning|starting|previous|prior) (?:ledger |account |statement )?balance\b/i;
const CLOSING = /^(?:closing|ending|final|new) (?:ledger |account |statement )?balance\b/i;

/**
 * Checks the lines against the balances in the summary before the table.
 * @throws Unreadable if it has both, and the lines do not lead from one to the other
 */
export function refuseOtherSum(before: readonly CsvRecord[], amounts: readonly Money[]): void {
  const [opening, closing] = [OPENING, CLOSING].map((label) => summaryOf(before, label));
  if (opening === undefined || opening === null || closing === undefined || closing === null) return;
  if (money(opening + sum(amounts)) === closing) return;
  throw new Unreadable(
    'The transactions do not add up to the balances in the summary at the top: lines may be missing, or an amount may have the wrong sign. Export the file again.',
  );
}

function summaryOf(records: readonly CsvRecord[], label: RegExp): Money | null {
  const row = records.find(({ cells }) => label.test(cells.find((cell) => cell.trim() !== '')?.trim() ?? ''));
  const said = row?.cells.findLast((cell) => cell.trim() !== '') ?? '';
  return /^[-+($\s]*[\d,]+\.\d{2}\)?$/.test(said.trim()) ? amountOf(said, 'The summary') : null;
}

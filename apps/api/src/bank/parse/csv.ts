// A bank's CSV with a header row: date, amount (or debit and credit), description, and optionally a balance.
import type { StatementLine } from '@makewhole/db/bank/new-statement';
import { STATEMENT_LINES_MAX, type ClosingBalance } from '@makewhole/domain/bank-lines';
import type { Money } from '@makewhole/domain/money';
import { closingOf, refuseContradiction, refuseOverdrawn } from './closing-balance.ts';
import { amountsOf } from './csv-amounts.ts';
import { tableIn } from './csv-columns.ts';
import { delimiterOf } from './csv-delimiter.ts';
import {
  refuseCutValue,
  refuseDayFirst,
  refuseMixedYears,
  refuseNotPosted,
  refuseShiftedAmount,
  refuseShiftedRow,
} from './csv-doubts.ts';
import {
  balanceRowOf,
  isTotal,
  refuseOtherSum,
  refuseOtherTotal,
  rowsOf,
  type BalanceRow,
  type CsvRow,
} from './csv-rows.ts';
import { recordsOf } from './csv-records.ts';
import { amountOf } from './read-amount.ts';
import { dateOf } from './read-date.ts';
import { Unreadable, type StatementContent, bankIdOf, quoted } from './values.ts';

/** The header, a summary before it, and one line more than the limit. */
const RECORDS_MAX = STATEMENT_LINES_MAX + 22;

/** @throws Unreadable if anything cannot be read with certainty */
export function readCsv(text: string): StatementContent {
  const { names, places, rows: records, before } = tableIn(recordsOf(text, delimiterOf(text), RECORDS_MAX));
  refuseCutValue(text, records, places);
  refuseShiftedAmount(records, places);
  refuseShiftedRow(records, places, names.length);
  const { rows, balances, totals } = sorted(rowsOf(records, names, places));
  rows.forEach(refuseNotPosted);
  const amounts = amountsOf(rows);
  refuseMixedYears(rows);
  const ids = idsOf(rows);
  const read = rows.map((row, index) => {
    const [amount, bankId = null] = [amounts[index], ids[index]];
    if (amount === undefined) throw new Error('There is an amount for each row');
    return {
      line: lineOf(row, amount, bankId),
      balance: balanceOf(row),
      where: `Line ${row.line}`,
      at: row.line,
    };
  });
  refuseDayFirst(rows);
  for (const total of totals) {
    refuseOtherTotal(
      total,
      read.filter(({ at }) => at < total.line).map(({ line }) => line.amount),
    );
  }
  refuseOtherSum(before, amounts);
  const unmoved = balances.map(({ row, balance }) => ({
    balance,
    where: `Line ${row.line}`,
    at: row.line,
    amount: 0,
  }));
  refuseContradiction(
    [...read.map(({ line, ...one }) => ({ ...one, amount: line.amount })), ...unmoved].sort(byLine),
  );
  if (places.has('amount')) refuseOverdrawn(read);
  return {
    lines: read.map(({ line }) => line),
    closing: lastOf(closingOf(read), balances),
    accountNumber: null,
  };
}

function byLine({ at: one }: { readonly at: number }, { at: other }: { readonly at: number }): number {
  return one - other;
}

function sorted(all: readonly CsvRow[]) {
  const [rows, balances, totals]: [CsvRow[], BalanceRow[], CsvRow[]] = [[], [], []];
  for (const row of all) {
    const balance = balanceRowOf(row);
    if (balance !== null) balances.push(balance);
    else if (isTotal(row)) totals.push(row);
    else rows.push(row);
  }
  return { rows, balances, totals };
}

/**
 * The balance after the lines, or the one that a row states as the closing one.
 * @throws Unreadable if they differ
 */
function lastOf(closing: ClosingBalance | null, balances: readonly BalanceRow[]): ClosingBalance | null {
  const said = balances.find((one) => one.closing !== null);
  if (said === undefined) return closing;
  if (closing === null || closing.balance === said.balance) return said.closing;
  throw new Unreadable(
    `Line ${said.row.line}: its balance is not the one after the last transaction. Export the file again.`,
  );
}

function balanceOf({ line, of }: CsvRow) {
  return of('balance') === '' ? null : amountOf(of('balance'), `Line ${line}, its balance`);
}

function lineOf(row: CsvRow, amount: Money, bankId: string | null): StatementLine {
  const where = `Line ${row.line}`;
  const foreign = row.allOf('currency').find((currency) => !/^(?:USD|US\$|\$|840)$/i.test(currency));
  if (foreign !== undefined) throw new Unreadable(`${where} is in ${quoted(foreign)}; the books are in USD.`);
  const description = [row.of('description'), row.of('reference')].filter((part) => part !== '').join(' ');
  return { date: dateOf(row.of('date'), where), amount, currency: 'USD', description, bankId };
}

/** All null if they merely number the rows. */
function idsOf(rows: readonly CsvRow[]): readonly (string | null)[] {
  const ids = rows.map(({ line, of }) => bankIdOf(of('bankId'), `Line ${line}`, 'ID'));
  const numbers = ids.map((id) => (id !== null && /^\d{1,9}$/.test(id) ? Number(id) : Number.NaN));
  const step = (numbers[1] ?? 2) - (numbers[0] ?? 1);
  const counts =
    numbers.every((one, index) => one === (numbers[0] ?? 0) + index * step) && Math.abs(step) === 1;
  return counts ? ids.map(() => null) : ids;
}

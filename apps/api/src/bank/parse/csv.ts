// A bank's CSV with a header row: date, amount (or debit and credit), description, and optionally a balance.
import { CsvError, parse } from 'csv-parse/sync';
import type { StatementLine } from '@makewhole/db/bank/new-statement';
import { STATEMENT_LINES_MAX } from '@makewhole/domain/bank-lines';
import type { Money } from '@makewhole/domain/money';
import { amountsOf, type CsvRow } from './csv-amounts.ts';
import { tableIn, type Column, type CsvRecord, type Places } from './csv-columns.ts';
import { closingOf, refuseContradiction } from './closing-balance.ts';
import { Unreadable, type StatementContent, amountOf, bankIdOf, dateOf, quoted } from './values.ts';

const MESSAGE_LENGTH_MAX = 200;

/** @throws Unreadable if anything cannot be read with certainty */
export function readCsv(text: string): StatementContent {
  const { names, places, rows: records } = tableIn(recordsOf(text));
  if (!/[\r\n]\s*$/.test(text.slice(-2))) refuseCutAmount(records, places);
  const ours = new Set(places.values());
  const all = records.map(({ cells, line }): CsvRow => ({
    line,
    of: (column) => cells[places.get(column) ?? -1]?.trim() ?? '',
    others: cells
      .slice(0, names.length)
      .filter((_, place) => !ours.has(place))
      .map((cell) => cell.trim()),
  }));
  const rows = all.filter((row) => !isOnlyBalance(row));
  const amounts = amountsOf(rows);
  const ids = idsOf(rows);
  const read = rows.map((row, index) => {
    const [amount, bankId = null] = [amounts[index], ids[index]];
    if (amount === undefined) throw new Error('There is an amount for each row');
    return { line: lineOf(row, amount, bankId), balance: balanceOf(row), where: `Line ${row.line}` };
  });
  refuseContradiction(read);
  return { lines: read.map(({ line }) => line), closing: closingOf(read), accountNumber: null };
}

/** A line such as "Beginning balance", which moved no money. */
function isOnlyBalance({ of }: CsvRow): boolean {
  const hasAmount = (['amount', 'debit', 'credit'] as const).some((column) => of(column) !== '');
  return !hasAmount && of('balance') !== '' && /\bbalance\b/i.test(of('description'));
}

function balanceOf({ line, of }: CsvRow) {
  return of('balance') === '' ? null : amountOf(of('balance'), `Line ${line}, its balance`);
}

function lineOf({ line, of }: CsvRow, amount: Money, bankId: string | null): StatementLine {
  const where = `Line ${line}`;
  const currency = of('currency');
  if (currency !== '' && currency.toUpperCase() !== 'USD') {
    throw new Unreadable(`${where} is in ${quoted(currency)}; the books are in USD.`);
  }
  const description = [of('description'), of('reference')].filter((part) => part !== '').join(' ');
  return { date: dateOf(of('date'), where), amount, currency: 'USD', description, bankId };
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

/** Without a final line break, the last field may be truncated; an amount without cents reveals it. */
function refuseCutAmount(records: readonly CsvRecord[], places: Places): void {
  const last = records.at(-1);
  const place = (last?.cells.length ?? 0) - 1;
  const money: readonly Column[] = ['amount', 'debit', 'credit', 'balance'];
  if (last === undefined || !money.some((column) => places.get(column) === place)) return;
  const isInCents = ({ cells }: CsvRecord) => /\.\d{2}\D*$/.test(cells[place] ?? '');
  const others = records.slice(0, -1).filter(({ cells }) => (cells[place] ?? '').trim() !== '');
  const isEmpty = (last.cells[place] ?? '').trim() === '';
  if (isEmpty || isInCents(last) || others.length === 0 || !others.every(isInCents)) return;
  throw new Unreadable(`Line ${last.line}: the file ends within its amount and may be truncated.`);
}

/** A quoted field, or one that a spreadsheet is to treat as text: ="00123". */
const FIELD = /"(?:[^"]|"")*"|(^|[,\r\n])="([^"\r\n]*)"(?=[,\r\n]|$)/g;

/** Banks protect leading zeros from spreadsheets with a formula that is just a string; it means that string. */
function plainOf(text: string): string {
  return text.replaceAll(FIELD, (field, before: string | undefined, inner: string) =>
    before === undefined ? field : `${before}"${inner}"`,
  );
}

/** The same for a formula that is quoted like every other field. */
function withoutFormula(cell: string): string {
  return /^="([^"]*)"$/.exec(cell)?.[1] ?? cell;
}

function recordsOf(text: string): CsvRecord[] {
  try {
    const parsed = parse(plainOf(text), {
      bom: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      // Files combined from two systems have both.
      record_delimiter: ['\r\n', '\n', '\r'],
      // Checked by csv-columns.ts, which allows empty fields.
      relax_column_count: true,
      info: true,
      // The header, a summary before it, and one line more than the limit.
      to: STATEMENT_LINES_MAX + 22,
    });
    // The types for `info` cover only the last overload: each record comes with its position.
    return (parsed as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      cells: record.map(withoutFormula),
      line: info.lines,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Unreadable(`This is not a valid CSV file: ${error.message.slice(0, MESSAGE_LENGTH_MAX)}`);
  }
}

// What makes a CSV doubtful as a whole, though each of its rows could be read: a file that ends within a value, a
// thousands separator without quotes, dates that begin with the day.
import type { Column, CsvRecord, Places } from './csv-columns.ts';
import type { CsvRow } from './csv-rows.ts';
import { yearDigitsOf } from './read-date.ts';
import { Unreadable, quoted } from './values.ts';

const MONEY: readonly Column[] = ['amount', 'debit', 'credit', 'balance'];

/** Without a line break or a quotation mark at its end, a file's last field may be truncated: its form reveals it. */
export function refuseCutValue(text: string, records: readonly CsvRecord[], places: Places): void {
  const [last, ...others] = records.toReversed();
  if (last === undefined || /[\r\n"] *$/.test(text.slice(-2))) return;
  const place = last.cells.length - 1;
  const cellIn = ({ cells }: CsvRecord) => (cells[place] ?? '').trim();
  const is = (columns: readonly Column[]) => columns.some((column) => places.get(column)?.includes(place));
  const cell = cellIn(last);
  // 30.00- or 30.00 DR
  const hasMark = (other: CsvRecord) => /\d\W*(?:-|[A-Z])+\.?$/i.test(cellIn(other));
  const isShortYear = is(['date']) && cell !== '' && yearDigitsOf(cell) === 2;
  const isCut =
    (is(MONEY) && cell !== '' && (!isInCents(cell) || (/\d$/.test(cell) && others.some(hasMark)))) ||
    (is(['debit', 'credit']) && cell === '' && hasOnlyZero(last, places)) ||
    (isShortYear && !others.some((other) => yearDigitsOf(cellIn(other)) === 2));
  if (!isCut) return;
  throw new Unreadable(
    `Line ${last.line}: the file ends within "${quoted(cell)}" and may be truncated. Export it again; if nothing is missing, add a line break at its end.`,
  );
}

/** Whether all that it has of debit and credit is zero: the other one may be missing. */
function hasOnlyZero({ cells }: CsvRecord, places: Places): boolean {
  const said = [...(places.get('debit') ?? []), ...(places.get('credit') ?? [])].map(
    (place) => cells[place] ?? '',
  );
  return said.some((cell) => /\d/.test(cell)) && !said.some((cell) => /[1-9]/.test(cell));
}

/** 1,234.50 without quotes is a 1 and a 234.50, where a row has an empty field for the second. */
export function refuseShiftedAmount(records: readonly CsvRecord[], places: Places): void {
  const money = new Set(MONEY.flatMap((column) => places.get(column) ?? []));
  for (const place of money) {
    const withoutCents = withoutCentsIn(records, place);
    for (const record of records) {
      const [before = '', after = ''] = record.cells.slice(place, place + 2).map((cell) => cell.trim());
      if (!/^[-+(\s$]*\d{1,3}$/.test(before) || !/^\d{3}(?:\.\d{1,2})?\)?-?$/.test(after)) continue;
      const isNoValue = isInCents(after) && !money.has(place + 1);
      // One without cents is this row.
      if (!isNoValue && withoutCents > 1) continue;
      throw new Unreadable(
        `Line ${record.line}: "${quoted(before)},${quoted(after)}" may be one amount with an unquoted comma. Export amounts without thousands separators.`,
      );
    }
  }
}

/**
 * A row with an empty field more than the header may have lost the quotes of "BRANCH, 4": then 4 is where the amount
 * should be, and the amount is in a column that has none.
 * @param width of the header
 */
export function refuseShiftedRow(records: readonly CsvRecord[], places: Places, width: number): void {
  const money = new Set(MONEY.flatMap((column) => places.get(column) ?? []));
  const known = new Set([...places.values()].flat());
  for (const place of money) {
    if (money.has(place + 1)) continue;
    for (const { cells, line } of records) {
      const [before = '', after = ''] = cells.slice(place, place + 2).map((cell) => cell.trim());
      if (cells.length <= width || !/^[-+($\s]*[\d,]*\.\d{2}\)?-?$/.test(after)) continue;
      // A column that we do not know may have amounts of its own, a fee.
      if (isInCents(before) && !known.has(place + 1)) continue;
      throw new Unreadable(
        `Line ${line}: its amount is "${quoted(before)}" and the next column has "${quoted(after)}", so it may contain an unquoted comma. Export the file again with quotation marks, or as OFX.`,
      );
    }
  }
}

function isInCents(cell = ''): boolean {
  return /\.\d{2}\D*$/.test(cell);
}

function withoutCentsIn(records: readonly CsvRecord[], place: number): number {
  return records.filter(({ cells }) => {
    const cell = (cells[place] ?? '').trim();
    return cell !== '' && !isInCents(cell);
  }).length;
}

/** Two kinds of years in one file: one of its dates may be truncated, or typed by hand. */
export function refuseMixedYears(rows: readonly CsvRow[]): void {
  const [first, ...others] = rows.map((row) => ({ row, digits: yearDigitsOf(row.of('date')) }));
  const other = others.find(({ digits }) => digits !== first?.digits);
  if (other === undefined) return;
  throw new Unreadable(
    `Line ${other.row.line}: the year of "${quoted(other.row.of('date'))}" is not written as in the lines before. Export the file again.`,
  );
}

/** Banks sort by date. If only the day first gives an order, it probably comes first. */
export function refuseDayFirst(rows: readonly CsvRow[]): void {
  const dates = rows.map((row) => /^(\d{1,2})[-/](\d{1,2})[-/](\d{2,4})\b/.exec(row.of('date')));
  if (dates.some((date) => date === null)) return;
  const [byMonth, byDay] = [
    [3, 1, 2],
    [3, 2, 1],
  ].map((order) => dates.map((date) => Number(order.map((nth) => date?.[nth]?.padStart(2, '0')).join(''))));
  if (byMonth === undefined || byDay === undefined || isSorted(byMonth) || !isSorted(byDay)) return;
  if (dates.some((date) => Number(date?.[2]) > 12)) return;
  const at = byMonth.findIndex((date, nth) => nth > 0 && date < (byMonth[nth - 1] ?? 0));
  throw new Unreadable(
    `Line ${rows[at]?.line ?? '?'}: the dates of this file are in order only if the day comes before the month. Export it with dates as YYYY-MM-DD.`,
  );
}

function isSorted(numbers: readonly number[]): boolean {
  const rises = numbers.slice(1).map((one, index) => Math.sign(one - (numbers[index] ?? one)));
  return !(rises.includes(1) && rises.includes(-1));
}

const NOT_POSTED =
  /^(?:pending|processing|in process|in progress|authori[sz]ed|on hold|hold|scheduled|declined|failed|rejected|cancell?ed|void(?:ed)?|not posted|unposted|memo post(?:ed)?)$/i;

/** @throws Unreadable if a row's status says that the money has not moved */
export function refuseNotPosted({ line, of }: CsvRow): void {
  const status = of('status');
  if (!NOT_POSTED.test(status)) return;
  throw new Unreadable(
    `Line ${line} has the status "${quoted(status)}": its money has not moved. Export posted transactions only.`,
  );
}

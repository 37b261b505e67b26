// Lists as CSV (RFC 4180) for spreadsheets, streamed as they are read, so that long lists need no memory.
import { stringify } from 'csv-stringify/sync';

/** A longer export ends here, and says so in its last line. */
export const EXPORT_ROWS_MAX = 50_000;

/** The columns by their headers. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => string | null>>;

/**
 * The rows as CSV, page by page, with a byte order mark, so that spreadsheets detect UTF-8. No cell is a formula: text
 * that looks like one is prefixed with an apostrophe.
 */
export async function* csvOf<Row>(
  pages: AsyncIterable<readonly Row[]>,
  columns: Columns<Row>,
  rowsMax: number = EXPORT_ROWS_MAX,
): AsyncGenerator<string> {
  yield csvLines([Object.keys(columns)], { bom: true });
  let left = rowsMax;
  for await (const rows of pages) {
    const cells = rows.slice(0, left).map((row) => Object.values(columns).map((cellOf) => cellOf(row)));
    if (cells.length > 0) yield csvLines(cells);
    if (rows.length > left) {
      yield csvLines([[`Only the first ${rowsMax} rows are included. Narrow the list and export it again.`]]);
      return;
    }
    left -= rows.length;
  }
}

/** Every page of a list in turn. A page is never null, because each cursor comes from the page before. */
export async function* pagesOf<Row>(
  readPage: (
    cursor: string | undefined,
  ) => Promise<{ readonly data: readonly Row[]; readonly nextCursor: string | null } | null>,
): AsyncGenerator<readonly Row[]> {
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await readPage(cursor);
    if (page === null) throw new Error('The list rejected its own cursor');
    yield page.data;
    cursor = page.nextCursor;
  }
}

/** Minor units as a plain decimal, without division, which would round very large amounts. */
export function decimalOf(minorUnits: number): string {
  const digits = String(Math.abs(minorUnits)).padStart(3, '0');
  return `${minorUnits < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** An instant as spreadsheets read it, in the zone that the column's header names: "2026-11-24 09:31:05". */
export function timeIn(instant: string | Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(
    new Date(instant),
  );
}

/** One of our decimals, which must remain a number. */
const DECIMAL = /^-?\d+\.\d{2}$/;
/** Spreadsheets recognize a formula after white space, quotes, their own separators and invisible characters. */
const FORMULA =
  /^[\t\r\n]|^[\s\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}"'`;,|]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;

/** Rows as RFC 4180 CSV: one record per line, fields with line breaks quoted, and no cell a formula. */
export function csvLines(
  rows: readonly (readonly (string | null)[])[],
  options: { readonly bom?: boolean } = {},
): string {
  return stringify(
    rows.map((cells) => cells.map((cell) => harmless(cell ?? ''))),
    { ...options, record_delimiter: 'windows', quoted_match: /[\r\n]/ },
  );
}

function harmless(cell: string): string {
  return FORMULA.test(cell) && !DECIMAL.test(cell) ? `'${cell}` : cell;
}

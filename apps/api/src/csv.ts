// Lists as CSV for spreadsheets, streamed as they are read, so that long lists need no memory.
import { csvText } from '@makewhole/domain/csv-text';

/** A longer list is not exported: a file that holds a part of it looks whole. */
export const EXPORT_ROWS_MAX = 50_000;

/** The columns by their headers. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => string | null>>;

/**
 * The rows as CSV, page by page, with a byte order mark.
 * @throws Error for more rows than the maximum: the list grew after it was counted, and the file must not look whole
 */
export async function* csvOf<Row>(
  pages: AsyncIterable<readonly Row[]>,
  columns: Columns<Row>,
  rowsMax: number = EXPORT_ROWS_MAX,
): AsyncGenerator<string> {
  yield csvText([Object.keys(columns)], { bom: true });
  let left = rowsMax;
  for await (const rows of pages) {
    left -= rows.length;
    if (left < 0) throw new Error(`The list has grown to more than ${rowsMax} rows`);
    if (rows.length > 0)
      yield csvText(rows.map((row) => Object.values(columns).map((cellOf) => cellOf(row))));
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

/**
 * How far the zone was from UTC at an instant, which tells apart the hour that comes twice when clocks are set back:
 * "UTC-05:00". The letters keep spreadsheets from taking it for a time or a sum.
 */
export function offsetIn(instant: string | Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    new Date(instant),
  );
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '');
  return `UTC${offset || '+00:00'}`;
}

/** An instant in a sentence or a title: "2026-11-24 09:31:05 UTC-06:00 (America/Chicago)". */
export function wholeTimeIn(instant: string | Date, timeZone: string): string {
  return `${timeIn(instant, timeZone)} ${offsetIn(instant, timeZone)} (${timeZone})`;
}

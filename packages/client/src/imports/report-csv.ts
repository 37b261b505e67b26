// What is wrong with the rows of a file, as a file.
import { stringify } from 'csv-stringify/sync';
import type { BadRow } from './read-rows.ts';

export const REPORT_COLUMNS = ['line', 'column', 'code', 'value', 'message'] as const;

/** For a spreadsheet: with a byte order mark, and no cell that it would take for a formula. */
export function reportCsv(bad: readonly BadRow[]): string {
  const rows = bad.map((row) => REPORT_COLUMNS.map((name) => row[name]));
  return stringify([[...REPORT_COLUMNS], ...rows], { bom: true, escape_formulas: true });
}

// What is wrong with the rows of a file, as a table.
import type { BadRow } from './read-rows.ts';

export const REPORT_COLUMNS = ['line', 'column', 'code', 'value', 'message'] as const;

/** A row of heads, and one for each bad row: to write as CSV. */
export function reportTable(bad: readonly BadRow[]): (string | null)[][] {
  const rows = bad.map(({ line, column, code, value, message }) => [
    ...[String(line), column, code, value, message],
  ]);
  return [[...REPORT_COLUMNS], ...rows];
}

// What is wrong with the rows of a file, for people and for programs.
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { BadRow } from '@makewhole/client/imports/read-rows';
import { REPORT_COLUMNS, reportTable } from '@makewhole/client/imports/report-table';
import { csvText } from '@makewhole/domain/csv-text';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { table } from '../output.ts';

const SHOWN_MAX = 50;
const VALUE_LENGTH_MAX = 40;

/** @throws CommandFailure with exit code 2, before anything is sent */
export function checkReportPath(path: string): void {
  if (['.csv', '.json'].includes(extname(path))) return;
  throw new CommandFailure(`--report: ${path} must end in .csv or .json`, EXIT.usage);
}

/** Every bad row; an empty list too, so that a script finds the file. */
export async function writeReport(path: string, bad: readonly BadRow[]): Promise<void> {
  const content =
    extname(path) === '.json'
      ? `${JSON.stringify(bad, null, 2)}\n`
      : csvText(reportTable(bad), { bom: true });
  await writeFile(path, content).catch((error: unknown) => {
    throw new CommandFailure(`--report: ${path} cannot be written (${String(error)})`, EXIT.usage);
  });
}

/** The first bad rows as a table, and how many more there are. */
export function badLines(bad: readonly BadRow[]): string[] {
  if (bad.length === 0) return [];
  const rows = bad.slice(0, SHOWN_MAX).map(({ line, column, code, value, message }) => {
    const shown = JSON.stringify(
      value.length > VALUE_LENGTH_MAX ? `${value.slice(0, VALUE_LENGTH_MAX)}…` : value,
    );
    return [String(line), column ?? '', code, shown, message];
  });
  const more = bad.length - rows.length;
  return [
    ...table([[...REPORT_COLUMNS], ...rows]),
    ...(more > 0 ? [`... and ${more} more: --report bad-rows.csv writes all of them.`] : []),
  ];
}

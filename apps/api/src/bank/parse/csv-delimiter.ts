// Finds what separates the fields of a bank's CSV: commas, tabs, or pipes. Semicolons are refused: programs write them
// where amounts have decimal commas and dates begin with the day.
import { isRowOfNames } from './csv-columns.ts';
import { Unreadable, quoted } from './values.ts';

export type Delimiter = ',' | '\t' | '|';
const DELIMITERS: readonly Delimiter[] = [',', '\t', '|'];

/** A row of names is found within these. */
const HEAD_LENGTH = 64_000;
const HEAD_LINES = 60;

/** @throws Unreadable if they are separated by semicolons, or the file names another separator */
export function delimiterOf(text: string): Delimiter {
  const lines = text.slice(0, HEAD_LENGTH).split(/\r\n|\n|\r/, HEAD_LINES);
  const named = /^"?sep=(.?)"?\s*$/i.exec(lines[0] ?? '')?.[1] ?? null;
  const separates = (by: string) => lines.some((line) => isRowOfNames(namesIn(line, by)));
  if (named === ';' || (named === null && separates(';'))) {
    throw new Unreadable(
      'The fields of this file are separated by semicolons, as where amounts have decimal commas and dates begin with the day. Export it as CSV with commas.',
    );
  }
  const found = DELIMITERS.find((one) => (named === null ? separates(one) : one === named));
  if (found === undefined && named !== null && named.trim() !== '') {
    throw new Unreadable(
      `The fields of this file are separated by "${quoted(named)}". Export it as CSV with commas.`,
    );
  }
  return found ?? (named === '' ? '\t' : ',');
}

/** The names of columns have no separators of their own. */
function namesIn(line: string, by: string): readonly string[] {
  return line.split(by).map((name) => name.trim().replace(/^="?|"/g, ''));
}

// The records of a CSV (RFC 4180) in one pass, so that the time is linear in the size of any file. More is allowed than
// there, where it can mean one thing only: any line end, spaces around quotation marks, and a text in the way of
// spreadsheets, ="00123", with which banks protect leading zeros.
import type { CsvRecord } from './csv-columns.ts';
import type { Delimiter } from './csv-delimiter.ts';
import { Unreadable } from './values.ts';

/** No bank has as many columns. */
const FIELDS_MAX = 1_000;
const UNQUOTED: Readonly<Record<Delimiter, RegExp>> = {
  ',': /[^,"\r\n]*/y,
  '\t': /[^\t"\r\n]*/y,
  '|': /[^|"\r\n]*/y,
};
const SPACES = / */y;

type Field = { readonly text: string; readonly end: number };

/**
 * The records that have a value, up to a number of them.
 * @throws Unreadable if a quotation mark neither begins nor ends a field
 */
export function recordsOf(text: string, delimiter: Delimiter, recordsMax: number): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let [at, line] = [0, 1];
  while (at < text.length && records.length < recordsMax) {
    if (text[at] === '\n') {
      at += 1;
      line += 1;
      continue;
    }
    const { cells, end } = recordAt(text, at, delimiter, line);
    if (cells.some((cell) => cell.trim() !== '')) records.push({ cells: cells.map(withoutFormula), line });
    const next = text.startsWith('\r\n', end) ? end + 2 : end + 1;
    line += lineEndsIn(text.slice(at, next));
    at = next;
  }
  return records;
}

function recordAt(text: string, start: number, delimiter: Delimiter, line: number) {
  const cells: string[] = [];
  for (let at = start; ; at += 1) {
    const field = fieldAt(text, at, delimiter, line);
    cells.push(field.text);
    if (cells.length > FIELDS_MAX) {
      throw new Unreadable(`Line ${line} has more than ${FIELDS_MAX} fields. Export it again, or as OFX.`);
    }
    at = field.end;
    if (text[at] !== delimiter) return { cells, end: at };
  }
}

/** The field that begins there, and where its delimiter or line end is. */
function fieldAt(text: string, at: number, delimiter: Delimiter, line: number): Field {
  const unquoted = matchAt(UNQUOTED[delimiter], text, at);
  const end = at + unquoted.length;
  if (text[end] !== '"') return { text: unquoted, end };
  if (unquoted.trim() !== '' && unquoted.trim() !== '=') throw misplaced(line, 'begins within');
  const close = closingQuote(text, end + 1);
  if (close === -1) {
    throw new Unreadable(
      `This is not a valid CSV file: the quoted field in line ${line} does not end; the file may be truncated.`,
    );
  }
  const after = close + 1 + matchAt(SPACES, text, close + 1).length;
  if (after < text.length && !`${delimiter}\r\n`.includes(text[after] ?? ''))
    throw misplaced(line, 'ends before');
  return { text: text.slice(end + 1, close).replaceAll('""', '"'), end: after };
}

/** -1 if there is none: two in a row are one in the field's text. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function misplaced(line: number, where: string): Unreadable {
  return new Unreadable(
    `This is not a valid CSV file: line ${line} has a quotation mark that ${where} the text of a field. Export it again, or as OFX.`,
  );
}

/** ="00123" that is quoted like every other field. */
function withoutFormula(cell: string): string {
  return /^="([^"]*)"$/.exec(cell)?.[1] ?? cell;
}

function lineEndsIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

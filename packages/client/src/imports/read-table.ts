// A firm's CSV file as rows of named cells. Nothing is guessed: what cannot be read with certainty is refused.
import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import type { Cells } from './cells.ts';

const FILE_BYTES_MAX = 64 * 1024 * 1024;

export type TableRow = {
  /** Where it ends in the file, from 1: the header is line 1. */
  readonly line: number;
  readonly cells: Cells;
};

type Names = { readonly required: readonly string[]; readonly optional: readonly string[] };

/** A cell as it was before a program exported it: without the mark that kept a spreadsheet from computing it. */
type ReadCell = (cell: string) => string;

export type TableRead =
  | { readonly ok: true; readonly rows: readonly TableRow[] }
  /** The file cannot be used; `fault` says why and what to do. */
  | { readonly ok: false; readonly fault: string };

/** Reads a file with these columns. */
export function readTable(bytes: Buffer, columns: Names, readCell: ReadCell): TableRead {
  try {
    return { ok: true, rows: rowsOf(bytes, columns, readCell) };
  } catch (error) {
    if (error instanceof Unusable) return { ok: false, fault: error.message };
    throw error;
  }
}

class Unusable extends Error {}

/** @throws Unusable */
function rowsOf(bytes: Buffer, columns: Names, readCell: ReadCell): TableRow[] {
  if (bytes.length > FILE_BYTES_MAX) {
    throw unusable(
      `The file has more than ${FILE_BYTES_MAX / 1024 / 1024} MB. Split it, with the header in each part.`,
    );
  }
  if (!isUtf8(bytes)) {
    throw unusable(`Line ${firstBadLine(bytes)} is not UTF-8. Export the file again as "CSV UTF-8".`);
  }
  const [header, ...records] = recordsOf(bytes.toString('utf8'));
  if (header === undefined) throw unusable('The file is empty. Its first line must name the columns.');
  const names = header.cells.map((name) => name.trim());
  refuseHeader(names, columns);
  if (records.length === 0) throw unusable('The file has a header and no rows.');
  return records.map(({ cells, line }) => {
    if (cells.length !== names.length) {
      throw unusable(`Line ${line} has ${cells.length} fields, and the header has ${names.length}.`);
    }
    const read = names.map((name, at) => [name, readCell(cells[at] ?? '').trim()] as const);
    return { line, cells: Object.fromEntries(read) };
  });
}

function refuseHeader(names: readonly string[], { required, optional }: Names): void {
  const known = [...required, ...optional];
  const doubled = names.find((name, at) => names.indexOf(name) !== at);
  if (doubled !== undefined) throw unusable(`The column ${quoted(doubled)} is there twice.`);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const near = known.find((name) => plain(name) === plain(unknown));
    const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
    throw unusable(`Unknown column ${quoted(unknown)}.${hint} The columns are ${known.join(', ')}.`);
  }
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length > 0) throw unusable(`The header lacks ${missing.join(', ')}.`);
}

function recordsOf(text: string): { readonly cells: readonly string[]; readonly line: number }[] {
  try {
    const parsed = parse(text, {
      bom: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n'],
      // Checked above, with the line.
      relax_column_count: true,
      info: true,
    });
    // The types for `info` cover only the last overload: each record comes with its position.
    return (parsed as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      cells: record,
      line: info.lines,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unusable(`This is not a valid CSV file: ${error.message.slice(0, 200)}`);
  }
}

function firstBadLine(bytes: Buffer): number {
  let start = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}

const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const quoted = (name: string) => JSON.stringify(name.slice(0, 60));
const unusable = (message: string) => new Unusable(message);

// Rows of a file as the API takes them, and what is wrong with the others.
import { BadCell, type Cells } from './cells.ts';
import type { Kind } from './kinds.ts';
import type { TableRow } from './read-table.ts';

export type BadRow = {
  readonly line: number;
  /** Null where the whole row is meant. */
  readonly column: string | null;
  readonly code: string;
  /** Of the column; what the row is about, such as its external ID, where the whole row is meant. */
  readonly value: string;
  /** What is wrong and what to do. */
  readonly message: string;
};

/** How many other lines a message names. */
const NAMED_MAX = 5;

/** A line of the file. */
export type Line = { readonly line: number; readonly cells: Cells };

/** What the API takes as one row, and the lines of the file that say it: usually one. */
export type GoodRow<Body> = { readonly lines: readonly Line[]; readonly body: Body };

/**
 * What may stand in a file once and is there twice is bad on each of its lines. Of lines that belong together, none is used
 * if one is bad.
 */
export function readRows<Body>(
  table: readonly TableRow[],
  kind: Kind<Body>,
  asOf: string,
): { readonly good: readonly GoodRow<Body>[]; readonly bad: readonly BadRow[] } {
  const repeated = new Map(
    kind.unique.flatMap((columns) => repeatedIn(table, columns)).map((one) => [one.line, one]),
  );
  const good: GoodRow<Body>[] = [];
  const bad: BadRow[] = [...repeated.values()];
  for (const lines of groupsOf(table, kind)) {
    if (lines.some(({ line }) => repeated.has(line))) continue;
    const read = readLines(lines, kind, asOf);
    if ('bad' in read) bad.push(...read.bad);
    else good.push(read);
  }
  return { good, bad };
}

function groupsOf<Body>(table: readonly TableRow[], { together }: Kind<Body>): (readonly TableRow[])[] {
  if (together === undefined) return table.map((row) => [row]);
  const { column } = together;
  // A line without the value that it is grouped by stands alone, and is bad.
  return [...Map.groupBy(table, ({ cells, line }) => cells[column] || line).values()];
}

type Read<Body> = GoodRow<Body> | { readonly bad: readonly BadRow[] };

function readLines<Body>(lines: readonly Line[], kind: Kind<Body>, asOf: string): Read<Body> {
  const bodies: Body[] = [];
  const bad: BadRow[] = [];
  for (const { line, cells } of lines) {
    try {
      const body = kind.read(cells, asOf);
      const [before] = bodies;
      if (before === undefined || kind.together === undefined) bodies.push(body);
      else bodies[0] = kind.together.join(before, body);
    } catch (error) {
      if (!(error instanceof BadCell)) throw error;
      const { column, message } = error;
      bad.push({ line, column, code: 'invalid_value', value: cells[column] ?? '', message });
    }
  }
  const [body] = bodies;
  const [first] = bad;
  if (first === undefined && body !== undefined) return { lines, body };
  return { bad: [...bad, ...othersOf(lines, bad, kind)] };
}

/** The lines that are not used because another one of theirs is bad. */
function othersOf<Body>(lines: readonly Line[], bad: readonly BadRow[], { together }: Kind<Body>): BadRow[] {
  const column = together?.column ?? null;
  const causes = new Set(bad.map(({ line }) => line));
  return lines
    .filter(({ line }) => !causes.has(line))
    .map(({ line, cells }) => {
      const message = `Line ${[...causes].join(', ')} belongs to it and cannot be used. Correct that one.`;
      return { line, column, code: 'other_line_bad', value: cells[column ?? ''] ?? '', message };
    });
}

function repeatedIn(table: readonly TableRow[], columns: readonly [string, ...string[]]): BadRow[] {
  const [column] = columns;
  const filled = table.filter(({ cells }) => cells[column] !== '');
  const rowsByValues = Map.groupBy(filled, ({ cells }) => JSON.stringify(columns.map((one) => cells[one])));
  return [...rowsByValues.values()].flatMap((rows) =>
    rows.length === 1
      ? []
      : rows.map(({ line, cells }) => {
          const others = rows.filter((row) => row.line !== line).slice(0, NAMED_MAX);
          const lines = others.map((row) => row.line).join(', ');
          const message = `Line ${lines} has the same ${column.replaceAll('_', ' ')}. Keep one of them.`;
          return { line, column, code: `duplicate_${column}`, value: cells[column] ?? '', message };
        }),
  );
}

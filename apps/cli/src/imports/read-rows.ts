// Rows of a file as the API takes them, and what is wrong with the others.
import { BadCell, type Cells } from './cells.ts';
import type { Kind, Named } from './kinds.ts';
import type { TableRow } from './read-table.ts';

export type BadRow = {
  readonly line: number;
  /** Null where the whole row is meant. */
  readonly column: string | null;
  readonly code: string;
  /** Of the column; the external ID where the whole row is meant. */
  readonly value: string;
  /** What is wrong and what to do. */
  readonly message: string;
};

/** How many other lines a message names. */
const NAMED_MAX = 5;

export type GoodRow<Body> = { readonly line: number; readonly cells: Cells; readonly body: Body & Named };

/** What may stand in a file once and is there twice is bad on each of its lines. */
export function readRows<Body>(
  table: readonly TableRow[],
  kind: Kind<Body>,
  asOf: string,
): { readonly good: readonly GoodRow<Body>[]; readonly bad: readonly BadRow[] } {
  const repeated = new Map(
    kind.unique.flatMap((column) => repeatedIn(table, column)).map((one) => [one.line, one]),
  );
  const good: GoodRow<Body>[] = [];
  const bad: BadRow[] = [...repeated.values()];
  for (const { cells, line } of table) {
    if (repeated.has(line)) continue;
    try {
      good.push({ line, cells, body: kind.read(cells, asOf) });
    } catch (error) {
      if (!(error instanceof BadCell)) throw error;
      const { column, message } = error;
      bad.push({ line, column, code: 'invalid_value', value: cells[column] ?? '', message });
    }
  }
  return { good, bad };
}

function repeatedIn(table: readonly TableRow[], column: string): BadRow[] {
  const rowsByValue = Map.groupBy(table, ({ cells }) => cells[column] ?? '');
  return [...rowsByValue].flatMap(([value, rows]) =>
    value === '' || rows.length === 1
      ? []
      : rows.map(({ line }) => {
          const others = rows.filter((row) => row.line !== line).slice(0, NAMED_MAX);
          const lines = others.map((row) => row.line).join(', ');
          const message = `Line ${lines} has the same ${column.replace('_', ' ')}. Keep one of them.`;
          return { line, column, code: `duplicate_${column}`, value, message };
        }),
  );
}

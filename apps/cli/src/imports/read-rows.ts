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

export type GoodRow<Body> = { readonly line: number; readonly cells: Cells; readonly body: Body & Named };

/** An external ID that a file has twice is bad on each of its lines. */
export function readRows<Body>(
  table: readonly TableRow[],
  kind: Kind<Body>,
  asOf: string,
): { readonly good: readonly GoodRow<Body>[]; readonly bad: readonly BadRow[] } {
  const rowsById = Map.groupBy(table, ({ cells }) => cells['external_id'] ?? '');
  const good: GoodRow<Body>[] = [];
  const bad: BadRow[] = [];
  for (const { cells, line } of table) {
    const value = cells['external_id'] ?? '';
    const others = (rowsById.get(value) ?? []).map((row) => row.line).filter((other) => other !== line);
    if (value !== '' && others.length > 0) {
      const message = `Line ${others.slice(0, 5).join(', ')} has the same external ID. Keep one of them.`;
      bad.push({ line, column: 'external_id', code: 'duplicate_external_id', value, message });
      continue;
    }
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

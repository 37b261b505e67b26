// A section of the month-end binder as a table: the same for a screen, for JSON and for a spreadsheet.
import { sum, type Money } from '../money.ts';

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** amount: minor units. */
export type Column = {
  readonly key: string;
  readonly label: string;
  readonly kind: 'text' | 'amount' | 'date';
};

export type Section = {
  /** Its number on the form; a letter tells the lists of one section apart. */
  readonly section: string;
  readonly title: string;
  /** The line of section 1 on which its total stands; null if it has none. */
  readonly line: string | null;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly count: number;
  readonly total: Money | null;
  /** What a reader must know, above all what is not covered; null if nothing. */
  readonly note: string | null;
};

type Given = Pick<Section, 'section' | 'title' | 'columns' | 'rows'> & Partial<Section>;

/** A section that counts its rows. */
export function sectionOf({ rows, ...given }: Given): Section {
  return { line: null, total: null, note: null, ...given, rows, count: rows.length };
}

export const textColumn = (key: string, label: string): Column => ({ key, label, kind: 'text' });
export const dateColumn = (key: string, label: string): Column => ({ key, label, kind: 'date' });
export const amountColumn = (key: string, label: string): Column => ({ key, label, kind: 'amount' });

export function totalOf(items: readonly { readonly amount: Money }[]): Money {
  return sum(items.map(({ amount }) => amount));
}

// What a cell of a firm's file means. Nothing is guessed: what can be read in two ways is refused.
import { z } from 'zod';

/** A row's cells by the names of their columns. */
export type Cells = Readonly<Record<string, string>>;

/** A cell that cannot be used; the message says what to write. */
export class BadCell extends Error {
  readonly column: string;
  constructor(column: string, message: string) {
    super(message);
    this.column = column;
  }
}

export function requiredOf(cells: Cells, column: string): string {
  const value = cells[column] ?? '';
  if (value === '') throw new BadCell(column, 'It is empty. Fill it in.');
  return value;
}

/** `1,234.56`, `1234.56`, `1234.5` or `1234`, exactly. @returns cents */
export function centsOf(cells: Cells, column: string): number {
  const cents = centsIn(requiredOf(cells, column));
  if (cents !== null) return cents;
  throw new BadCell(
    column,
    'Write an amount such as 1234.56 or 1,234.56: no sign, no currency, two decimals at most.',
  );
}

/** An amount that may be below zero, as `-1,234.56`. @returns cents */
export function balanceOf(cells: Cells, column: string): number {
  const [, sign = '', amount = ''] = /^(-?)(.+)$/.exec(requiredOf(cells, column)) ?? [];
  const cents = centsIn(amount);
  if (cents !== null) return sign === '-' && cents !== 0 ? -cents : cents;
  throw new BadCell(
    column,
    'Write a balance such as 1234.56, 1,234.56 or -12.00: no currency, two decimals at most.',
  );
}

function centsIn(text: string): number | null {
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/.exec(text);
  if (match === null) return null;
  const [, whole = '', cents = ''] = match;
  const minorUnits = Number(whole.replaceAll(',', '') + cents.padEnd(2, '0'));
  return Number.isSafeInteger(minorUnits) ? minorUnits : null;
}

/** One of these words; upper and lower case are one. */
export function oneOf<Word extends string>(cells: Cells, column: string, words: readonly Word[]): Word {
  const value = requiredOf(cells, column).toLowerCase();
  const word = words.find((one) => one === value);
  if (word === undefined) throw new BadCell(column, `Write ${words.join(' or ')}.`);
  return word;
}

export function dateOf(cells: Cells, column: string): string {
  const value = requiredOf(cells, column);
  if (!z.iso.date().safeParse(value).success) {
    throw new BadCell(column, 'Write a date of the calendar as YYYY-MM-DD.');
  }
  return value;
}

/** Empty is false. */
export function isTrue(cells: Cells, column: string): boolean {
  const value = cells[column] ?? '';
  if (!['', 'true', 'false'].includes(value)) throw new BadCell(column, 'Write true or false.');
  return value === 'true';
}

/** `ada@firm.example; Nora Adler <nora@firm.example>`: an address alone is its own name. */
export function peopleOf(cells: Cells, column: string): { readonly name: string; readonly email: string }[] {
  return (cells[column] ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const named = /^([^<>]+?)\s*<([^<>]+)>$/.exec(part);
      return { name: named?.[1] ?? part, email: named?.[2] ?? part };
    });
}

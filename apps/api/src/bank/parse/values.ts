// The content of a bank's file, and its values, accepted only if they are unambiguous.
import type { StatementLine } from '@makewhole/db/bank/new-statement';
import type { ClosingBalance } from '@makewhole/domain/bank-lines';
import { money, type Money } from '@makewhole/domain/money';

/** A file's lines and, if it states one, the balance after them. */
export type StatementContent = {
  readonly lines: readonly StatementLine[];
  readonly closing: ClosingBalance | null;
  /** The bank's account number; null if the format does not contain it. */
  readonly accountNumber: string | null;
};

/** What in a statement cannot be read, for the person who sent it. */
export class Unreadable extends Error {}

/** No amount or date is longer, and no message quotes more. */
const VALUE_LENGTH_MAX = 60;

/** A value as quoted in a message. */
export function quoted(text: string): string {
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}...` : text;
}

/** 1234.56, -1,234.5, .50, $12, (12.00): exact minor units. @param where for the message, such as "Line 3" */
export function amountOf(text: string, where: string): Money {
  const trimmed = text
    .trim()
    .replace('\u2212', '-')
    .replace(/^\$\s*\(/, '(');
  const isInBrackets = trimmed.startsWith('(') && trimmed.endsWith(')');
  const plain = (isInBrackets ? trimmed.slice(1, -1) : trimmed).replace(/^([+-]?)\s*\$\s*/, '$1').trim();
  const parts =
    text.length > VALUE_LENGTH_MAX
      ? null
      : /^([+-]?)(?=\.?\d)(\d+|\d{1,3}(?:,\d{3})+|)(?:\.(\d{1,2})0*)?$/.exec(plain);
  if (parts === null || (isInBrackets && parts[1] !== '')) {
    throw new Unreadable(`${where}: "${quoted(text)}" is not an amount in dollars and cents.`);
  }
  const [, sign, whole = '', cents = ''] = parts;
  const minorUnits = Number(whole.replaceAll(',', '')) * 100 + Number(cents.padEnd(2, '0'));
  if (!Number.isSafeInteger(minorUnits)) throw new Unreadable(`${where}: "${text}" is too large.`);
  return money(minorUnits === 0 ? 0 : sign === '-' || isInBrackets ? -minorUnits : minorUnits);
}

const BANK_ID_LENGTH_MAX = 255;

/** The bank's ID of a line; null if it is empty. @param column its name in the file */
export function bankIdOf(text: string, where: string, column: string): string | null {
  if (text.length > BANK_ID_LENGTH_MAX) {
    throw new Unreadable(`${where}: its ${column} has more than ${BANK_ID_LENGTH_MAX} characters.`);
  }
  return text === '' ? null : text;
}

const FIRST_DATE = '2000-01-01';
const DAY_MS = 86_400_000;

/**
 * 2026-03-10, 03/10/2026 (month first, as US banks write it), 20260310 with or without a time: YYYY-MM-DD. Future dates are
 * refused: they would sort before every correct line until they come.
 */
export function dateOf(text: string, where: string): string {
  const trimmed = text.length > VALUE_LENGTH_MAX ? '' : text.trim();
  const iso =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(trimmed) ??
    /^(\d{4})(\d{2})(\d{2})(?:\d{2,6}.*)?$/.exec(trimmed);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(trimmed);
  const [year, month, day] = iso ? iso.slice(1) : american ? [american[3], american[1], american[2]] : [];
  const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(date)) {
    throw new Unreadable(`${where}: "${quoted(text)}" is not a date. Use YYYY-MM-DD or MM/DD/YYYY.`);
  }
  // In any time zone: dates run less than a day ahead of UTC.
  if (date < FIRST_DATE || Date.now() + DAY_MS < at.getTime()) {
    throw new Unreadable(`${where}: ${date} is in the future or before 2000.`);
  }
  return date;
}

// The values in a bank's file, taken only where they can mean one thing.
import { money, type Money } from '@makewhole/domain/money';
import { Unreadable } from './unreadable.ts';

/** 1234.56, -1,234.5, $12, (12.00): minor units, exactly. @param where for the message, "Line 3" */
export function amountOf(text: string, where: string): Money {
  const trimmed = text.trim();
  const isInBrackets = /^\(.*\)$/.test(trimmed);
  const plain = (isInBrackets ? trimmed.slice(1, -1) : trimmed).replace(/^([+-]?)\s*\$/, '$1').trim();
  const parts = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2})0*)?$/.exec(plain);
  if (parts === null || (isInBrackets && parts[1] !== '')) {
    throw new Unreadable(`${where}: "${text}" is no amount in dollars and cents.`);
  }
  const [, sign, whole = '', cents = ''] = parts;
  const minorUnits = Number(whole.replaceAll(',', '')) * 100 + Number(cents.padEnd(2, '0'));
  if (!Number.isSafeInteger(minorUnits)) throw new Unreadable(`${where}: "${text}" is too large.`);
  return money(minorUnits === 0 ? 0 : sign === '-' || isInBrackets ? -minorUnits : minorUnits);
}

/** 2026-03-10, 03/10/2026 (month first, as banks here write), 20260310 with or without a time: YYYY-MM-DD. */
export function dateOf(text: string, where: string): string {
  const trimmed = text.trim();
  const iso =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(trimmed) ??
    /^(\d{4})(\d{2})(\d{2})(?:\d{2,6}.*)?$/.exec(trimmed);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(trimmed);
  const [year, month, day] = iso ? iso.slice(1) : american ? [american[3], american[1], american[2]] : [];
  const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(date)) {
    throw new Unreadable(`${where}: "${text}" is no date. Use YYYY-MM-DD or MM/DD/YYYY.`);
  }
  return date;
}

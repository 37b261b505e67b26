// Reads an amount as US banks write it. Accepted only if it means one thing: 12,34 and 1.234 mean two.
import { money, type Money } from '@makewhole/domain/money';
import { Unreadable, VALUE_LENGTH_MAX, quoted } from './values.ts';

/** One part of an amount: a currency, a direction, a sign, a bracket, a number, or space. */
const PART = /(US\$|USD|\$)|(DR|CR)(?![a-z])\.?|([+-])|([()])|([\d.,]+)|\s+/giy;
/**
 * How the parts may stand: c for the currency, d for the direction, s for the sign, n for the number. At most one of them
 * tells the direction: "(30.00) DR" could be either.
 */
const FORMS = /^(?:s?c?nc?|csnc?|c?nc?s|c?nsc|c?\(n\)c?|\(c?nc?\)|c?nc?d|c?ndc|dc?nc?)$/;

const WITH_POINT = /^(?=\.?\d)(\d+|[1-9]\d{0,2}(?:,\d{3})+|)(?:\.(\d{1,2})0*)?$/;
/** Three digits after a point may be the last of thousands, as elsewhere in the world. */
const MAYBE_THOUSANDS = /^[1-9]\d{0,2}\.\d{3}$/;
/** OFX allows either mark before the cents, and none between thousands: 1,234 may be either. */
const COMMA_ALONE = /^\d{1,3},\d{3}$/;
const WITH_COMMA = /^(?=,?\d)(\d+|[1-9]\d{0,2}(?:\.\d{3})+|),(\d{1,2})$/;

const OTHER_CURRENCY = /[\u00a2-\u00a5\u20a0-\u20bf]|\b(?!USD|US\b)[A-Z]{1,3}\$|\b(?!USD\b)[A-Z]{3}\b/;

/**
 * 1234.56, -1,234.5, .50, $12, (12.00), 12.00-, 12.00 DR, USD 12.00: exact minor units, negative for money out.
 * @param where for the message, such as "Line 3"
 * @throws Unreadable if it is no amount, or could be more than one
 */
export function amountOf(text: string, where: string): Money {
  return amountIn(text, where, (digits) => (MAYBE_THOUSANDS.test(digits) ? null : WITH_POINT.exec(digits)));
}

/** The same for OFX, which allows a decimal comma: 12,34 and 1.234,56 mean one thing there. */
export function ofxAmountOf(text: string, where: string): Money {
  return amountIn(text, where, (digits) =>
    MAYBE_THOUSANDS.test(digits) || COMMA_ALONE.test(digits)
      ? null
      : (WITH_POINT.exec(digits) ?? WITH_COMMA.exec(digits)),
  );
}

/** Whether its cents stand after a comma, after a point, or it has none. */
export function decimalMarkOf(text: string): ',' | '.' | null {
  const mark = /([.,])\d+\D*$/.exec(text.slice(0, VALUE_LENGTH_MAX))?.[1];
  return mark === ',' || mark === '.' ? mark : null;
}

type Digits = readonly (string | undefined)[];

function amountIn(text: string, where: string, read: (digits: string) => Digits | null): Money {
  const plain = text
    .trim()
    .slice(0, VALUE_LENGTH_MAX + 1)
    .replace(/[\u2010-\u2013\u2212\ufe63\uff0d]/g, '-')
    .replace(/\s/g, ' ');
  if (plain === '') throw new Unreadable(`${where}: it has no amount.`);
  const parts = plain.length > VALUE_LENGTH_MAX ? null : partsOf(plain);
  const digits = parts === null || !FORMS.test(parts.form) ? null : read(parts.number);
  if (parts === null || digits === null) throw new Unreadable(`${where}: ${whyNot(plain)}`);
  const [, whole = '', cents = ''] = digits;
  const minorUnits = Number(whole.replace(/[.,]/g, '')) * 100 + Number(cents.padEnd(2, '0'));
  if (!Number.isSafeInteger(minorUnits)) throw new Unreadable(`${where}: "${quoted(text)}" is too large.`);
  return money(minorUnits === 0 ? 0 : parts.isOut ? -minorUnits : minorUnits);
}

/** Null if it has anything that is no part of an amount. */
function partsOf(text: string) {
  let [form, number, isOut, end] = ['', '', false, 0];
  for (const [part, currency, direction, sign, bracket, digits] of text.matchAll(PART)) {
    end += part.length;
    if (currency !== undefined) form += 'c';
    else if (direction !== undefined) form += 'd';
    else if (sign !== undefined) form += 's';
    else form += bracket ?? (digits === undefined ? '' : 'n');
    if (sign === '-' || bracket === '(' || direction?.toUpperCase() === 'DR') isOut = true;
    number += digits ?? '';
  }
  return end === text.length ? { form, number, isOut } : null;
}

function whyNot(text: string): string {
  const said = `"${quoted(text)}"`;
  if (/\d/.test(text) && OTHER_CURRENCY.test(text.slice(0, VALUE_LENGTH_MAX))) {
    return `${said} is not in dollars; the books are in USD.`;
  }
  return `${said} is not an amount in dollars and cents.`;
}

// Finds card numbers among the groups of digits of a text.
import { CARD_DIGITS_MAX, CARD_DIGITS_MIN, canBeCardNumber, isIssued } from './card-numbers.ts';
import type { DigitGroup } from './digit-groups.ts';

/**
 * What is known of a text. words: a person writes it, so anything with a card number's check digit is one. reference: it
 * holds numbers that banks and processors give, of which one in ten has that check digit by chance, so a card number
 * also begins as networks issue them.
 */
export type TextKind = 'words' | 'reference';

export type Span = { readonly start: number; readonly end: number };

/** How cards show their numbers. */
const LAYOUTS = new Set(['4,4,4,4', '4,4,4,4,3', '4,4,4,4,2', '4,4,4,4,1', '4,4,4,1', '4,4,4,2', '4,4,4,3'])
  .add('4,6,5')
  .add('4,6,4');
const PHONE_DIGITS_MAX = 15;
/** A card number written together with the expiry date, and perhaps the security code. */
const EXPIRY = /^(?:0[1-9]|1[0-2])(?:20)?[2-5]\d(?:\d{3,4})?$/;
/** American Express has 15 digits, almost all others have 16. */
const LENGTHS_BEFORE_EXPIRY = [16, 15];

/** Where card numbers stand; some may overlap. */
export function findCards(groups: readonly DigitGroup[], kind: TextKind): readonly Span[] {
  const found: Span[] = [];
  for (const [index, first] of groups.entries()) {
    const withExpiry = cardBeforeExpiry(first);
    if (withExpiry !== null) found.push(withExpiry);
    const parts: DigitGroup[] = [];
    let digits = '';
    for (let next = index; next < groups.length; next += 1) {
      const group = groups[next];
      if (group === undefined || (next > index && group.joint === null)) break;
      digits += group.digits;
      if (digits.length > CARD_DIGITS_MAX) break;
      parts.push(group);
      if (digits.length < CARD_DIGITS_MIN) continue;
      if (isCard(digits, parts, kind)) found.push(spanOf(first, group.end));
    }
  }
  return found;
}

function isCard(digits: string, parts: readonly DigitGroup[], kind: TextKind): boolean {
  if (!canBeCardNumber(digits)) return false;
  const [first] = parts;
  if (first?.afterPlus === true && digits.length <= PHONE_DIGITS_MAX) return false;
  const isKnown = isIssued(digits);
  const isPlain = kind === 'words' && !parts.some(({ touchesLetter }) => touchesLetter);
  if (parts.length === 1) return isKnown || isPlain;
  const hasLayout = LAYOUTS.has(parts.map((part) => part.digits.length).join());
  if (!isUniform(parts)) return hasLayout && isKnown;
  // Dates, amounts and telephone numbers in a row: no network issues 13 digits any more.
  return hasLayout ? isKnown || isPlain : isKnown && digits.length > CARD_DIGITS_MIN;
}

/** Whether the same marks stand between all groups. */
function isUniform(parts: readonly DigitGroup[]): boolean {
  const marks = new Set(parts.slice(1).map(({ joint }) => joint?.marks ?? null));
  marks.delete(null);
  return marks.size <= 1;
}

/** A longer number is another one (a card network's reference for a refund has 23 digits), unless a date ends it. */
function cardBeforeExpiry(group: DigitGroup): Span | null {
  if (group.digits.length <= CARD_DIGITS_MAX || group.digits.length > 26) return null;
  for (const length of LENGTHS_BEFORE_EXPIRY) {
    const digits = group.digits.slice(0, length);
    if (!isIssued(digits) || !canBeCardNumber(digits) || !EXPIRY.test(group.digits.slice(length))) continue;
    return spanOf(group, group.at[length] ?? group.end);
  }
  return null;
}

function spanOf(first: DigitGroup, end: number): Span {
  return { start: first.at[0] ?? 0, end };
}

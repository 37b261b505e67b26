// Numbers that Makewhole must not keep: card numbers (PCI DSS 3), bank accounts, Social Security numbers. The timelines
// are append-only and hashed, so such a number could never be taken out again (ADR 26).
import { digitGroups, type DigitGroup } from './digit-groups.ts';
import { canBeCardNumber, isIssued } from './card-numbers.ts';
import { findBankAccounts, findSocialSecurityNumbers } from './find-bank-numbers.ts';
import { findCards, type Span, type TextKind } from './find-cards.ts';

export type SensitiveKind = 'card' | 'bank_account' | 'ssn';
/** Where it stands in the text, in UTF-16 code units. */
export type SensitiveNumber = Span & { readonly kind: SensitiveKind };

/** An SSN and a routing number have nine digits; nothing shorter is looked for. */
const DIGITS_MIN = 9;
const VISIBLE_DIGITS = 4;
const MASK = '*';

const NAMES: Readonly<Record<SensitiveKind, string>> = {
  card: 'a card number',
  bank_account: 'a bank account with its routing number',
  ssn: 'a Social Security number',
};

/** What a person reads beside the field. Never the number itself. */
export function looksLike(kind: SensitiveKind): string {
  return `this looks like ${NAMES[kind]}; leave it out, or give the last four digits only`;
}

/** The sensitive numbers of a text, in order; those of different kinds may overlap. Time grows with the text's length. */
export function findSensitiveNumbers(text: string, kind: TextKind): readonly SensitiveNumber[] {
  return findIn(text, digitGroups(text), kind);
}

/** The text with all digits of sensitive numbers masked but the last four of each. */
export function maskSensitiveNumbers(text: string, kind: TextKind): string {
  const groups = digitGroups(text);
  const spans = merged(findIn(text, groups, kind));
  if (spans.length === 0) return text;
  const hidden = new Set<number>();
  let index = 0;
  const places = groups.flatMap(({ at }) => at);
  for (const { start, end } of spans) {
    while ((places[index] ?? end) < start) index += 1;
    const first = index;
    while ((places[index] ?? end) < end) index += 1;
    for (const place of places.slice(first, index - VISIBLE_DIGITS)) hidden.add(place);
  }
  let masked = '';
  let offset = 0;
  for (const character of text) {
    masked += hidden.has(offset) ? MASK : character;
    offset += character.length;
  }
  // The digits left visible may be the beginning of another one.
  return maskSensitiveNumbers(masked, kind);
}

/** Whether a text is a card number and nothing else: how an ID is judged, which may contain any digits. */
export function isCardNumber(text: string): boolean {
  const groups = digitGroups(text);
  const digits = groups.map((group) => group.digits).join('');
  const isOneNumber = groups.every(
    ({ joint, touchesLetter }, index) => !touchesLetter && (index === 0 || joint !== null),
  );
  return isOneNumber && canBeCardNumber(digits) && isIssued(digits) && !/[\p{L}]/u.test(text);
}

function findIn(text: string, groups: readonly DigitGroup[], kind: TextKind): readonly SensitiveNumber[] {
  if (groups.reduce((count, { digits }) => count + digits.length, 0) < DIGITS_MIN) return [];
  const of = (name: SensitiveKind) => (span: Span) => ({ ...span, kind: name });
  return [
    ...findCards(groups, kind).map(of('card')),
    ...findBankAccounts(text, groups).map(of('bank_account')),
    ...findSocialSecurityNumbers(text, groups).map(of('ssn')),
  ].toSorted((one, other) => one.start - other.start || one.end - other.end);
}

/** Overlapping spans as one. */
function merged(spans: readonly Span[]): readonly Span[] {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const last = all.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}

// Finds US bank accounts (a routing number with an account number) and Social Security numbers among the groups of
// digits of a text. Neither has a check digit that tells it from other numbers, so how it is written decides.
import type { DigitGroup } from './digit-groups.ts';
import type { Span } from './find-cards.ts';

/** How far a label stands before its number, and an account number from the routing number, in characters. */
const LABEL_WITHIN = 30;
const ACCOUNT_WITHIN = 60;
const ROUTING_LABEL = /\b(?:routing|aba|rtn|transit)\b[^\p{N}]*$/iu;
const ACCOUNT_LABEL = /\b(?:acc(?:oun)?t|a\/c|checking|savings)\b[^\p{N}]*$/iu;
const SSN_LABEL = /\b(?:ssn|social\s+security|soc\.?\s+sec\b)[^\p{N}]*$/iu;
const ACCOUNT_DIGITS_MAX = 17;
/** Shorter account numbers need a label. */
const ACCOUNT_DIGITS_MIN = { beside: 8, labelled: 4, near: 6 };

/** Routing numbers with their account numbers. */
export function findBankAccounts(text: string, groups: readonly DigitGroup[]): readonly Span[] {
  return groups.flatMap((routing, index) => {
    if (!isRoutingNumber(routing.digits)) return [];
    const isLabelled = hasLabel(text, routing, ROUTING_LABEL);
    const accounts = neighboursOf(groups, index).filter((other) =>
      isAccountOf(text, routing, { isLabelled, ...other }),
    );
    return accounts.length === 0 ? [] : [routing, ...accounts.map(({ group }) => group)].map(spanOf);
  });
}

type Neighbour = { readonly group: DigitGroup; readonly isBeside: boolean };

/** The two groups before and after: an account number is beside its routing number, or a check number between. */
function neighboursOf(groups: readonly DigitGroup[], index: number): readonly Neighbour[] {
  return [-2, -1, 1, 2].flatMap((step) => {
    const group = groups[index + step];
    if (group === undefined) return [];
    const later = step === 1 ? group : groups[index];
    return [{ group, isBeside: Math.abs(step) === 1 && later?.joint !== null }];
  });
}

function isAccountOf(
  text: string,
  routing: DigitGroup,
  { group, isBeside, isLabelled }: Neighbour & { readonly isLabelled: boolean },
): boolean {
  const { digits } = group;
  const [one, other] = [spanOf(group), spanOf(routing)];
  if (digits.length > ACCOUNT_DIGITS_MAX || isDate(digits)) return false;
  if (Math.max(one.start - other.end, other.start - one.end) > ACCOUNT_WITHIN) return false;
  if (hasLabel(text, group, ACCOUNT_LABEL)) return digits.length >= ACCOUNT_DIGITS_MIN.labelled;
  if (isLabelled) return digits.length >= ACCOUNT_DIGITS_MIN.near;
  return isBeside && !group.touchesLetter && digits.length >= ACCOUNT_DIGITS_MIN.beside;
}

/** Nine digits in a range that the ABA assigns, with its check digit. */
function isRoutingNumber(digits: string): boolean {
  if (!/^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}$/.test(digits) || digits === '000000000') {
    return false;
  }
  const sum = Array.from(digits, (digit, index) => Number(digit) * (WEIGHTS[index % 3] ?? 0)).reduce(
    (total, product) => total + product,
  );
  return sum % 10 === 0;
}
const WEIGHTS = [3, 7, 1];

/** 20261129: a date beside a number is no account. */
function isDate(digits: string): boolean {
  return /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(digits);
}

/** Social Security numbers: 123-45-6789 as no other number is written, or nine digits after their name. */
export function findSocialSecurityNumbers(text: string, groups: readonly DigitGroup[]): readonly Span[] {
  return groups.flatMap((area, index) => {
    const isLabelled = hasLabel(text, area, SSN_LABEL);
    if (isLabelled && area.digits.length === 9 && isAssigned(area.digits)) return [spanOf(area)];
    const [group, serial, after] = groups.slice(index + 1, index + 4);
    if (group?.joint == null || serial?.joint == null) return [];
    const parts = [area, group, serial];
    if (parts.map(({ digits }) => digits.length).join() !== '3,2,4') return [];
    if (group.joint.marks !== serial.joint.marks || !isAssigned(parts.map(({ digits }) => digits).join(''))) {
      return [];
    }
    const isPartOfLonger = area.joint !== null || (after !== undefined && after.joint !== null);
    const isPartOfCode = /[\p{L}\p{N}\p{Pd}_/.]$/u.test(text.slice(0, area.at[0]).slice(-2));
    if (!isLabelled && (isPartOfLonger || isPartOfCode)) return [];
    return [{ start: spanOf(area).start, end: serial.end }];
  });
}

/** Area 000, 666 and 900 on, group 00 and serial 0000 were never assigned. */
function isAssigned(digits: string): boolean {
  return /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits);
}

function hasLabel(text: string, { at }: DigitGroup, label: RegExp): boolean {
  const start = at[0] ?? 0;
  return label.test(text.slice(Math.max(0, start - LABEL_WITHIN), start));
}

function spanOf({ at, end }: DigitGroup): Span {
  return { start: at[0] ?? 0, end };
}

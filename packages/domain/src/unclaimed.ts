// Money that its owner has not taken (LW1): a check that no bank line shows, and when a state presumes it abandoned. Filing
// with the state is the firm's.
import type { BankDate } from './bank-calendar.ts';

/** Calendar days after its date from which a check that no bank line cleared is followed up, and is stale. */
export const UNCASHED_AFTER_DAYS = 90;
export const STALE_AFTER_DAYS = 180;

/** From how many months without activity a matter's trust money is on the list. */
export const DORMANT_AFTER_MONTHS = 12;

/** How many rows the list has at most. */
export const UNCLAIMED_MAX = 1_000;

/** uncashed_check: to a client. still_to_pay: a client whose refund failed. trust_balance: of a matter without activity. */
export const UNCLAIMED_KINDS = ['uncashed_check', 'still_to_pay', 'trust_balance'] as const;
export type UnclaimedKind = (typeof UNCLAIMED_KINDS)[number];

/** What is shorter may be a day or a count. */
const CHECK_NUMBER_DIGITS_MIN = 3;

/** Whether a line of the bank names one of the check numbers that a person wrote, whatever its leading zeros. */
export function namesCheck(description: string, reference: string): boolean {
  const named = numbersIn(description);
  return numbersIn(reference)
    .filter((number) => number.length >= CHECK_NUMBER_DIGITS_MIN)
    .some((number) => named.includes(number));
}

function numbersIn(text: string): string[] {
  return [...text.matchAll(/(?<![\w.,])0*(\d+)(?![\w,]|\.\d)/g)].map(([, digits = '']) => digits);
}

/** The day on which the state presumes the money abandoned; null if we do not know its rule. */
export function dormantOn(lastContactOn: BankDate, dormancyYears: number | null): BankDate | null {
  if (dormancyYears === null) return null;
  const year = Number(lastContactOn.slice(0, 4)) + dormancyYears;
  const day = lastContactOn.slice(4);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return `${year}${day === '-02-29' && !isLeap ? '-03-01' : day}`;
}

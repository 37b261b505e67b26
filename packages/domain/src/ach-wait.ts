// How long a settled ACH payment waits before it can be refunded, because its bank may return it (B7). Five bank days
// cover returns for want of funds, which come within two; only sixty calendar days cover those as unauthorized.
import {
  addBankDays,
  addCalendarDays,
  bankDateOf,
  returnableUntil,
  type BankDate,
  type Instant,
} from './bank-calendar.ts';

/** Of one kind of account: days after settlement, in one of two units. */
export type AchWait = { readonly bankDays: number } | { readonly calendarDays: number };

/** Returns for want of funds take two bank days, and one to reach us; sixty calendar days cover the others. */
export const ACH_WAIT_LIMITS = {
  bankDays: { min: 3, max: 40 },
  calendarDays: { min: 3, max: 60 },
} as const;
export type AchWaitUnit = keyof typeof ACH_WAIT_LIMITS;
export const ACH_WAIT_DEFAULT: AchWait = { bankDays: 5 };

/** What is wrong with a wait that somebody wants to set; null if nothing is. */
export function achWaitFault(wait: AchWait): string | null {
  const [days, unit, { min, max }] =
    'bankDays' in wait
      ? ([wait.bankDays, 'bank', ACH_WAIT_LIMITS.bankDays] as const)
      : ([wait.calendarDays, 'calendar', ACH_WAIT_LIMITS.calendarDays] as const);
  if (!Number.isInteger(days)) return `Give whole ${unit} days, from ${min} to ${max}.`;
  if (days < min)
    return `Wait at least ${min} ${unit} days: until then the bank may return a payment unpaid.`;
  if (days <= max) return null;
  return unit === 'bank'
    ? `Wait at most ${max} bank days. For a longer wait give calendar days, up to ${ACH_WAIT_LIMITS.calendarDays.max}.`
    : `Wait at most ${max} calendar days: after that no bank returns a payment.`;
}

/**
 * The bank day from which a payment that settled then can be refunded: the n-th bank day after settlement, or the first
 * after the n-th calendar day. Never before the third bank day, and never later than a return can come.
 */
export function refundableAfter(settledAt: Instant, wait: AchWait): BankDate {
  const settledOn = bankDateOf(settledAt);
  const day0 = addBankDays(settledOn, 0);
  const asked =
    'bankDays' in wait
      ? addBankDays(day0, wait.bankDays)
      : addBankDays(addCalendarDays(settledOn, wait.calendarDays), 1);
  return earlierOf(
    laterOf(asked, addBankDays(day0, ACH_WAIT_LIMITS.bankDays.min)),
    returnableUntil(settledAt),
  );
}

export function laterOf(one: BankDate, other: BankDate): BankDate {
  return one > other ? one : other;
}

function earlierOf(one: BankDate, other: BankDate): BankDate {
  return one < other ? one : other;
}

/** Whether no payment can be refunded sooner under the first than under the second. Of different units: if it is the longest there is. */
export function waitsAsLong(wait: AchWait, as: AchWait): boolean {
  if ('bankDays' in wait) return 'bankDays' in as && wait.bankDays >= as.bankDays;
  if (wait.calendarDays >= ACH_WAIT_LIMITS.calendarDays.max) return true;
  return 'calendarDays' in as && wait.calendarDays >= as.calendarDays;
}

/** How many bank days of waiting it is at least, whatever holidays fall into it. */
export function bankDaysAtLeast(wait: AchWait): number {
  if ('bankDays' in wait) return wait.bankDays;
  const weeks = Math.floor(wait.calendarDays / DAYS_OF_WEEK);
  return Math.max(ACH_WAIT_LIMITS.bankDays.min, weeks * BANK_DAYS_OF_WEEK - HOLIDAYS_MAX);
}

const DAYS_OF_WEEK = 7;
const BANK_DAYS_OF_WEEK = 5;
/** Within sixty days, from Veterans Day to Martin Luther King Day. */
const HOLIDAYS_MAX = 5;

/** "5 bank days", "60 calendar days". */
export function sayAchWait(wait: AchWait): string {
  if ('bankDays' in wait) return `${wait.bankDays} bank days`;
  return `${wait.calendarDays} calendar days`;
}

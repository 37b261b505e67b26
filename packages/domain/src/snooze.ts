// Putting a task off: for the person who does it alone, until a bank day, and never past a day on which money, a bank or
// a card network counts on it. Reminders and escalations go out as they would have (B14).
import { addBankDays, bankDateOf, isBankDay, type BankDate, type Instant } from './bank-calendar.ts';
import type { ObligationKind } from './obligations.ts';

/** How many bank days a task can be put off at once. */
export const SNOOZE_BANK_DAYS_MAX = 10;

/** Tasks whose due date is the firm's own: nobody else loses anything if one is done a few days later. */
const MAY_PASS_DUE: ReadonlySet<ObligationKind> = new Set([
  'invoice_decision',
  'bank_match',
  'reconciliation',
  'trace_missing',
  'payout_unexplained',
  'trust_balance_difference',
  'sync_stuck',
]);

type Task = { readonly kind: ObligationKind; readonly dueAt: Instant };

/** The last bank day until which a task can be put off; null if it cannot be any more. */
export function snoozableUntil({ kind, dueAt }: Task, now: Instant): BankDate | null {
  const today = bankDateOf(now);
  const latest = addBankDays(today, SNOOZE_BANK_DAYS_MAX);
  const due = bankDateOf(dueAt);
  const last = MAY_PASS_DUE.has(kind) || latest < due ? latest : lastBankDay(due);
  return last > today ? last : null;
}

/** Why a task cannot be put off until that day, for a person; null if it can. */
export function snoozeFault(task: Task, until: BankDate, now: Instant): string | null {
  const last = snoozableUntil(task, now);
  if (last === null) return 'This task is due and cannot be snoozed. Assign it to somebody who can do it.';
  if (until <= bankDateOf(now)) return 'Choose a later day.';
  if (!isBankDay(until)) return 'Choose a bank day: no weekend and no bank holiday.';
  return until > last
    ? 'Choose an earlier day: the task must be back in the list by the day it is due.'
    : null;
}

/** Whether a task is put off at this instant. */
export function isSnoozed(until: BankDate | null, now: Instant): boolean {
  return until !== null && until > bankDateOf(now);
}

/** The days that a person is offered: tomorrow, in three and in five bank days, as far as the task allows. */
export function snoozeChoices(task: Task, now: Instant): BankDate[] {
  const last = snoozableUntil(task, now);
  if (last === null) return [];
  return SNOOZE_CHOICES.map((days) => addBankDays(bankDateOf(now), days)).filter((day) => day <= last);
}

const SNOOZE_CHOICES = [1, 3, 5, 10];

/** The day itself, or the bank day before it. */
function lastBankDay(date: BankDate): BankDate {
  if (isBankDay(date)) return date;
  const before = new Date(Date.parse(date) - DAY_MS).toISOString().slice(0, 10);
  return lastBankDay(before);
}

const DAY_MS = 86_400_000;

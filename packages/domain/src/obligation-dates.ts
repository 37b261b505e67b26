// When what is owed is due, and when people hear of it again (B5, B14).
import { isAttentionCause, type AttentionCause } from './attention.ts';
import {
  addBankDays,
  addCalendarDays,
  atHour,
  bankDateOf,
  bankMorningAfter,
  closeOfBusiness,
  endOfDay,
  isBankDay,
  type BankDate,
  type Instant,
} from './bank-calendar.ts';
import { RECONCILIATION_DEFAULT } from './month-ends/reconciliation-terms.ts';
import type { Due } from './obligation-rule.ts';
import { ruleOf, type ObligationKind } from './obligations.ts';

/** While the refund runs, each hour counts. */
const DUE_SOONER: Partial<Record<AttentionCause, Due>> = {
  payment_disputed: { sameDayBefore: 17 },
  not_sent: { bankDays: 2 },
  add_funds: { bankDays: 1 },
};

/** When an obligation that opens at that instant is due. */
export function dueAt(openedAt: Instant, kind: ObligationKind, subject = ''): Instant {
  const sooner = kind === 'attention' && isAttentionCause(subject) ? DUE_SOONER[subject] : undefined;
  const due = sooner ?? ruleOf(kind).due;
  const opened = bankDateOf(openedAt);
  if ('calendarDays' in due) return endOfDay(addCalendarDays(opened, due.calendarDays));
  if ('dayOfMonth' in due) return dueOnDay(openedAt, due.dayOfMonth);
  if ('bankDays' in due) return closeOfBusiness(addBankDays(opened, due.bankDays));
  return closeOfBusiness(sameBankDay(openedAt, due.sameDayBefore));
}

/** When business closes on that day of the month; if that is over, on the next bank day. */
export function dueOnDay(openedAt: Instant, day: number): Instant {
  const opened = bankDateOf(openedAt);
  const close = closeOfBusiness(dayOfMonth(opened, day));
  return Date.parse(close) > Date.parse(openedAt) ? close : closeOfBusiness(addBankDays(opened, 1));
}

function dayOfMonth(date: BankDate, day: number): BankDate {
  return `${date.slice(0, 8)}${String(day).padStart(2, '0')}`;
}

/** The instant's own day if it is a bank day and before that hour, Eastern; else the next bank day. */
function sameBankDay(at: Instant, beforeHour: number): BankDate {
  const today = bankDateOf(at);
  const isEarly = Date.parse(at) < Date.parse(atHour(today, beforeHour));
  return isBankDay(today) && isEarly ? today : addBankDays(today, 1);
}

/** A dispute's response is due two days before the processor's deadline, or seven days after it opened without one. */
export function disputeDueAt(openedAt: Instant, respondBy: Instant | null): Instant {
  if (respondBy === null) return dueAt(openedAt, 'dispute');
  const early = new Date(Date.parse(respondBy) - RESPOND_EARLIER_MS).toISOString();
  // Reported with less than that to go: the deadline itself, not a time that has passed.
  return Date.parse(early) > Date.parse(openedAt) ? early : respondBy;
}

const HOUR_MS = 3_600_000;
const RESPOND_EARLIER_MS = 48 * HOUR_MS;

/** An approval that nobody gave is told to owner and requester when it is due, and declined so many bank days later. */
const DECLINED_AFTER_BANK_DAYS = 4;

/** When a refund that nobody approved is declined. */
export function approvalEndsAt(openedAt: Instant): Instant {
  return closeOfBusiness(addBankDays(bankDateOf(openedAt), DECLINED_AFTER_BANK_DAYS));
}

/**
 * One message about an obligation: a reminder to its owner, an escalation to the firm's owners, or the word to both
 * and to the requester that a refund will be declined.
 */
export type ReminderPlan = {
  readonly at: Instant;
  readonly kind: 'reminder' | 'escalation' | 'approval_overdue';
  readonly nth: number;
};

/** After how many bank days a firm sends reminders, and escalates to its owner. */
export type ReminderDays = {
  /** Ascending, REMINDERS_MAX at most. */
  readonly remindAfter: readonly number[];
  /** Later than every reminder. */
  readonly escalateAfter: number;
  /** The day of the month on which owners hear of an account that is not reconciled; the usual one if absent. */
  readonly ownersHearOn?: number;
};

export const DEFAULT_REMINDER_DAYS: ReminderDays = { remindAfter: [2, 5], escalateAfter: 7 };
export const REMINDERS_MAX = 5;
export const REMINDER_BANK_DAYS_MAX = 60;

/** What is wrong with a firm's choice of days, for a person; null if nothing is. */
export function reminderDaysFault({ remindAfter, escalateAfter }: ReminderDays): string | null {
  const days = [...remindAfter, escalateAfter];
  if (days.some((day) => !Number.isInteger(day) || day < 1 || day > REMINDER_BANK_DAYS_MAX)) {
    return `Each is a number of bank days from 1 to ${REMINDER_BANK_DAYS_MAX}.`;
  }
  if (remindAfter.length === 0 || remindAfter.length > REMINDERS_MAX) {
    return `There are one to ${REMINDERS_MAX} reminders.`;
  }
  // Ascending order also makes the escalation the last one.
  return days.every((day, index) => index === 0 || day > (days[index - 1] ?? 0))
    ? null
    : 'Each reminder comes later than the one before, and the escalation after all of them.';
}

/**
 * The messages about an obligation of that kind that opens at that instant, in order, after the one that announces it.
 * @param due when it is due, if not as its kind says
 */
export function remindersOf(
  kind: ObligationKind,
  openedAt: Instant,
  days: ReminderDays = DEFAULT_REMINDER_DAYS,
  due: Instant = dueAt(openedAt, kind),
): ReminderPlan[] {
  switch (ruleOf(kind).reminders) {
    case 'due':
      return [plan(bankMorningAfter(due, 0), 'reminder', 1), plan(bankMorningAfter(due, 1), 'escalation', 1)];
    case 'firm':
      return [
        ...days.remindAfter.map((after, index) =>
          plan(bankMorningAfter(openedAt, after), 'reminder', index + 1),
        ),
        plan(bankMorningAfter(openedAt, days.escalateAfter), 'escalation', 1),
      ];
    case 'approval':
      return [
        plan(new Date(Date.parse(openedAt) + APPROVAL_REMINDED_AFTER_MS).toISOString(), 'reminder', 1),
        plan(bankMorningAfter(openedAt, 1), 'escalation', 1),
        plan(due, 'approval_overdue', 1),
      ].toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
    case 'monthly':
      return monthlyTimes(openedAt, due, days.ownersHearOn ?? RECONCILIATION_DEFAULT.ownerDay);
    case 'urgent':
      return urgentTimes(openedAt).flatMap((at, index) => [
        plan(at, 'reminder', index + 1),
        plan(at, 'escalation', index + 1),
      ]);
  }
}

const MORNING_HOUR = 9;

/** The owners hear of it on their day, or with the reminder if it is due later. Nothing before it opened. */
function monthlyTimes(openedAt: Instant, dueBy: Instant, ownersDay: number): ReminderPlan[] {
  const due = bankDateOf(dueBy);
  const owners = dayOfMonth(bankDateOf(openedAt), ownersDay);
  return [
    plan(atHour(due, MORNING_HOUR), 'reminder', 1),
    plan(atHour(due < owners ? owners : due, MORNING_HOUR), 'escalation', 1),
  ].filter(({ at }) => Date.parse(at) > Date.parse(openedAt));
}

const APPROVAL_REMINDED_AFTER_MS = 4 * HOUR_MS;
const AFTERNOON_HOUR = 16;
/** Two weeks of bank mornings: by then everyone has heard of it eleven times. */
const URGENT_MORNINGS = 10;

function urgentTimes(openedAt: Instant): Instant[] {
  const today = bankDateOf(openedAt);
  const afternoon = atHour(today, AFTERNOON_HOUR);
  const isToCome = isBankDay(today) && Date.parse(openedAt) < Date.parse(afternoon);
  const mornings = Array.from({ length: URGENT_MORNINGS }, (_, index) =>
    bankMorningAfter(openedAt, index + 1),
  );
  return isToCome ? [afternoon, ...mornings] : mornings;
}

function plan(at: Instant, kind: ReminderPlan['kind'], nth: number): ReminderPlan {
  return { at, kind, nth };
}

// The form of the days on which a firm reminds its people (B5).
import { reminderDaysFault, type ReminderDays } from '@makewhole/domain/obligation-dates';
import { textOf } from '#lib/forms/text-of.ts';

/** What was typed, to be shown again if it is refused. */
export type ReminderValues = { readonly remindAfter: string; readonly escalateAfter: string };

export type ReminderReading = { readonly values: ReminderValues } & (
  ({ readonly ok: true } & ReminderDays) | { readonly ok: false; readonly fault: string }
);

/** Reads "2, 5" and "7". */
export function readReminderDays(form: FormData): ReminderReading {
  const values = { remindAfter: textOf(form, 'remindAfter'), escalateAfter: textOf(form, 'escalateAfter') };
  const remindAfter = values.remindAfter
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(dayOf);
  const days = { remindAfter, escalateAfter: dayOf(values.escalateAfter) };
  const fault = reminderDaysFault(days);
  return fault === null ? { ok: true, values, ...days } : { ok: false, values, fault };
}

function dayOf(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
}

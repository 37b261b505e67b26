// What the table of obligations says of each kind (obligations.ts).
import type { CommandKind } from './commands.ts';
import type { Action } from './roles.ts';

/** When something is due; obligation-dates.ts turns it into an instant. Bank days and calendar days are two units. */
export type Due =
  /** Close of business, so many bank days after it opened. */
  | { readonly bankDays: number }
  /** Close of business of the same bank day, if it opened before that hour (Eastern); else of the next one. */
  | { readonly sameDayBefore: number }
  /** The end of the day, so many calendar days after it opened. */
  | { readonly calendarDays: number }
  /** Close of business of that day of the month in which it opens; of the next bank day, if that has passed. */
  | { readonly dayOfMonth: number };

/**
 * firm: on the days that the firm chose. due: on the morning it is due and, to the owners, on the next. approval: soon,
 * because a client may be waiting. urgent: the same afternoon and then each bank morning, the owners with them from the
 * first one, because clients' money is missing. monthly: on the day it is due, and the owners on the 25th.
 */
type ReminderStyle = 'firm' | 'due' | 'approval' | 'urgent' | 'monthly';

/** What holds for a kind of obligation. */
export type ObligationRule = {
  /** Its name in lists and forms. */
  readonly title: string;
  /** The lowest role that may complete it, with the permissions for that; only a lawyer may authorize trust steps. */
  readonly owner: 'admin' | 'lawyer' | 'owner';
  readonly needs: readonly Action[];
  readonly due: Due;
  readonly reminders: ReminderStyle;
  /** Whose page has the form: the refund's, through its workflow, the payment's (B16), the bank account's, or the connection's. */
  readonly about: 'refund' | 'payment' | 'bank_account' | 'connection';
  /** The commands that complete or correct it; none for payment tasks. */
  readonly completedBy: readonly CommandKind[];
  /** The email that announces it: an alarm also goes to the firm's owners; null if another kind's email covers it. */
  readonly toldAs: 'approval' | 'task' | 'attention' | null;
};

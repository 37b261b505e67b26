// A month end of a trust account: its life cycle and who may take which step of it (RP1, RP2).
//
//   draft     opened by a statement or a person; computed anew whenever it is read
//   prepared  a person signed what they saw; what changes afterward must be prepared again
//   signed    a lawyer signed the same content; the period is locked, and a later change is version 2
import { addCalendarDays, type BankDate } from '../bank-calendar.ts';
import type { PrincipalId } from '../ids.ts';
import { mayPrepare } from '../separate-duties.ts';

export const MONTH_END_STATUSES = ['draft', 'prepared', 'signed'] as const;
export type MonthEndStatus = (typeof MONTH_END_STATUSES)[number];

/** full: every trust transaction of the account is in the books; schedule: only what was paid online. */
export const MONTH_END_SCOPES = ['full', 'schedule'] as const;
export type MonthEndScope = (typeof MONTH_END_SCOPES)[number];

/** A paper that looks like the form and leaves out the checks is worse than none (RP2). */
export const MONTH_END_TITLES: Readonly<Record<MonthEndScope, string>> = {
  full: 'Three-way reconciliation of the trust account',
  schedule: 'Online payments and refunds: schedule supporting your trust reconciliation',
};

type BooksOfMonth = {
  /** Whether the account's books begin with a signed opening schedule (ADR 54). */
  readonly hasOpening: boolean;
  /** Whether the month has transactions beside online payments and refunds, imported or recorded. */
  readonly hasOwnTransactions: boolean;
};

/** What a month end's paper is called: the form's name needs the whole books, whatever scope somebody chose (RP2). */
export function monthEndTitle(
  scope: MonthEndScope,
  { hasOpening, hasOwnTransactions }: BooksOfMonth,
): string {
  return MONTH_END_TITLES[hasOpening && hasOwnTransactions ? scope : 'schedule'];
}

type Duties = {
  /** Whether the firm keeps apart who moves money, who reconciles and who signs (T10). */
  readonly separateDuties: boolean;
  readonly actor: PrincipalId;
  /** Who authorized or recorded a movement of the period. */
  readonly movers: readonly PrincipalId[];
  readonly preparedBy: PrincipalId | null;
};

/** Why this person may not take the step, for a person; null if they may. */
export function dutiesFault(
  step: 'prepare' | 'sign',
  { separateDuties, actor, movers, preparedBy }: Duties,
): string | null {
  if (!separateDuties) return null;
  if (step === 'prepare' && !mayPrepare(actor, movers)) {
    return 'You authorized or recorded a movement of trust money in this period. Your firm separates duties: somebody else must prepare this month end.';
  }
  if (step === 'sign' && preparedBy === actor) {
    return 'You prepared this month end. Your firm separates duties: another lawyer must sign it.';
  }
  return null;
}

/** Whether a statement that ends on that day is a month's, so that it opens a month end by itself. */
export function endsItsMonth(day: BankDate): boolean {
  return addCalendarDays(day, 1).endsWith('-01');
}

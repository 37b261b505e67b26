// How often a firm reconciles its trust accounts, and on which days of the next month that is owed: what its lawyer
// confirmed with the state's profile. A profile only suggests them; what is confirmed changes by another confirmation.
import { OBLIGATIONS } from '../obligations.ts';
import type { StateProfile } from '../state-profiles/profile.ts';

export type ReconciliationTerms = {
  readonly every: 'month' | 'quarter';
  /** Days of the month after the period: prepared by, signed by a lawyer by, and told to the owners on. */
  readonly dueDay: number;
  readonly reviewDay: number;
  readonly ownerDay: number;
};

export const RECONCILIATION_DEFAULT: ReconciliationTerms = {
  every: 'month',
  dueDay: OBLIGATIONS.month_end.due.dayOfMonth,
  reviewDay: OBLIGATIONS.month_end_review.due.dayOfMonth,
  ownerDay: 25,
};
/** Every month has it. */
export const RECONCILIATION_DAY_MAX = 28;

/** What the profile of a state suggests: its own days, and the usual ones where it has none. */
export function suggestedTerms({ values }: StateProfile): ReconciliationTerms {
  const { dueDay, reviewDay, ownerDay } = RECONCILIATION_DEFAULT;
  const reviewed = Math.min(values.reviewDueDay?.value ?? reviewDay, RECONCILIATION_DAY_MAX);
  return {
    every: values.reconcile?.value === 'quarterly' ? 'quarter' : 'month',
    dueDay: Math.min(dueDay, reviewed),
    reviewDay: reviewed,
    ownerDay: Math.max(ownerDay, reviewed),
  };
}

/** What is wrong with days that somebody wants to confirm; null if nothing is. */
export function termsFault({ dueDay, reviewDay, ownerDay }: ReconciliationTerms): string | null {
  const days = [dueDay, reviewDay, ownerDay];
  if (days.some((day) => !Number.isInteger(day) || day < 1 || day > RECONCILIATION_DAY_MAX)) {
    return `Each is a day of the month from 1 to ${RECONCILIATION_DAY_MAX}.`;
  }
  return dueDay <= reviewDay && reviewDay <= ownerDay
    ? null
    : 'The reconciliation is due first, then the signature, and the owners hear of it last.';
}

/** Whether a period ends with that month, YYYY-MM. */
export function isPeriodEnd({ every }: ReconciliationTerms, month: string): boolean {
  return every === 'month' || Number(month.slice(5)) % 3 === 0;
}

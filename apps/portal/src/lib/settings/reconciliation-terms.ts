// The form of how often trust accounts are reconciled, and by when.
import { termsFault, type ReconciliationTerms } from '@makewhole/domain/month-ends/reconciliation-terms';
import { textOf } from '#lib/forms/text-of.ts';

/** What was typed, to be shown again if it is refused. */
export type TermsValues = { readonly [Field in keyof ReconciliationTerms]: string };

export type TermsReading = { readonly values: TermsValues } & (
  { readonly ok: true; readonly terms: ReconciliationTerms } | { readonly ok: false; readonly fault: string }
);

export function readReconciliationTerms(form: FormData): TermsReading {
  const values = {
    every: textOf(form, 'every'),
    dueDay: textOf(form, 'dueDay'),
    reviewDay: textOf(form, 'reviewDay'),
    ownerDay: textOf(form, 'ownerDay'),
  };
  const terms = {
    every: values.every === 'quarter' ? ('quarter' as const) : ('month' as const),
    dueDay: dayOf(values.dueDay),
    reviewDay: dayOf(values.reviewDay),
    ownerDay: dayOf(values.ownerDay),
  };
  const fault = termsFault(terms);
  return fault === null ? { ok: true, values, terms } : { ok: false, values, fault };
}

function dayOf(text: string): number {
  return /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
}

export function sayTerms({ every, dueDay, reviewDay, ownerDay }: ReconciliationTerms): string {
  return `every ${every}, prepared by day ${dueDay} of the next month, signed by day ${reviewDay}, and told to the owners on day ${ownerDay}`;
}

// What a person fills in on the trust sheet: which steps were done, on one day, under one reference, with one file.
import { isBankDay } from '@makewhole/domain/bank-calendar';
import { TRUST_STEPS, type TrustStep } from '@makewhole/domain/obligations';
import { TRUST_METHODS, TRUST_METHOD_DEFAULT, type TrustMethod } from '@makewhole/domain/trust-authority';
import { sensitiveFault } from '#lib/forms/sensitive-fault.ts';
import { textOf } from '#lib/forms/text-of.ts';
import { formatBankDate } from '#lib/time/format.ts';

export type SheetValues = {
  /** YYYY-MM-DD */
  readonly date: string;
  readonly reference: string;
  readonly method: TrustMethod;
  readonly steps: readonly TrustStep[];
};

export type SheetErrors = {
  readonly date?: string;
  readonly reference?: string;
  readonly steps?: string;
  readonly evidence?: string;
  /** The day, if no bank works on it: the person must say that it is right all the same. */
  readonly dayToConfirm?: string;
};

/** Of the refund: what is still open, in order, and on which days it can have been done. */
export type SheetBounds = {
  readonly open: readonly TrustStep[];
  readonly earliest: string;
  readonly latest: string;
};

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The form as it was sent, and what is wrong with which field. */
export function readSheet(form: FormData, bounds: SheetBounds): { values: SheetValues; errors: SheetErrors } {
  const values = valuesOf(form);
  const date = dateFault(values.date, bounds);
  const sensitive = sensitiveFault(values.reference, 'reference');
  const steps = stepsFault(values.steps, bounds.open);
  const isUnusual = date === null && !isBankDay(values.date) && textOf(form, 'confirmedDay') !== values.date;
  return {
    values,
    errors: {
      ...(date !== null && { date }),
      ...(isUnusual && { dayToConfirm: values.date }),
      ...(values.reference === '' && { reference: 'Enter the reference that the bank gave the transfer.' }),
      ...(sensitive !== undefined && { reference: sensitive }),
      ...(steps !== null && { steps }),
    },
  };
}

function valuesOf(form: FormData): SheetValues {
  const sent = new Set(form.getAll('step'));
  return {
    date: textOf(form, 'date'),
    reference: textOf(form, 'reference'),
    method: TRUST_METHODS.find((known) => known === form.get('method')) ?? TRUST_METHOD_DEFAULT,
    steps: TRUST_STEPS.filter((step) => sent.has(step)),
  };
}

function dateFault(date: string, { earliest, latest }: SheetBounds): string | null {
  if (!ISO_DATE.test(date)) return 'Enter the date the bank shows.';
  if (date > latest) return 'Enter a date that is today or earlier.';
  if (date >= earliest) return null;
  const day = formatBankDate(earliest);
  return `Enter ${day} or later: the steps can’t come before the refund was requested, or before a step already recorded.`;
}

/** Steps are taken in their order: what is chosen must be the first of those that are open. */
function stepsFault(chosen: readonly TrustStep[], open: readonly TrustStep[]): string | null {
  const wanted = open.filter((step) => chosen.includes(step));
  // All of them may be recorded by now, from another tab.
  if (wanted.length === 0) return open.length === 0 ? null : 'Choose what you’ve done.';
  return wanted.every((step, index) => step === open[index])
    ? null
    : 'Steps are recorded in order. Also choose the one before it.';
}

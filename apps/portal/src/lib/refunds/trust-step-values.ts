// What a person fills in to record a trust step, as the form sends it.
import { TRUST_MOVES, type TrustMove } from '@makewhole/domain/obligations';
import { sensitiveFault } from '#lib/forms/sensitive-fault.ts';
import { textOf } from '#lib/forms/text-of.ts';
import { parseAmount } from '#lib/money-input.ts';

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

export type TrustStepValues = {
  readonly obligationId: string;
  readonly amount: string;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly reference: string;
};

/** What is wrong with which field. */
export type TrustStepErrors = Partial<Record<keyof TrustStepValues | 'evidence', string>>;

export type TrustStepReading =
  | { readonly ok: true; readonly step: TrustMove; readonly values: TrustStepValues; readonly amount: number }
  | {
      readonly ok: false;
      readonly values: TrustStepValues;
      readonly errors: TrustStepErrors;
    };

export type TrustCorrectionReading =
  | {
      readonly ok: true;
      readonly step: TrustMove;
      readonly right: { readonly date: string; readonly reference: string; readonly reason: string };
    }
  | { readonly ok: false; readonly fault: string };

/** @throws RangeError if the form does not name a step: our own form always does */
export function readTrustCorrection(form: FormData): TrustCorrectionReading {
  const step = TRUST_MOVES.find((known) => known === textOf(form, 'step'));
  if (step === undefined) throw new RangeError('The form names no trust step');
  const right = {
    date: textOf(form, 'date'),
    reference: textOf(form, 'reference'),
    reason: textOf(form, 'reason'),
  };
  if (!ISO_DATE.test(right.date)) return { ok: false, fault: 'Enter the day on which it was done.' };
  if (right.reference === '') {
    return { ok: false, fault: 'Enter the reference that the bank or the ledger gave it.' };
  }
  if (right.reason === '') {
    return { ok: false, fault: 'Say why it is corrected: it is kept with the refund.' };
  }
  return { ok: true, step, right };
}

/** @throws RangeError if the form does not name a step: our own form always does */
export function readTrustStep(form: FormData): TrustStepReading {
  const step = TRUST_MOVES.find((known) => known === textOf(form, 'step'));
  if (step === undefined) throw new RangeError('The form names no trust step');
  const values = {
    obligationId: textOf(form, 'obligationId'),
    amount: textOf(form, 'amount'),
    date: textOf(form, 'date'),
    reference: textOf(form, 'reference'),
  };
  const amount = parseAmount(values.amount);
  const sensitive = sensitiveFault(values.reference, 'reference');
  const errors = {
    ...(amount === null && { amount: 'Enter the amount to the cent, such as 1,234.50.' }),
    ...(!ISO_DATE.test(values.date) && { date: 'Enter the day on which it was done.' }),
    ...(values.reference === '' && { reference: 'Enter the reference that the bank or the ledger gave it.' }),
    ...(sensitive !== undefined && { reference: sensitive }),
  };
  return amount === null || Object.keys(errors).length > 0
    ? { ok: false, values, errors }
    : { ok: true, step, values, amount };
}

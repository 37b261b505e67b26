// What a person fills in to record a trust step, as the form sends it.
import { TRUST_MOVES, type TrustMove } from '@makewhole/domain/obligations';
import { textOf } from '#lib/forms/text-of.ts';
import { parseAmount } from '#lib/money-input.ts';

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

/** @throws RangeError when the form does not name a step: our own form always does */
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
  const errors = {
    ...(amount === null && { amount: 'Enter the amount to the cent, such as 1,234.50.' }),
    ...(!/^\d{4}-\d{2}-\d{2}$/.test(values.date) && { date: 'Enter the day on which it was done.' }),
    ...(values.reference === '' && { reference: 'Enter the reference that the bank or the ledger gave it.' }),
  };
  return amount === null || Object.keys(errors).length > 0
    ? { ok: false, values, errors }
    : { ok: true, step, values, amount };
}

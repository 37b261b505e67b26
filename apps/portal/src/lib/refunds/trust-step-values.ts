// What a person fills in to record a trust step, as the form sends it.
import { TRUST_MOVES, type TrustMove } from '@makewhole/domain/obligations';
import { sensitiveFault } from '#lib/forms/sensitive-fault.ts';
import type { FieldFault } from '#lib/forms/field-fault.ts';
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
  | FieldFault;

/** @throws RangeError if the form does not name a step: our own form always does */
export function readTrustCorrection(form: FormData): TrustCorrectionReading {
  const step = TRUST_MOVES.find((known) => known === textOf(form, 'step'));
  if (step === undefined) throw new RangeError('The form names no trust step');
  const right = {
    date: textOf(form, 'date'),
    reference: textOf(form, 'reference'),
    reason: textOf(form, 'reason'),
  };
  if (!ISO_DATE.test(right.date))
    return { ok: false, field: 'date', fault: 'Enter the date on which it was done.' };
  if (right.reference === '') {
    return { ok: false, field: 'reference', fault: 'Enter the reference from the bank or the ledger.' };
  }
  if (right.reason === '') {
    return {
      ok: false,
      field: 'reason',
      fault: 'Enter why you’re correcting it. It’s kept with the refund.',
    };
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

/** Which of the fields the API refused, and why; null if it was not about a field. */
export function stepErrorsOf({
  code,
  detail,
  fields = {},
}: {
  readonly code: string;
  readonly detail: string;
  readonly fields?: Readonly<Record<string, string>>;
}): TrustStepErrors | null {
  switch (code) {
    case 'date_out_of_range':
      return { date: detail };
    case 'amount_mismatch':
      return { amount: 'Enter the exact amount of the trust part of this refund.' };
    case 'no_such_evidence':
    case 'evidence_required':
      return { evidence: detail };
    case 'invalid_request': {
      const { date, amount, reference } = fields;
      if (date === undefined && amount === undefined && reference === undefined) return null;
      return {
        ...(date !== undefined && { date: 'Enter a date that is today or earlier.' }),
        ...(amount !== undefined && { amount: 'Enter the amount to the cent, such as 1,234.50.' }),
        ...(reference !== undefined && { reference }),
      };
    }
    default:
      return null;
  }
}

// The form of the amount from which people confirm their identity again before a refund (R11).
import { textOf } from '#lib/forms/text-of.ts';
import { parseAmount } from '#lib/money-input.ts';

export type StepUpReading =
  | { readonly ok: true; readonly overAmount: number | null }
  | { readonly ok: false; readonly typed: string; readonly fault: string };

/** Reads "5,000.00"; empty means that nobody is asked. */
export function readStepUpAmount(form: FormData): StepUpReading {
  const typed = textOf(form, 'overAmount');
  if (typed === '') return { ok: true, overAmount: null };
  const overAmount = parseAmount(typed);
  if (overAmount !== null && overAmount > 0) return { ok: true, overAmount };
  const fault = 'Enter the amount in dollars and cents, such as 5,000.00, or leave it empty to ask nobody.';
  return { ok: false, typed, fault };
}

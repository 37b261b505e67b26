// Reads what a lawyer says that a trust item has paid from trust (T7).
import type { PaymentDetail } from '#lib/api-types.ts';
import { textOf } from '#lib/forms/text-of.ts';
import { parseAmount } from '#lib/money-input.ts';

type Applied = Omit<PaymentDetail['appliedFromTrust'][number], 'id' | 'recordedBy' | 'recordedAt'>;

export type AppliedReading =
  { readonly ok: true; readonly applied: Applied } | { readonly ok: false; readonly fault: string };

export function readApplied(form: FormData): AppliedReading {
  const refuse = (fault: string) => ({ ok: false, fault }) as const;
  const [itemId, date] = [textOf(form, 'itemId'), textOf(form, 'date')];
  const [invoiceNumber, reference] = [textOf(form, 'invoiceNumber').trim(), textOf(form, 'reference').trim()];
  if (invoiceNumber === '') return refuse('Enter the number of the invoice that was paid.');
  const amount = parseAmount(textOf(form, 'amount'));
  if (amount === null || amount === 0) {
    return refuse('Enter the amount in dollars and cents, such as 1,250.00.');
  }
  if (date === '') return refuse('Enter the date on which the trust account paid the invoice.');
  if (reference === '') return refuse('Enter a reference, such as the number of the trust check.');
  return { ok: true, applied: { itemId, invoiceNumber, amount, date, reference } };
}

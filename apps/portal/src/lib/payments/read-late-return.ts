// Reads a person's report of a late return from its form.
import type { components } from '@makewhole/client/schema';
import { BANK_ACCOUNTS } from '@makewhole/domain/payments';
import { textOf } from '#lib/forms/text-of.ts';
import { parseAmount } from '#lib/money-input.ts';

type Report = components['schemas']['LateReturn'];

export type LateReturnReading =
  { readonly ok: true; readonly report: Report } | { readonly ok: false; readonly fault: string };

/** @param named the file that was stored with it */
export function readLateReturn(form: FormData, named: { readonly evidenceId?: string }): LateReturnReading {
  const refuse = (fault: string) => ({ ok: false, fault }) as const;
  const amount = parseAmount(textOf(form, 'amount'));
  if (amount === null || amount === 0) {
    return refuse('Enter the amount in dollars and cents, such as 1,250.00.');
  }
  const date = textOf(form, 'date');
  if (date === '') return refuse('Enter the date on which the bank took the money.');
  const code = textOf(form, 'returnCode').trim().toUpperCase();
  if (code !== '' && !/^R\d{2}$/.test(code))
    return refuse('A return code is an R and two digits, such as R10.');
  const { evidenceId } = named;
  if (evidenceId === undefined) return refuse("Attach the bank's letter.");
  const debitedFrom = BANK_ACCOUNTS.find((account) => account === form.get('debitedFrom'));
  const report = { amount, date, evidenceId };
  return {
    ok: true,
    report: { ...report, ...(code !== '' && { returnCode: code }), ...(debitedFrom && { debitedFrom }) },
  };
}

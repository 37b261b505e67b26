// Reads where a person says that an unassigned payment's money went: a matter, and up to ASSIGN_ROWS items.
import type { paths } from '@makewhole/client/schema';
import { formatMoney, money, sum, type Currency } from '@makewhole/domain/money';
import { BANK_ACCOUNTS } from '@makewhole/domain/payments';
import { textOf } from '#lib/forms/text-of.ts';
import { parseAmount } from '#lib/money-input.ts';

export type Assignment =
  paths['/v1/payments/{transactionId}/assignment']['put']['requestBody']['content']['application/json'];

export type AssignmentReading =
  { readonly ok: true; readonly assignment: Assignment } | { readonly ok: false; readonly fault: string };

type ItemReading =
  | { readonly ok: true; readonly item: NonNullable<Assignment['items']>[number] | null }
  | { readonly ok: false; readonly fault: string };

/** How many items the form has room for; a program may send more. */
export const ASSIGN_ROWS = 4;

/** @param payment whose amount the items must sum to, to the cent */
export function readAssignment(
  form: FormData,
  payment: { readonly amount: number; readonly currency: Currency },
): AssignmentReading {
  const refuse = (fault: string) => ({ ok: false, fault }) as const;
  const items: NonNullable<Assignment['items']> = [];
  for (let row = 1; row <= ASSIGN_ROWS; row += 1) {
    const reading = readItem(form, row);
    if (!reading.ok) return reading;
    if (reading.item !== null) items.push(reading.item);
  }
  if (items.length === 0) return refuse('Say which account the money went to, and how much.');
  const total = sum(items.map(({ amount }) => money(amount)));
  if (total !== payment.amount) {
    const [is, owed] = [total, money(payment.amount)].map((amount) => formatMoney(amount, payment.currency));
    return refuse(`The amounts add up to ${is}, and the payment is of ${owed}.`);
  }
  const matterNumber = textOf(form, 'matterNumber');
  return { ok: true, assignment: matterNumber === '' ? { items } : { matterNumber, items } };
}

/** A row that names no account and no amount is left out. */
function readItem(form: FormData, row: number): ItemReading {
  const refuse = (fault: string) => ({ ok: false, fault: `Item ${row}: ${fault}` }) as const;
  const textIn = (name: string) => textOf(form, `${name}${row}`);
  const account = BANK_ACCOUNTS.find((known) => known === textIn('account'));
  const [typed, invoiceNumber, description] = [
    textIn('amount'),
    textIn('invoiceNumber'),
    textIn('description'),
  ];
  if (account === undefined) {
    const isEmpty = row > 1 && typed === '' && invoiceNumber === '' && description === '';
    return isEmpty ? { ok: true, item: null } : refuse('choose operating or trust.');
  }
  const amount = parseAmount(typed);
  if (amount === null || amount === 0) {
    return refuse('enter the amount in dollars and cents, such as 1,250.00.');
  }
  if (account === 'trust' && invoiceNumber !== '') {
    return refuse('trust money pays no invoice. Leave the invoice out, or choose operating.');
  }
  const item = {
    ...{ account, amount },
    ...(invoiceNumber !== '' && { invoiceNumber }),
    ...(description !== '' && { description }),
  };
  return { ok: true, item };
}

import type { PaymentDetail } from '#lib/api-types.ts';
import { INVOICE_DECISION_LABELS } from '#lib/refunds/obligation-labels.ts';
import { formatBankDate } from '#lib/time/format.ts';

type Task = Pick<PaymentDetail['tasks'][number], 'status' | 'answer'>;

const OUTCOMES: Readonly<Record<string, string>> = {
  won: 'The dispute was won: the payment stands.',
  lost: 'The dispute was lost: the bank took the money back.',
  cashed: 'The bank has paid the check.',
  stale: 'The check became stale.',
  not_made: 'The transfer from trust was never made: the client’s money is in trust.',
  reached: 'The client was reached and will cash the check.',
  payment_lost: 'The client’s bank took the payment back for them: nothing is owed any more.',
};

/** The result of a task about a payment, in words; null while it is open. */
export function describeAnswer({ status, answer }: Task): string | null {
  if (status !== 'done' || answer === null) return null;
  const { paidBy, reference, date, note, outcome, decision } = answer;
  const said = note == null || note === '' ? '' : ` ${note}`;
  const on = date == null ? '' : ` on ${formatBankDate(date)}`;
  if (outcome != null && paidBy == null) return `${OUTCOMES[outcome] ?? outcome}${said}`;
  if (decision != null) return `${INVOICE_DECISION_LABELS[decision].label}.${said}`;
  if (paidBy == null && reference != null) return `Recorded: ${reference}${on}.${said}`;
  switch (paidBy) {
    case 'refund':
      return 'A new refund of the payment arrived.';
    case 'check':
      return `Paid by check ${reference ?? ''}${on}.${said}`;
    case 'transfer':
      return `Paid by bank transfer ${reference ?? ''}${on}.${said}`;
    case 'owed':
      return `Nothing was to be paid: it was owed after all.${said}`;
    case 'state':
      return `Paid to the state as unclaimed property ${reference ?? ''}${on}.${said}`;
    case 'credit':
      return `The client agreed to a credit.${said}`;
    default:
      return note ?? 'Done.';
  }
}

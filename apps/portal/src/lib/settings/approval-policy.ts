// The form of the firm's rule on second persons (B8).
import { APPROVAL_RULES, type ApprovalRule } from '@makewhole/domain/approval';
import { textOf } from '#lib/forms/text-of.ts';
import { parseAmount } from '#lib/money-input.ts';

export const APPROVAL_RULE_LABELS: Record<ApprovalRule, { label: string; meaning: string }> = {
  never: { label: 'Never', meaning: 'Whoever may ask for a refund sends it on its way.' },
  trust: { label: 'Trust money', meaning: 'Where any part of the payment went to trust.' },
  over_amount: { label: 'Large refunds', meaning: 'Where the refund is of more than the amount below.' },
  always: {
    label: 'Always',
    meaning: 'Every refund waits for a lawyer or the owner who did not ask for it.',
  },
};

/** What was typed, to be shown again if it is refused. */
export type ApprovalValues = { readonly rule: ApprovalRule | null; readonly overAmount: string };

export type ApprovalReading =
  | { readonly ok: true; readonly rule: ApprovalRule; readonly overAmount: number | null }
  | { readonly ok: false; readonly values: ApprovalValues; readonly fault: string };

export function readApprovalPolicy(form: FormData): ApprovalReading {
  const rule = APPROVAL_RULES.find((known) => known === form.get('rule')) ?? null;
  const overAmount = textOf(form, 'overAmount');
  const values = { rule, overAmount };
  if (rule === null) return { ok: false, values, fault: 'Choose which refunds need a second person.' };
  if (rule !== 'over_amount') return { ok: true, rule, overAmount: null };
  const amount = parseAmount(overAmount);
  if (amount === null || amount === 0) {
    return { ok: false, values, fault: 'Enter the amount in dollars and cents, such as 5,000.00.' };
  }
  return { ok: true, rule, overAmount: amount };
}

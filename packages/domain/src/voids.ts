// Voids an authorization that was never captured (R12): no money moved, so it has no books and no obligations.
import type { PaymentFacts } from './payments.ts';

export const VOID_STATUSES = ['requested', 'outcome_unknown', 'voided', 'refused'] as const;
/** outcome_unknown: it was requested, and no clear answer has come yet; it is looked up until one does (B2). */
export type VoidStatus = (typeof VOID_STATUSES)[number];

export const VOID_REFUSAL_CODES = [
  'not_an_authorization',
  'already_captured',
  'already_voided',
  'refused_by_processor',
] as const;
/** Why an authorization cannot be voided: stable codes. */
export type VoidRefusalCode = (typeof VOID_REFUSAL_CODES)[number];

/** The text for a person, by refusal. */
export const VOID_REFUSAL_MESSAGES: Record<VoidRefusalCode, string> = {
  not_an_authorization: 'Only an authorization can be voided. Money that was taken is refunded instead.',
  already_captured: 'This authorization was captured: the money was taken. Refund it once it has settled.',
  already_voided: 'This authorization was voided already, at the payment processor.',
  refused_by_processor: 'The payment processor refused to void this authorization. Ask the processor why.',
};

/** Why a payment cannot be voided, from what is known of it; null if it can. */
export function voidRefusalOf({
  type,
  status,
}: Pick<PaymentFacts, 'type' | 'status'>): VoidRefusalCode | null {
  if (status === 'voided') return 'already_voided';
  if (status === 'authorized') return null;
  return type === 'authorization' ? 'already_captured' : 'not_an_authorization';
}

export function hasVoidEnded(status: VoidStatus): boolean {
  return status === 'voided' || status === 'refused';
}

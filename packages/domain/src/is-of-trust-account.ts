import type { Owed } from './obligations.ts';

/** Whether an obligation is about a trust account and no payment: the firm's own ledger of it is short (ADR 34). */
export function isOfTrustAccount({ kind, subject }: Owed): boolean {
  return kind === 'trust_replenish' && subject.startsWith('ba_');
}

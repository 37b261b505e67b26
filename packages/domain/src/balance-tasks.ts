import type { ObligationKind } from './obligations.ts';

/** The tasks about imported trust balances, by what the comparison says; their subject is the matter. */
export const BALANCE_TASKS = {
  differs: 'trust_balance_difference',
  below_held: 'trust_balance_below_held',
} as const satisfies Readonly<Record<string, ObligationKind>>;

/** Whether an obligation is about an imported trust balance. */
export function isOfTrustBalance({ kind }: { readonly kind: ObligationKind }): boolean {
  return Object.values(BALANCE_TASKS).some((one) => one === kind);
}

import type { KeyKind } from '../paging.ts';

export const PAYMENT_SORTS = ['-created', 'created', '-amount', 'amount', 'payer'] as const;
export type PaymentSort = (typeof PAYMENT_SORTS)[number];

/** What each order sorts by; names in small letters. */
export const PAYMENT_SORT_KEYS: Readonly<Record<PaymentSort, KeyKind>> = {
  '-created': 'instant',
  created: 'instant',
  '-amount': 'amount',
  amount: 'amount',
  payer: 'text',
};

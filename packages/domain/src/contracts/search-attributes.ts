/** Custom search attributes, which operators filter by in the Temporal UI: names and types of the visibility store. */
export const SEARCH_ATTRIBUTES = {
  RefundStatus: 'Keyword',
  FirmId: 'Keyword',
  TransactionId: 'Keyword',
  PaymentMethod: 'Keyword',
  RefundAccount: 'Keyword',
  AmountMinorUnits: 'Int',
  ExpectedBy: 'Datetime',
  NeedsAttention: 'Bool',
} as const;

type Name = keyof typeof SEARCH_ATTRIBUTES;

/** A search attribute's key in the form that Temporal's SDK needs. */
export function searchAttribute<N extends Name>(name: N) {
  // The SDK names the types as the store does, but in capitals.
  return { name, type: SEARCH_ATTRIBUTES[name].toUpperCase() as Uppercase<(typeof SEARCH_ATTRIBUTES)[N]> };
}

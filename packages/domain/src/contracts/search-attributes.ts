/** What an operator filters by in the Temporal UI: custom search attributes, by name and type of the visibility store. */
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

/** The key of a search attribute, as Temporal's SDK wants it. */
export function searchAttribute<N extends Name>(name: N) {
  // Its names of the types are those of the store, in capitals.
  return { name, type: SEARCH_ATTRIBUTES[name].toUpperCase() as Uppercase<(typeof SEARCH_ATTRIBUTES)[N]> };
}

// The addresses of a payment's screens. A transaction ID may hold any character.

export function paymentUrl(transactionId: string): string {
  return `/payments/${encodeURIComponent(transactionId)}`;
}

/** The refund page with the exact ID in its box already. */
export function refundFormUrl(transactionId: string): string {
  return `/refund?${new URLSearchParams({ id: transactionId })}`;
}

// The URLs of a payment's screens. A transaction ID may contain any character.

export function paymentUrl(transactionId: string): string {
  return `/payments/${encodeURIComponent(transactionId)}`;
}

/** The form that says where an unassigned payment's money went. */
export function assignUrl(transactionId: string): string {
  return `${paymentUrl(transactionId)}/assign`;
}

/** The refund page with the exact ID already in its box. */
export function refundFormUrl(transactionId: string): string {
  return `/refund?${new URLSearchParams({ id: transactionId })}`;
}

// The URLs of a payment's screens. A transaction ID may contain any character.
import type { PaymentType } from '@makewhole/domain/payments';

export function paymentUrl(transactionId: string): string {
  return `/payments/${encodeURIComponent(transactionId)}`;
}

/** Payment History's list of one type, all of it. */
export function wholeListUrl(type: PaymentType): string {
  return `/payments?${new URLSearchParams({ type })}`;
}

/** The form that says where an unassigned payment's money went. */
export function assignUrl(transactionId: string): string {
  return `${paymentUrl(transactionId)}/assign`;
}

/** The refund page with the exact ID already in its box. */
export function refundFormUrl(transactionId: string): string {
  return `/refund?${new URLSearchParams({ id: transactionId })}`;
}

// What is said to clients, and about what can be given to them.
import type { ClientStation, ClientStatus } from '@makewhole/domain/client-links';
import type { PaymentMethod } from '@makewhole/domain/payments';
import type { RefundStatus } from '@makewhole/domain/refund-states';

export function traceLabel(method: PaymentMethod): string {
  return method === 'card' ? 'Trace number (ARN)' : 'ACH trace number';
}

/** When there will be one. */
export function traceMissing(status: RefundStatus, method: PaymentMethod): string {
  const arrives =
    method === 'card'
      ? 'Not available yet. Card networks assign it one to three business days after the refund is sent.'
      : 'Not available yet. The processor will report it after the refund is sent.';
  switch (status) {
    case 'processing':
    case 'succeeded':
      return arrives;
    case 'rejected':
    case 'declined':
    case 'canceled':
    case 'failed':
      return 'None: this refund didn’t pay the client.';
    default:
      return 'It will be available after the refund is sent.';
  }
}

/** What a client reads to their bank. */
export function traceMessage(traceNumber: string, method: PaymentMethod): string {
  const kind = method === 'card' ? 'acquirer reference number (ARN)' : 'ACH trace number';
  return `I’m expecting a refund. Please find it by its ${kind}: ${traceNumber}`;
}

export const STATION_LABELS: Record<ClientStation, string> = {
  requested: 'Requested',
  sent: 'Sent',
  on_its_way: 'On its way',
  at_bank: 'At your bank',
};

/** What a client reads first. */
export const CLIENT_TITLES: Record<ClientStatus, string> = {
  requested: 'Your refund was requested',
  sent: 'Your refund was sent',
  on_its_way: 'Your refund is on its way',
  at_bank: 'Your refund was paid to your bank',
  ended: 'This refund didn’t go through',
};

/** And what it means for them. */
export const CLIENT_SENTENCES: Record<ClientStatus, string> = {
  requested: 'We’ll send it to your bank soon.',
  sent: 'Your bank will show it in the next few days.',
  on_its_way: 'Your bank will show it in the next few days.',
  at_bank:
    'Some banks take a few more business days to show it. If yours doesn’t, give them the trace number below.',
  ended: 'No money was paid by this refund. Please call us.',
};

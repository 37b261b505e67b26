export const EVENT_TYPES = [
  'refund.created',
  'refund.succeeded',
  'refund.failed',
  'refund.returned',
  'payment.disputed',
  'payment.returned',
  'dispute.closed',
  /** Only where nothing can be read back: the payment as it is now. */
  'payment.updated',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

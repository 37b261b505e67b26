export const EVENT_TYPES = [
  'refund.created',
  'refund.succeeded',
  'refund.failed',
  'refund.returned',
  'payment.disputed',
  'payment.returned',
  'dispute.closed',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

// The events of a refund's timeline (B9), and which of them are sent to integrators by webhook. The portal has their
// text.

/** webhook: integrators may subscribe to it; timeline: it appears only in the timeline. */
export const REFUND_EVENTS = {
  'refund.requested': 'webhook',
  'refund.awaiting_approval': 'webhook',
  'refund.approved': 'timeline',
  'refund.rejected': 'webhook',
  'refund.declined': 'webhook',
  'refund.canceled': 'webhook',
  'refund.submitting': 'timeline',
  'refund.sent': 'timeline',
  'refund.outcome_unknown': 'webhook',
  'refund.outcome_claimed': 'timeline',
  'refund.processing': 'webhook',
  'refund.late': 'webhook',
  'refund.succeeded': 'webhook',
  /** The processor reported the number by which the client's bank finds the money. */
  'refund.traced': 'webhook',
  'refund.failed': 'webhook',
  /** The money came back after the processor had accepted the refund; `refund.failed` follows it. */
  'refund.returned': 'webhook',
  'refund.closed': 'webhook',
  'obligation.opened': 'webhook',
  'obligation.done': 'webhook',
  'obligation.void': 'timeline',
  'trust_step.authorized': 'timeline',
  'trust_step.corrected': 'timeline',
  'trust_steps.ended': 'timeline',
  /** A bank statement was set aside that had a line of the transfer from trust to operating. */
  'bank_match.undone': 'timeline',
  'notification.sent': 'timeline',
  'notification.resend': 'timeline',
  'notification.failed': 'timeline',
  'payment.disputed': 'timeline',
  'payment.returned': 'timeline',
  'payment.dispute_lost': 'timeline',
  'books.operating_debited': 'timeline',
  'books.trust_disbursed': 'timeline',
  'books.invoice_payment_reversed': 'timeline',
  'books.trust_paid': 'timeline',
  'books.trust_deposited': 'timeline',
  'books.trust_corrected': 'timeline',
  'books.trust_restored': 'timeline',
  'books.write_off': 'timeline',
  'books.credit_note': 'timeline',
  'books.put_back': 'timeline',
  'books.original_bounced': 'timeline',
  'books.trust_money_gone': 'timeline',
  'books.payable_refunded': 'timeline',
  'books.owed_after_all': 'timeline',
  'repayment.recorded': 'timeline',
  'repayment.withdrawn': 'timeline',
} as const satisfies Readonly<Record<string, 'webhook' | 'timeline'>>;

export type RefundEventType = keyof typeof REFUND_EVENTS;
/** Those that are sent by webhook; webhooks.ts has the other messages that a webhook may bring. */
export type TimelineWebhookEvent = {
  [Type in RefundEventType]: (typeof REFUND_EVENTS)[Type] extends 'webhook' ? Type : never;
}[RefundEventType];

// The keys of a literal.
const TYPES = Object.keys(REFUND_EVENTS) as readonly RefundEventType[];

/** In the order in which the API lists them. */
export const TIMELINE_WEBHOOK_EVENTS: readonly TimelineWebhookEvent[] = TYPES.filter(isTimelineWebhookEvent);

export function isRefundEvent(type: string): type is RefundEventType {
  return Object.hasOwn(REFUND_EVENTS, type);
}

export function isTimelineWebhookEvent(type: string): type is TimelineWebhookEvent {
  return isRefundEvent(type) && REFUND_EVENTS[type] === 'webhook';
}

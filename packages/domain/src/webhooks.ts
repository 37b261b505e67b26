// What integrators receive, and the limits of delivery (Standard Webhooks): thin events, which say where to look, and
// messages with what the firm's own system needs to book the same.
import { BOOK_MESSAGES, type BookMessageType } from './book-messages.ts';
import { NOTICES, type NoticeType } from './notices.ts';
import { TIMELINE_WEBHOOK_EVENTS, type TimelineWebhookEvent } from './refund-events.ts';

export type WebhookEvent = TimelineWebhookEvent | BookMessageType | NoticeType;

/** In the order in which the API lists them. */
export const WEBHOOK_EVENTS: readonly WebhookEvent[] = [
  ...TIMELINE_WEBHOOK_EVENTS,
  ...BOOK_MESSAGES,
  ...NOTICES,
];

/** Sent on request, to check whether an endpoint works. */
export const WEBHOOK_PING = 'ping';

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed', 'dropped'] as const;
/** dropped: the endpoint was turned off before it was delivered. */
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** A firm that needs more can fan out from one of these. */
export const WEBHOOK_ENDPOINTS_MAX = 20;

const HOUR_MS = 3_600_000;
/** How long both secrets sign after a rotation: time enough to change the receiver. */
export const SECRET_OVERLAP_MS = 24 * HOUR_MS;
/** How long an endpoint fails before its firm is notified, and before it is turned off. */
export const FAILING_NOTIFIED_AFTER_MS = HOUR_MS;
export const FAILING_DISABLED_AFTER_MS = 5 * 24 * HOUR_MS;

export type WebhookPayload = {
  readonly type: WebhookEvent | typeof WEBHOOK_PING;
  /** RFC 3339 UTC. */
  readonly timestamp: string;
  /** IDs, codes and numbers; never a person's words or name. */
  readonly data: Readonly<Record<string, unknown>>;
};

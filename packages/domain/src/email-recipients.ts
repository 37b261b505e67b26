// Who gets which email (R9, B14): one table, read by the API for its preview and by the worker for every message.
// The stores turn an audience into people (db/notifications/find-recipients.ts).
import type { RefundStatus } from './refund-states.ts';

/**
 * requester: the person who asked for the refund; a program hears by webhook.
 * settlers: the people of the role that an obligation waits for; where the firm has none, those of the next role up.
 * approvers: settlers of an approval, without whoever asked for the refund; where nobody is left, owners who did not ask.
 * owners: the firm's owners. matter: the users on the payment's matter.
 */
export const AUDIENCES = ['requester', 'settlers', 'approvers', 'owners', 'matter'] as const;
export type Audience = (typeof AUDIENCES)[number];

type Recipients = {
  readonly to: readonly Audience[];
  /** Who hears of it where nobody is among those. */
  readonly orElse?: readonly Audience[];
};

export const EMAIL_RECIPIENTS = {
  refund_processing: { to: ['matter'], orElse: ['requester', 'owners'] },
  refund_failed: { to: ['matter', 'requester', 'owners'] },
  refund_succeeded: { to: ['requester'] },
  refund_approved: { to: ['requester'] },
  refund_declined: { to: ['requester'] },
  refund_expired: { to: ['requester'], orElse: ['owners'] },
  refund_canceled: { to: ['requester'] },
  refund_rejected: { to: ['requester'], orElse: ['owners'] },
  // Everything below is about an obligation.
  approval: { to: ['approvers'], orElse: ['owners'] },
  task: { to: ['settlers'] },
  attention: { to: ['settlers', 'owners'] },
  reminder: { to: ['settlers'] },
  escalation: { to: ['owners'] },
} as const satisfies Readonly<Record<string, Recipients>>;

export type EmailEvent = keyof typeof EMAIL_RECIPIENTS;

export const EMAIL_EVENTS = Object.keys(EMAIL_RECIPIENTS) as readonly EmailEvent[]; // the keys of a literal

/** What a refund's people are told of by itself, whoever or whatever moved it. */
export type RefundNews = Extract<
  EmailEvent,
  | 'refund_failed'
  | 'refund_succeeded'
  | 'refund_approved'
  | 'refund_declined'
  | 'refund_expired'
  | 'refund_canceled'
  | 'refund_rejected'
>;

/** The news of a move to a status; null where people have nothing to hear. @param code why it ended, where that is known */
export function newsOf(to: RefundStatus, code: string | null): RefundNews | null {
  switch (to) {
    case 'rejected':
      return 'refund_rejected';
    case 'declined':
      return code === 'approval_expired' ? 'refund_expired' : 'refund_declined';
    case 'canceled':
      return 'refund_canceled';
    case 'succeeded':
      return 'refund_succeeded';
    case 'failed':
      return 'refund_failed';
    default:
      return null;
  }
}

/** Who hears of an event, for as long as nobody does: first those of the table, then those behind them. */
export function audiencesOf(event: EmailEvent): readonly (readonly Audience[])[] {
  const { to, orElse }: Recipients = EMAIL_RECIPIENTS[event];
  return orElse === undefined ? [to] : [to, orElse];
}

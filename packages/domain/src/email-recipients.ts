// Who gets which email (R9, B14): one table, which the API reads for its preview and the worker for every message. The
// stores resolve an audience to people (db/notifications/find-recipients.ts).
import type { RefundStatus } from './refund-states.ts';

/**
 * requester: the person who requested the refund; a program gets a webhook instead.
 * settlers: the people in the role that an obligation waits for; if the firm has none, those in the next role up.
 * approvers: settlers of an approval, without its requester; if nobody is left, owners who did not request it.
 * owners: the firm's owners. matter: the users on the payment's matter.
 */
export const AUDIENCES = ['requester', 'settlers', 'approvers', 'owners', 'matter'] as const;
export type Audience = (typeof AUDIENCES)[number];

type Recipients = {
  readonly to: readonly Audience[];
  /** Who gets it if nobody is among those. */
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
  // The rest are about an obligation.
  approval: { to: ['approvers'], orElse: ['owners'] },
  task: { to: ['settlers'] },
  attention: { to: ['settlers', 'owners'] },
  reminder: { to: ['settlers'] },
  escalation: { to: ['owners'] },
  approval_overdue: { to: ['approvers', 'owners', 'requester'] },
} as const satisfies Readonly<Record<string, Recipients>>;

export type EmailEvent = keyof typeof EMAIL_RECIPIENTS;

export const EMAIL_EVENTS = Object.keys(EMAIL_RECIPIENTS) as readonly EmailEvent[]; // the keys of a literal

/** The news that a refund's people get, whoever or whatever moved it. */
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

/** The news of a move to a status; null if there is none for people. @param code why it ended, if known */
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

/** The audiences of an event, in the order to try until one has people: first the table's, then the fallbacks. */
export function audiencesOf(event: EmailEvent): readonly (readonly Audience[])[] {
  const { to, orElse }: Recipients = EMAIL_RECIPIENTS[event];
  return orElse === undefined ? [to] : [to, orElse];
}

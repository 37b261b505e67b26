// Attention: an obligation for what no rule covers and no retry fixes, so that a person learns of it (B5, B14). One
// table gives each cause its text and its owner.
import type { Role } from './roles.ts';

type AttentionTask = {
  /** What a person reads. */
  readonly summary: string;
  /** The lowest role that may complete it: obligations.ts derives the permission from it. */
  readonly owner: Extract<Role, 'admin' | 'lawyer'>;
};

export const ATTENTION = {
  outcome_unknown: {
    owner: 'admin',
    summary:
      'The payment processor has not said whether it took this refund. Ask it, then tell us what you found.',
  },
  outcome_claimed: {
    owner: 'lawyer',
    summary:
      "One person has said how this refund ended. Ending it as failed takes two: look at the payment processor yourself, then confirm it on the refund's page.",
  },
  late: {
    owner: 'admin',
    summary:
      'This refund has not arrived by its latest expected date. Ask the payment processor where it is.',
  },
  not_sent: {
    owner: 'admin',
    summary:
      'The payment processor still does not have this refund, five bank days after the request. It must be sent within seven: see what it waits for, or cancel it and tell the client.',
  },
  connection_broken: {
    owner: 'admin',
    summary:
      "The payment processor no longer accepts your firm's key or account, so this refund waits unsent. Replace the key of the connection; the refund goes on by itself.",
  },
  processor_disagrees: {
    owner: 'admin',
    summary: "The payment processor's record of this refund differs from ours. Nothing more was booked.",
  },
  notification_failed: {
    owner: 'admin',
    summary: 'An email about this refund could not be delivered. Tell the person yourself.',
  },
  failure_notification_failed: {
    owner: 'admin',
    summary: 'An email that this refund failed could not be delivered. Tell the person yourself.',
  },
  stuck: {
    owner: 'admin',
    summary:
      'This refund has not moved on for an hour: a step keeps failing and is tried again and again. It goes on by itself once the cause is gone. Ask whoever runs Makewhole for your firm.',
  },
  // Its answer reverses trust postings, which only a lawyer may authorize.
  transfer_under_way: {
    owner: 'lawyer',
    summary:
      'The refund failed after the firm deposit. Was the bank transfer from trust to operating made? If it was, record it; if it was not, say so here, and do not make it any more.',
  },
  payment_disputed: {
    owner: 'lawyer',
    summary:
      'The client disputes the payment, or it came back, while its refund is under way: they may be paid twice. Tell the payment processor of the refund at once.',
  },
  original_bounced: {
    owner: 'lawyer',
    summary:
      'The payment came back after it was refunded (returned, or its dispute lost): the client was paid twice. It is booked as due from the client: ask them for it.',
  },
  invoice_unknown: {
    owner: 'admin',
    summary:
      "The payment named an invoice that the firm does not have here, so nothing was reversed. Reverse the payment of that invoice in the firm's own system; its number stands on the payment's page.",
  },
  books_open: {
    owner: 'admin',
    summary: 'The refund has ended, but its clearing account is not zero. Its books must be looked at.',
  },
} as const satisfies Readonly<Record<string, AttentionTask>>;

/** Why a person's attention is needed. */
export type AttentionCause = keyof typeof ATTENTION;

export const ATTENTION_CAUSES = Object.keys(ATTENTION) as readonly AttentionCause[]; // the keys of a literal

/** Whether the subject is a cause: an obligation's subject may also be an ID. */
export function isAttentionCause(subject: string): subject is AttentionCause {
  return Object.hasOwn(ATTENTION, subject);
}

// Attention: an obligation for what no rule covers and no retry fixes, so that a person learns of it (B5, B14). This table
// gives each cause its owner; attention-summaries.ts has its words, which are written when it opens.
import type { Role } from './roles.ts';

/** The lowest role that may resolve each: obligations.ts derives the permission from it. */
export const ATTENTION_OWNERS = {
  outcome_unknown: 'admin',
  outcome_claimed: 'lawyer',
  late: 'admin',
  not_sent: 'admin',
  add_funds: 'admin',
  processor_disagrees: 'admin',
  notification_failed: 'admin',
  failure_notification_failed: 'admin',
  stuck: 'admin',
  // Its answer reverses trust postings, which only a lawyer may authorize.
  transfer_under_way: 'lawyer',
  payment_disputed: 'lawyer',
  original_bounced: 'lawyer',
  invoice_unknown: 'admin',
  books_open: 'admin',
} as const satisfies Readonly<Record<string, Extract<Role, 'admin' | 'lawyer'>>>;

/** Why a person's attention is needed. */
export type AttentionCause = keyof typeof ATTENTION_OWNERS;

export const ATTENTION_CAUSES = Object.keys(ATTENTION_OWNERS) as readonly AttentionCause[]; // the keys of a literal

/** Whether the subject is a cause: an obligation's subject may also be an ID. */
export function isAttentionCause(subject: string): subject is AttentionCause {
  return Object.hasOwn(ATTENTION_OWNERS, subject);
}

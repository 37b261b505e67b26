// What each email about a refund says at its top; the rest is the same for all (packages/domain/src/refund-email.ts).
import type { NotificationView } from '@makewhole/db/refunds/notify-matter';
import type { RefundFacts } from '@makewhole/db/refunds/find-refund-facts';
import type { PaymentView } from '@makewhole/db/payments/payment-view';
import { formatMoney } from '@makewhole/domain/money';
import {
  refundEmail,
  refundOfPaymentLink,
  refundProcessingEmail,
  type EmailWords,
  type RefundEmailFacts,
} from '@makewhole/domain/refund-email';
import type { Email } from './mailer.ts';

/** What an email tells about: the two that a matter's users get (R9), and those to the people who must act (B5, B11). */
export const EMAIL_EVENTS = [
  'refund_processing',
  'refund_failed',
  'approval',
  'reminder',
  'escalation',
  'attention',
] as const;
export type EmailEvent = (typeof EMAIL_EVENTS)[number];

/** What a notification that was kept tells about. @throws Error for an event that no email of ours has */
export function eventOf({ id, event }: Pick<NotificationView, 'id' | 'event'>): EmailEvent {
  const known = EMAIL_EVENTS.find((one) => one === event.split(':', 1)[0]);
  if (known === undefined) throw new Error(`The email ${id} tells of ${event}, which nobody can compose`);
  return known;
}

export type EmailFacts = {
  readonly refund: RefundFacts;
  readonly payment: PaymentView;
  /** What waits for the reader, for those who must act. */
  readonly todo: string | null;
  readonly portalUrl: string;
};

/** Composes one notification's message. Its event is an EmailEvent, with what it is about after a colon. */
export function composeEmail(notification: NotificationView, event: EmailEvent, facts: EmailFacts): Email {
  return {
    to: { name: notification.recipientName, address: notification.recipientEmail },
    ...wordsOf(notification, event, facts),
    // Sent again on purpose it is a message of its own: a mailbox must not drop it as a repetition.
    messageId: `<${notification.id}${notification.resends > 0 ? `.${notification.resends}` : ''}@makewhole.invalid>`,
  };
}

function wordsOf(notification: NotificationView, event: EmailEvent, facts: EmailFacts): EmailWords {
  const { refund, payment, portalUrl } = facts;
  const shown: RefundEmailFacts = {
    recipientName: notification.recipientName,
    firmName: refund.firmName,
    amount: refund.amount,
    currency: refund.currency,
    method: refund.method,
    last4: payment.last4,
    payerName: payment.payer.name,
    matter: payment.matter,
    transactionId: refund.transactionId,
    reason: refund.reason,
    link: `${portalUrl}/refunds/${refund.id}`,
  };
  if (event !== 'refund_processing') return refundEmail(shown, WORDS[event](facts));
  // As it was shown before the refund was asked for, when it had no address of its own yet (B3).
  const link = refundOfPaymentLink(portalUrl, refund.transactionId);
  const expected = { earliest: refund.expectedEarliest, latest: refund.expectedLatest };
  return refundProcessingEmail({ ...shown, link }, expected);
}

type Words = { readonly subject: string; readonly opening: string };

const WORDS: Record<Exclude<EmailEvent, 'refund_processing'>, (facts: EmailFacts) => Words> = {
  refund_failed: ({ refund, payment }) => ({
    subject: `Refund failed: ${amountOf(refund)} to ${payment.payer.name}`,
    opening: `The refund of a payment on your matter did not go through, and the books were put back as they were. ${refund.failureMessage ?? ''}`,
  }),
  approval: ({ refund }) => ({
    subject: `A refund of ${amountOf(refund)} waits for your approval`,
    opening:
      'Your firm wants a second person to look at this refund before it is paid. Approve or decline it on its page; after five bank days it is declined by itself.',
  }),
  reminder: ({ refund, todo }) => ({
    subject: `Reminder: a refund of ${amountOf(refund)} waits for you`,
    opening: `This is still to be done: ${todo ?? 'see the refund'}.`,
  }),
  escalation: ({ refund, todo }) => ({
    subject: `Overdue: a refund of ${amountOf(refund)} is not finished`,
    opening: `This has been open for longer than your firm allows: ${todo ?? 'see the refund'}.`,
  }),
  attention: ({ refund, todo }) => ({
    subject: `A refund of ${amountOf(refund)} needs attention`,
    opening: todo ?? 'This refund needs a person to look at it.',
  }),
};

function amountOf(refund: RefundFacts): string {
  return formatMoney(refund.amount, refund.currency);
}

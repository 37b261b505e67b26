// The top of each email about a refund; the rest is the same for all (packages/domain/src/refund-email.ts).
import type { NotificationView } from '@makewhole/db/notifications/prepare-notifications';
import type { PaymentView } from '@makewhole/db/payments/payment-view';
import { bankDateOf } from '@makewhole/domain/bank-calendar';
import type { EmailText } from '@makewhole/domain/email-layout';
import { formatDay } from '@makewhole/domain/format-day';
import { formatMoney } from '@makewhole/domain/money';
import {
  refundEmail,
  refundOfPaymentLink,
  refundProcessingEmail,
  type RefundEmailFacts,
} from '@makewhole/domain/refund-email';
import { EMAIL_EVENTS, type EmailEvent } from '@makewhole/domain/email-recipients';
import { formatDue } from './format-due.ts';
import type { Email } from './mailer.ts';
import type { RefundFacts } from '@makewhole/db/refunds/refund-view';

/** What a stored notification is about. @throws Error for an event that has no email */
export function eventOf({ id, event }: Pick<NotificationView, 'id' | 'event'>): EmailEvent {
  const known = EMAIL_EVENTS.find((one) => one === event.split(':', 1)[0]);
  if (known === undefined) throw new Error(`The email ${id} tells of ${event}, which nobody can compose`);
  return known;
}

type Refund = Pick<
  RefundFacts,
  | 'id'
  | 'firmName'
  | 'amount'
  | 'currency'
  | 'method'
  | 'transactionId'
  | 'reason'
  | 'expectedEarliest'
  | 'expectedLatest'
  | 'settledAt'
  | 'failureMessage'
>;

/** Whom an email goes to, and which of its kind it is. */
export type EmailRecipient = Pick<NotificationView, 'id' | 'recipientName' | 'recipientEmail' | 'resends'>;

export type EmailFacts = {
  readonly refund: Refund;
  readonly payment: Pick<PaymentView, 'last4' | 'payer' | 'matter'>;
  /** What waits for the reader, if they must act. */
  readonly owed: { readonly summary: string; readonly dueAt: Date } | null;
  readonly portalUrl: string;
};

/** Composes one notification's message. Its event is an EmailEvent, optionally with its subject after a colon. */
export function composeEmail(notification: EmailRecipient, event: EmailEvent, facts: EmailFacts): Email {
  return {
    to: { name: notification.recipientName, address: notification.recipientEmail },
    ...wordsOf(notification, event, facts),
    // A deliberate resend is a message of its own: a mailbox must not drop it as a duplicate.
    messageId: `<${notification.id}${notification.resends > 0 ? `.${notification.resends}` : ''}@makewhole.invalid>`,
    thread: `refund.${facts.refund.id}`,
  };
}

function wordsOf(notification: EmailRecipient, event: EmailEvent, facts: EmailFacts): EmailText {
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
  // As previewed before the refund was requested, when it had no URL of its own yet (B3).
  const link = refundOfPaymentLink(portalUrl, refund.transactionId);
  const expected = { earliest: refund.expectedEarliest, latest: refund.expectedLatest };
  return refundProcessingEmail({ ...shown, link }, expected);
}

type Words = { readonly subject: string; readonly opening: string };

const WORDS: Record<Exclude<EmailEvent, 'refund_processing'>, (facts: EmailFacts) => Words> = {
  refund_failed: ({ refund, payment }) => ({
    subject: `Refund failed: ${amountOf(refund)} to ${payment.payer.name}`,
    opening: `The refund of this payment did not go through: the client does not have the money from it. ${refund.failureMessage ?? ''}`,
  }),
  refund_succeeded: ({ refund, payment }) => ({
    subject: `Refund paid: ${amountOf(refund)} to ${payment.payer.name}`,
    opening: `The refund that you requested has been paid out to ${payment.payer.name}.${bankShowsIt(refund)}`,
  }),
  refund_approved: ({ refund, payment }) => ({
    subject: `Refund approved: ${amountOf(refund)} to ${payment.payer.name}`,
    opening: 'The refund that you requested was approved. It goes to the payment processor now.',
  }),
  refund_declined: ({ refund, payment }) => ({
    subject: `Refund declined: ${amountOf(refund)} to ${payment.payer.name}`,
    opening:
      'The refund that you requested was declined. Nothing was sent to the payment processor. The reason is on the page of the refund.',
  }),
  refund_expired: ({ refund, payment }) => ({
    subject: `Refund not approved in time: ${amountOf(refund)} to ${payment.payer.name}`,
    opening:
      'Nobody approved this refund in time, so it was declined automatically. Nothing was sent to the payment processor. Request it again if it is still needed.',
  }),
  refund_canceled: ({ refund, payment }) => ({
    subject: `Refund canceled: ${amountOf(refund)} to ${payment.payer.name}`,
    opening: 'The refund that you requested was canceled. Nothing was sent to the payment processor.',
  }),
  refund_rejected: ({ refund, payment }) => ({
    subject: `Refund rejected: ${amountOf(refund)} to ${payment.payer.name}`,
    opening: `This refund was rejected, and no money moved. ${refund.failureMessage ?? ''}`,
  }),
  approval: ({ refund }) => ({
    subject: `A refund of ${amountOf(refund)} waits for your approval`,
    opening:
      'Your firm wants a second person to look at this refund before it is paid. Approve or decline it on its page; after four bank days it is declined by itself.',
  }),
  task: ({ refund, owed }) => ({
    subject: `To do: a refund of ${amountOf(refund)}`,
    opening: todoOf(owed),
  }),
  reminder: ({ refund, owed }) => ({
    subject: `Reminder: a refund of ${amountOf(refund)} waits for you`,
    opening: `This is still to be done: ${todoOf(owed)}`,
  }),
  escalation: ({ refund, owed }) => ({
    subject: `Overdue: a refund of ${amountOf(refund)} is not finished`,
    opening: `This has been open for longer than your firm allows: ${todoOf(owed)}`,
  }),
  approval_overdue: ({ refund, payment }) => ({
    subject: `Not approved yet: a refund of ${amountOf(refund)} to ${payment.payer.name}`,
    opening:
      'Nobody has approved or declined this refund for two bank days. After two more it is declined by itself. If the client was told of it, somebody has to decide today.',
  }),
  attention: ({ refund, owed }) => ({
    subject: `A refund of ${amountOf(refund)} needs attention`,
    opening: todoOf(owed),
  }),
};

/** Whose part the rest is; nothing once the promised day is over. */
function bankShowsIt({ settledAt, expectedLatest }: Refund): string {
  const isOver = settledAt !== null && bankDateOf(settledAt.toISOString()) > expectedLatest;
  return isOver ? '' : ` Their bank should show it by ${formatDay(expectedLatest)}.`;
}

/** What to do, and by when (B14). */
function todoOf(owed: EmailFacts['owed']): string {
  if (owed === null) return 'See the refund.';
  const end = /[.!?]$/.test(owed.summary) ? '' : '.';
  return `${owed.summary}${end} Due ${formatDue(owed.dueAt)}.`;
}

function amountOf(refund: Refund): string {
  return formatMoney(refund.amount, refund.currency);
}

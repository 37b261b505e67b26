// The words of every email: plain sentences for office people, the same facts in text and HTML.
import type { NotificationView } from '@makewhole/db/refunds/notify-matter';
import type { RefundFacts } from '@makewhole/db/refunds/find-refund-facts';
import type { PaymentView } from '@makewhole/db/payments/payment-view';
import { formatMoney } from '@makewhole/domain/money';
import type { Email } from './mailer.ts';

/** What an email tells about: the two that a matter's users get (R9), and those to the people who must act (B5, B11). */
export type EmailEvent =
  'refund_processing' | 'refund_failed' | 'approval' | 'reminder' | 'escalation' | 'attention';

export type EmailFacts = {
  readonly refund: RefundFacts;
  readonly payment: PaymentView;
  /** What waits for the reader, for those who must act. */
  readonly todo: string | null;
  readonly portalUrl: string;
};

/** Composes one notification's message. Its event is an EmailEvent, with what it is about after a colon. */
export function composeEmail(notification: NotificationView, event: EmailEvent, facts: EmailFacts): Email {
  const { subject, opening } = WORDS[event](facts);
  const rows = detailsOf(facts);
  const link = `${facts.portalUrl}/refunds/${facts.refund.id}`;
  const text = [
    `${notification.recipientName},`,
    opening,
    rows.map(([label, value]) => `${label}: ${value}`).join('\n'),
    `See the refund: ${link}`,
    `${facts.refund.firmName}, sent by Makewhole`,
  ].join('\n\n');
  return {
    to: { name: notification.recipientName, address: notification.recipientEmail },
    subject,
    text,
    html: htmlOf(notification.recipientName, opening, rows, link, facts.refund.firmName),
    messageId: `<${notification.id}@makewhole.invalid>`,
  };
}

const WORDS: Record<EmailEvent, (facts: EmailFacts) => { subject: string; opening: string }> = {
  refund_processing: ({ refund, payment }) => ({
    subject: `Payment refunded: ${amountOf(refund)} from ${payment.payer.name}`,
    opening: `A payment on your matter is being refunded in full. ${payment.payer.name} should have the money between ${refund.expectedEarliest} and ${refund.expectedLatest}.`,
  }),
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
    opening: `This has been open for seven bank days, past its due date: ${todo ?? 'see the refund'}.`,
  }),
  attention: ({ refund, todo }) => ({
    subject: `A refund of ${amountOf(refund)} needs attention`,
    opening: todo ?? 'This refund needs a person to look at it.',
  }),
};

function detailsOf({ refund, payment }: EmailFacts): [string, string][] {
  const matter = payment.matter === null ? 'none' : `${payment.matter.number} ${payment.matter.name}`;
  const method = refund.method === 'ach' ? 'ACH account' : 'card';
  return [
    ['Amount', amountOf(refund)],
    ['Payer', payment.payer.name],
    ['Paid with', `${method} ending in ${payment.last4}`],
    ['Matter', matter],
    ['Transaction ID', refund.transactionId],
    ['Reason', refund.reason],
  ];
}

function amountOf(refund: RefundFacts): string {
  return formatMoney(refund.amount, refund.currency);
}

function htmlOf(name: string, opening: string, rows: [string, string][], link: string, firm: string): string {
  const cells = rows
    .map(
      ([label, value]) =>
        `<tr><th align="left" style="padding:4px 16px 4px 0;font-weight:600">${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`,
    )
    .join('');
  return [
    '<div style="font-family:system-ui,sans-serif;font-size:15px;line-height:1.5;color:#1c2430">',
    `<p>${escapeHtml(name)},</p><p>${escapeHtml(opening)}</p>`,
    `<table style="border-collapse:collapse">${cells}</table>`,
    `<p><a href="${escapeHtml(link)}">See the refund</a></p><p style="color:#5b6573">${escapeHtml(firm)}, sent by Makewhole</p></div>`,
  ].join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What a person wrote (a reason, a name) must stay text in the mail. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

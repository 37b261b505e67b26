// The text of an email about a refund: the worker sends what this composes, and the API shows the same before the
// refund is requested (B3, R9). Text and HTML contain the same facts.
import type { BankDate } from './bank-calendar.ts';
import type { TransactionId } from './ids.ts';
import { formatMoney, type Currency, type Money } from './money.ts';
import type { PaymentMethod } from './payments.ts';

export type EmailText = { readonly subject: string; readonly text: string; readonly html: string };

export type RefundEmailFacts = {
  readonly recipientName: string;
  readonly firmName: string;
  readonly amount: Money;
  readonly currency: Currency;
  readonly method: PaymentMethod;
  readonly last4: string | null;
  readonly payerName: string;
  readonly matter: { readonly number: string; readonly name: string } | null;
  readonly transactionId: TransactionId;
  /** Shown to the matter's users (R3). */
  readonly reason: string;
  /** Where the reader sees the refund. */
  readonly link: string;
};

/** The email that the matter's users get once the payment processor has the refund (R9). */
export function refundProcessingEmail(
  facts: RefundEmailFacts,
  expected: { readonly earliest: BankDate; readonly latest: BankDate },
): EmailText {
  const { amount, currency, method, payerName } = facts;
  const rest = method === 'ach' ? 'their bank' : 'the card network and their bank';
  return refundEmail(facts, {
    subject: `Payment refunded: ${formatMoney(amount, currency)} from ${payerName}`,
    opening: `A payment on your matter is being refunded in full. ${payerName} should have the money between ${expected.earliest} and ${expected.latest}: from the processor on, that is the part of ${rest}.`,
  });
}

/** Any email about a refund: its own subject and opening, then the details, the reason and the link. */
export function refundEmail(
  facts: RefundEmailFacts,
  { subject, opening }: { readonly subject: string; readonly opening: string },
): EmailText {
  const rows = detailsOf(facts);
  const text = [
    `${inOneLine(facts.recipientName)},`,
    inOneLine(opening),
    rows.map(([label, value]) => `${label}:${quoteLines(value)}`).join('\n'),
    `See the refund: ${facts.link}`,
    `${inOneLine(facts.firmName)}, sent by Makewhole`,
  ].join('\n\n');
  return { subject: inOneLine(subject), text, html: htmlOf(facts, opening, rows) };
}

/** The link to a payment's refund that works before the refund exists: the portal redirects from it. */
export function refundOfPaymentLink(portalUrl: string, transactionId: TransactionId): string {
  return `${portalUrl}/payments/${encodeURIComponent(transactionId)}/refund`;
}

function detailsOf(facts: RefundEmailFacts): [string, string][] {
  const { matter, method, last4 } = facts;
  const instrument = method === 'ach' ? 'ACH account' : 'card';
  return [
    ['Amount', formatMoney(facts.amount, facts.currency)],
    ['Payer', inOneLine(facts.payerName)],
    ['Paid with', last4 === null ? instrument : `${instrument} ending in ${last4}`],
    ['Matter', matter === null ? 'none' : inOneLine(`${matter.number} ${matter.name}`)],
    ['Transaction ID', facts.transactionId],
    ['Reason', facts.reason],
  ];
}

const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

/** Keeps a value on one line, so that nobody can add a line to the email through it. */
export function inOneLine(text: string): string {
  return text.split(LINE_END).join(' ');
}

/**
 * The value after a label. Several lines of user-written text are set apart and each marked, so that none looks like a
 * row of the email. No line ends in a space, which mail programs read as a soft line break (RFC 3676).
 */
function quoteLines(text: string): string {
  const lines = text.split(LINE_END);
  const after = (mark: string, line: string) => (line === '' ? mark : `${mark} ${line}`);
  return lines.length === 1 ? after('', text) : lines.map((line) => after('\n  >', line)).join('');
}

function htmlOf(
  { recipientName, firmName, link }: RefundEmailFacts,
  opening: string,
  rows: [string, string][],
): string {
  const cells = rows
    .map(
      ([label, value]) =>
        `<tr><th align="left" style="padding:4px 16px 4px 0;font-weight:600">${escapeHtml(label)}</th><td>${value.split(LINE_END).map(escapeHtml).join('<br>')}</td></tr>`,
    )
    .join('');
  return [
    '<div style="font-family:system-ui,sans-serif;font-size:15px;line-height:1.5;color:#1c2430">',
    `<p>${escapeHtml(recipientName)},</p><p>${escapeHtml(opening)}</p>`,
    `<table style="border-collapse:collapse">${cells}</table>`,
    `<p><a href="${escapeHtml(link)}">See the refund</a></p><p style="color:#5b6573">${escapeHtml(firmName)}, sent by Makewhole</p></div>`,
  ].join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** User-written text (a reason, a name) must stay text in the email. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

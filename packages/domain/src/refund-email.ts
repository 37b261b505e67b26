// The text of an email about a refund: the worker sends what this composes, and the API shows the same before the
// refund is requested (B3, R9).
import type { BankDate } from './bank-calendar.ts';
import { layOutEmail, type EmailFact, type EmailText } from './email-layout.ts';
import { formatDayRange } from './format-day.ts';
import type { TransactionId } from './ids.ts';
import { formatMoney, type Currency, type Money } from './money.ts';
import type { PaymentMethod } from './payments.ts';

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
    opening: `A payment on your matter is being refunded in full. ${payerName} should have the money ${formatDayRange(expected.earliest, expected.latest)}: from the processor on, that is the part of ${rest}.`,
  });
}

/** Any email about a refund: its own subject and opening, then the details, the reason and the link. */
export function refundEmail(
  facts: RefundEmailFacts,
  { subject, opening }: { readonly subject: string; readonly opening: string },
): EmailText {
  const { recipientName, firmName, link } = facts;
  return layOutEmail({
    ...{ subject, recipientName, firmName },
    blocks: [
      { kind: 'words', text: opening },
      { kind: 'facts', facts: detailsOf(facts) },
      { kind: 'link', label: 'See the refund', href: link },
    ],
  });
}

/** The link to a payment's refund that works before the refund exists: the portal redirects from it. */
export function refundOfPaymentLink(portalUrl: string, transactionId: TransactionId): string {
  return `${portalUrl}/payments/${encodeURIComponent(transactionId)}/refund`;
}

function detailsOf(facts: RefundEmailFacts): EmailFact[] {
  const { matter, method, last4 } = facts;
  const instrument = method === 'ach' ? 'ACH account' : 'card';
  return [
    { label: 'Amount', value: formatMoney(facts.amount, facts.currency) },
    { label: 'Payer', value: facts.payerName },
    { label: 'Paid with', value: last4 === null ? instrument : `${instrument} ending in ${last4}` },
    { label: 'Matter', value: matter === null ? 'none' : `${matter.number} ${matter.name}` },
    { label: 'Transaction ID', value: facts.transactionId },
    { label: 'Reason', value: facts.reason, isQuoted: true },
  ];
}

// What a client is told by email of their refund (M3), where the firm and a person chose it: that it is on its way, that
// it was paid to their bank, that it failed. Nothing of why, and nothing of the matter.
import type { BankDate } from './bank-calendar.ts';
import { layOutEmail, type EmailBlock, type EmailText } from './email-layout.ts';
import { formatDayRange } from './format-day.ts';
import type { Letterhead } from './letterhead.ts';
import { formatMoney, type Currency, type Money } from './money.ts';
import type { PaymentMethod } from './payments.ts';
import type { RefundStatus } from './refund-states.ts';

export const CLIENT_EMAIL_EVENTS = [
  'client_refund_requested',
  'client_refund_arrived',
  'client_refund_failed',
] as const;
export type ClientEmailEvent = (typeof CLIENT_EMAIL_EVENTS)[number];

export function isClientEmailEvent(event: string): event is ClientEmailEvent {
  return CLIENT_EMAIL_EVENTS.some((one) => one === event);
}

/**
 * What a client hears when their refund moves to a status; null for nothing. Before the processor has it they hear
 * nothing: a request may still be declined.
 * @param wasAccepted by the processor before: only then was the client told of it
 */
export function clientEmailOf(to: RefundStatus, wasAccepted: boolean): ClientEmailEvent | null {
  if (to === 'processing') return 'client_refund_requested';
  if (to === 'succeeded') return 'client_refund_arrived';
  return to === 'failed' && wasAccepted ? 'client_refund_failed' : null;
}

export type ClientEmailFacts = {
  readonly recipientName: string;
  readonly firmName: string;
  readonly letterhead: Letterhead;
  readonly amount: Money;
  readonly currency: Currency;
  readonly method: PaymentMethod;
  readonly last4: string | null;
  readonly expected: { readonly earliest: BankDate; readonly latest: BankDate };
  readonly traceNumber: string | null;
  /** Where the client sees the refund; null if the firm gives no links. */
  readonly link: string | null;
};

export function clientRefundEmail(event: ClientEmailEvent, facts: ClientEmailFacts): EmailText {
  const { recipientName, firmName, link } = facts;
  const { subject, opening } = WORDS[event](facts);
  const blocks: EmailBlock[] = [
    { kind: 'words', text: opening },
    { kind: 'facts', facts: detailsOf(facts) },
    ...(link === null ? [] : [{ kind: 'link' as const, label: 'See where your refund is', href: link }]),
    { kind: 'words', text: questionsTo(facts) },
  ];
  return layOutEmail({ subject, recipientName, firmName, blocks });
}

type Words = (facts: ClientEmailFacts) => { readonly subject: string; readonly opening: string };

const WORDS: Readonly<Record<ClientEmailEvent, Words>> = {
  client_refund_requested: (facts) => ({
    subject: `Your refund of ${amountOf(facts)} is on its way`,
    opening: `We’ve refunded your payment in full. You should receive ${amountOf(facts)} ${formatDayRange(facts.expected.earliest, facts.expected.latest)}. Some banks take a few more business days to show it.`,
  }),
  client_refund_arrived: (facts) => ({
    subject: `Your refund of ${amountOf(facts)} was paid to your bank`,
    opening:
      facts.traceNumber === null
        ? 'Your refund was paid to your bank. Some banks take a few more business days to show it.'
        : 'Your refund was paid to your bank. If your bank doesn’t show it within a few business days, give them the trace number below.',
  }),
  client_refund_failed: (facts) => ({
    subject: `Your refund of ${amountOf(facts)} didn’t go through`,
    opening:
      'Your bank didn’t accept the refund, so you haven’t received the money. We’re working on another way to pay you, and we’ll be in touch.',
  }),
};

function detailsOf({ amount, currency, method, last4, traceNumber }: ClientEmailFacts) {
  const instrument = method === 'ach' ? 'Bank account' : 'Card';
  const trace = method === 'ach' ? 'ACH trace number' : 'Trace number';
  return [
    { label: 'Refund', value: formatMoney(amount, currency) },
    { label: 'To', value: last4 === null ? instrument : `${instrument} ending in ${last4}` },
    ...(traceNumber === null ? [] : [{ label: trace, value: traceNumber }]),
  ];
}

function questionsTo({ firmName, letterhead: { phone, email, address } }: ClientEmailFacts): string {
  const ways = [
    ...(phone === '' ? [] : [`call ${phone}`]),
    ...(email === '' ? [] : [`reply to this email or write to ${email}`]),
  ];
  const where = address === '' ? '' : ` ${firmName}, ${address.replaceAll('\n', ', ')}.`;
  const how = ways.length === 0 ? `contact ${firmName}` : ways.join(', or ');
  return `Questions? Please ${how}. We’ll never ask for your card number or password by email.${where}`;
}

function amountOf({ amount, currency }: ClientEmailFacts): string {
  return formatMoney(amount, currency);
}

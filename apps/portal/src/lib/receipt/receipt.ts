// What a receipt says, on paper, on screen and in the PDF alike: it is for the client, so in plain words, and never
// anything internal to the firm (R3).
import { formatMoney, money, type Currency } from '@makewhole/domain/money';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { Payment, Refund } from '#lib/api-types.ts';
import { formatBankDate, formatDay } from '#lib/time/format.ts';

export type Receipt = {
  readonly firm: string;
  readonly title: string;
  /** The refund's status, in a sentence. */
  readonly status: string;
  readonly amount: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly items: readonly { readonly description: string; readonly amount: string }[];
  readonly footer: string;
};

export type ReceiptFacts = {
  readonly refund: Refund;
  readonly payment: Payment;
  /** "Card ending in 4242". */
  readonly instrument: string;
  readonly firm: { readonly name: string; readonly timeZone: string };
  /** When the refund reached this status. */
  readonly since: string;
  /** When the receipt is created. */
  readonly now: string;
};

export function receiptOf({ refund, payment, instrument, firm, since, now }: ReceiptFacts): Receipt {
  const show = (amount: number, currency: Currency = refund.currency) => formatMoney(money(amount), currency);
  const day = (instant: string) => formatDay(instant, firm.timeZone);
  const { matter } = payment;
  return {
    firm: firm.name,
    title: 'Refund receipt',
    status: STATUS_SENTENCES[refund.status](refund, day(since)) + bankShowsIt(refund, since),
    amount: show(refund.amount),
    facts: [
      { name: 'Paid back to', value: payment.payer.name },
      { name: 'By', value: instrument },
      ...(matter === null ? [] : [{ name: 'Matter', value: `${matter.number} · ${matter.name}` }]),
      { name: 'Payment', value: payment.transactionId },
      { name: 'Paid on', value: day(payment.createdAt) },
      { name: 'Refund asked for on', value: day(refund.requestedAt) },
      { name: 'Reason', value: refund.reason },
      { name: 'Refund', value: refund.id },
      ...(refund.traceNumber === null ? [] : [{ name: 'Trace number', value: refund.traceNumber }]),
    ],
    items: payment.items.map(({ description, invoiceNumber, amount }) => ({
      description: invoiceNumber === null ? description : `${description}, invoice ${invoiceNumber}`,
      amount: show(amount, payment.currency),
    })),
    footer: `${firm.name}, as of ${day(now)}.`,
  };
}

/** Whose part the rest is; nothing once the promised day is over. */
function bankShowsIt({ status, expected }: Refund, since: string): string {
  const isBanks = status === 'succeeded' && since.slice(0, expected.latest.length) <= expected.latest;
  return isBanks ? ` The bank should show it by ${formatBankDate(expected.latest)}.` : '';
}

type Sentence = (refund: Pick<Refund, 'expected'>, since: string) => string;

const NOT_YET: Sentence = () => 'Asked for. The money has not left yet.';
const NOT_PAID: Sentence = (_, since) => `Not paid back: this refund ended on ${since}.`;

const STATUS_SENTENCES: Record<RefundStatus, Sentence> = {
  requested: NOT_YET,
  awaiting_approval: NOT_YET,
  submitting: NOT_YET,
  outcome_unknown: () => 'Sent to the payment processor, which has not confirmed it yet.',
  processing: ({ expected }) =>
    `On its way. It should arrive between ${formatBankDate(expected.earliest)} and ${formatBankDate(expected.latest)}.`,
  succeeded: (_, since) => `Paid back in full on ${since}.`,
  rejected: NOT_PAID,
  declined: NOT_PAID,
  canceled: NOT_PAID,
  failed: NOT_PAID,
};

// The events of a refund's timeline in words: for the server, so that a browser does not load what it will not show.
import { isRefundEvent, type RefundEventType } from '@makewhole/domain/refund-events';
import { OBLIGATIONS, OBLIGATION_KINDS } from '@makewhole/domain/obligations';
import type { Notification, RefundEvent } from '#lib/api-types.ts';

export type LabeledEvent = RefundEvent & { readonly words: string };

type EventData = Readonly<Record<string, unknown>>;

type Readers = Readonly<Record<string, string>>;
type Label = string | ((data: EventData, readers: Readers) => string);

const EVENT_LABELS: Readonly<Record<RefundEventType, Label>> = {
  'refund.requested': 'Refund requested',
  'refund.rejected': 'Rejected by the check',
  'refund.awaiting_approval': 'Waiting for approval',
  'refund.approved': 'Approved',
  'refund.declined': 'Declined',
  'refund.canceled': 'Canceled',
  'refund.submitting': 'Being handed to the payment processor',
  'refund.sent': ({ again }) =>
    again === true
      ? 'Sent to the payment processor again, under the same key'
      : 'Sent to the payment processor',
  'refund.outcome_unknown': 'No clear answer: asking the processor what happened',
  'refund.outcome_claimed': 'One person said how it ended: a second one must confirm it',
  'refund.processing': 'Accepted by the payment processor',
  'refund.succeeded': "Paid out to the client's bank",
  'refund.failed': 'Failed',
  'refund.returned': "The client's bank sent the money back",
  'refund.traced': 'The payment processor named its trace number',
  'refund.late': 'Late: the latest expected date has passed',
  'refund.closed': 'Closed',
  'obligation.opened': (data) => `To do: ${describeObligation(data)}`,
  'obligation.done': (data) => `Done: ${describeObligation(data)}`,
  'obligation.void': 'No longer owed',
  'trust_step.authorized': ({ step }) =>
    step === 'disbursement'
      ? 'Authorized to be paid from trust'
      : `Authorized: ${describeObligation({ kind: `trust_${String(step)}` })}`,
  'trust_step.corrected': ({ step }) => `Corrected: ${describeObligation({ kind: `trust_${String(step)}` })}`,
  'payment.disputed': 'The client disputes the payment with their bank',
  'payment.returned': 'The bank returned the payment',
  'payment.dispute_lost': 'The dispute was lost: the bank took the payment back',
  'books.operating_debited': 'Operating account debited',
  'books.trust_disbursed': 'Refund paid out of the trust account',
  'books.invoice_payment_reversed': 'Invoice payment reversed',
  'books.trust_paid': 'Trust payment posted',
  'books.trust_deposited': 'Firm deposit posted',
  'books.write_off': 'Write-off posted',
  'books.credit_note': 'Credit note posted',
  'books.trust_corrected': 'Correction posted',
  'books.trust_restored': 'Money moved back to trust',
  'books.put_back': 'Books put back',
  'bank_match.undone': 'The bank statement with a line of the transfer was set aside as wrong',
  'trust_steps.ended': 'Trust steps ended: the money is not in trust any more',
  'books.payable_refunded': 'What was owed to the client is paid by this refund',
  'books.owed_after_all': 'The invoice payment stands again',
  'repayment.recorded': 'Recorded how the client was paid, to be confirmed',
  'repayment.withdrawn': 'Took back how the client was paid',
  'books.trust_money_gone':
    'The bank took the trust money back: the trust steps are not owed, and the client owes it',
  'books.original_bounced': 'The payment came back too: booked as due from the client',
  'notification.sent': (data, readers) => {
    const reader = readerOf(data, readers);
    return reader === undefined ? 'Email sent' : `Email sent to ${reader}`;
  },
  'notification.resend': 'An email is sent again',
  'notification.failed': (data, readers) => {
    const reader = readerOf(data, readers);
    return reader === undefined
      ? 'An email could not be delivered'
      : `The email to ${reader} could not be delivered`;
  },
};

/** @param emails the refund's; none if the viewer may not see them */
export function labelEvents(
  events: readonly RefundEvent[],
  emails: readonly Pick<Notification, 'id' | 'recipientName'>[],
): LabeledEvent[] {
  const readers = Object.fromEntries(emails.map(({ id, recipientName }) => [id, recipientName]));
  return events.map((event) => ({ ...event, words: describeEvent(event.type, event.data, readers) }));
}

/**
 * An event in words. A type newer than this screen is shown by its own name rather than left out.
 * @param readers each email's recipient, by the email's ID, as far as the viewer may know
 */
export function describeEvent(type: string, data: EventData, readers: Readers = {}): string {
  if (!isRefundEvent(type)) return type.replaceAll(/[._]/g, ' ');
  const label = EVENT_LABELS[type];
  return typeof label === 'string' ? label : label(data, readers);
}

function readerOf(data: EventData, readers: Readers): string | undefined {
  return readers[String(data['notificationId'])];
}

function describeObligation(data: EventData): string {
  const kind = OBLIGATION_KINDS.find((known) => known === data['kind']);
  const title = kind && OBLIGATIONS[kind].title;
  return (title ?? 'a task').replace(/^./, (first) => first.toLowerCase());
}

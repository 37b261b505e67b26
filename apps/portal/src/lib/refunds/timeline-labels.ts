// The events of a refund's timeline in words.
import { OBLIGATION_TITLES } from './obligation-labels.ts';

type EventData = Readonly<Record<string, unknown>>;

const EVENT_LABELS: Readonly<Record<string, string>> = {
  'refund.requested': 'Refund requested',
  'refund.rejected': 'Rejected by the check',
  'refund.awaiting_approval': 'Waiting for approval',
  'refund.approved': 'Approved',
  'refund.declined': 'Declined',
  'refund.canceled': 'Canceled',
  'refund.submitting': 'Being handed to the payment processor',
  'refund.sent': 'Sent to the payment processor',
  'refund.outcome_unknown': 'No clear answer: asking the processor what happened',
  'refund.outcome_claimed': 'One person said how it ended: a second one must confirm it',
  'refund.processing': 'Accepted by the payment processor',
  'refund.succeeded': 'The client has the money',
  'refund.failed': 'Failed',
  'refund.late': 'Late: the latest expected date has passed',
  'refund.closed': 'Closed',
  'payment.disputed': 'The client disputes the payment with their bank',
  'payment.returned': 'The bank returned the payment',
  'payment.dispute_lost': 'The dispute was lost: the bank took the payment back',
  'books.operating_debited': 'Operating account debited',
  'books.invoice_payment_reversed': 'Invoice payment reversed',
  'books.trust_paid': 'Trust payment posted',
  'books.trust_deposited': 'Firm deposit posted',
  'books.write_off': 'Write-off posted',
  'books.credit_note': 'Credit note posted',
  'books.trust_corrected': 'Correction posted',
  'books.trust_restored': 'Money moved back to trust',
  'books.put_back': 'Books put back',
  'books.original_bounced': 'The payment came back too: booked as due from the client',
  'notification.sent': 'Email sent',
  'notification.resend': 'An email is sent again',
  'notification.failed': 'An email could not be delivered',
  'obligation.void': 'No longer owed',
};

/**
 * An event in words. A type that is newer than this screen is shown by its own name rather than left out.
 * @param readers whom each email goes to, by its ID, as far as the reader of the page may know
 */
export function describeEvent(
  type: string,
  data: EventData,
  readers: Readonly<Record<string, string>> = {},
): string {
  if (type === 'obligation.opened') return `To do: ${describeObligation(data)}`;
  if (type === 'obligation.done') return `Done: ${describeObligation(data)}`;
  if (type === 'trust_step.corrected')
    return `Corrected: ${describeObligation({ kind: `trust_${String(data['step'])}` })}`;
  if (type === 'refund.sent' && data['again'] === true)
    return 'Sent to the payment processor again, under the same key';
  const reader = readers[String(data['notificationId'])];
  if (type === 'notification.sent' && reader !== undefined) return `Email sent to ${reader}`;
  if (type === 'notification.failed' && reader !== undefined)
    return `The email to ${reader} could not be delivered`;
  return EVENT_LABELS[type] ?? type.replaceAll(/[._]/g, ' ');
}

function describeObligation(data: EventData): string {
  const title = (OBLIGATION_TITLES as Readonly<Record<string, string>>)[String(data['kind'])];
  return (title ?? 'a task').replace(/^./, (first) => first.toLowerCase());
}

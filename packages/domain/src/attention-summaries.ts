import type { AttentionCause } from './attention.ts';

/** What a person reads of each cause of attention. Apart from its owner, because a page gets it with the obligation. */
export const ATTENTION_SUMMARIES: Readonly<Record<AttentionCause, string>> = {
  outcome_unknown:
    'The payment processor has not said whether it took this refund. Ask it, then tell us what you found.',
  outcome_claimed:
    "One person has said how this refund ended. Ending it as failed takes two: look at the payment processor yourself, then confirm it on the refund's page.",
  late: 'This refund has not arrived by its latest expected date. Ask the payment processor where it is.',
  not_sent:
    'The payment processor still does not have this refund, five bank days after the request. It must be sent within seven: see what it waits for, or cancel it and tell the client.',
  add_funds:
    'Add funds at the payment processor: its balance does not cover this refund. Once it does, the refund goes on by itself.',
  processor_disagrees:
    "The payment processor's record of this refund differs from ours. Nothing more was booked.",
  notification_failed: 'An email about this refund could not be delivered. Tell the person yourself.',
  failure_notification_failed:
    'An email that this refund failed could not be delivered. Tell the person yourself.',
  stuck:
    'This refund has not moved on for an hour: a step keeps failing and is tried again and again. It goes on by itself once the cause is gone. Ask whoever runs Makewhole for your firm.',
  transfer_under_way:
    'The refund failed after the firm deposit. Was the bank transfer from trust to operating made? If it was, record it; if it was not, say so here, and do not make it any more.',
  payment_disputed:
    'The client disputes the payment, or it came back, while its refund is under way: they may be paid twice. Tell the payment processor of the refund at once.',
  original_bounced:
    'The payment came back after it was refunded (returned, or its dispute lost): the client was paid twice. It is booked as due from the client: ask them for it.',
  invoice_unknown:
    "The payment named an invoice that the firm does not have here, so nothing was reversed. Reverse the payment of that invoice in the firm's own system; its number stands on the payment's page.",
  books_open: 'The refund has ended, but its clearing account is not zero. Its books must be looked at.',
};

import type { AttentionCause } from './attention.ts';

/** What a person reads of each cause of attention. Apart from its owner, because a page gets it with the obligation. */
export const ATTENTION_SUMMARIES: Readonly<Record<AttentionCause, string>> = {
  outcome_unknown:
    "The payment processor hasn't confirmed whether it received this refund. Contact the processor, then report what it says.",
  outcome_claimed:
    "One person reported how this refund ended. Marking it failed takes two people: check with the payment processor yourself, then confirm on the refund's page.",
  late: 'This refund is past its latest expected date. Ask the payment processor for its status.',
  not_sent:
    "This refund hasn't reached the payment processor five bank days after the request. It must be sent within seven. Check what is delaying it, or cancel it and notify the client.",
  add_funds:
    "Add funds at the payment processor: the balance there doesn't cover this refund. The refund will continue automatically once it does.",
  processor_disagrees:
    "The payment processor's record of this refund differs from ours. Nothing further was posted.",
  notification_failed: "An email about this refund couldn't be delivered. Contact the person directly.",
  failure_notification_failed:
    "The email saying this refund failed couldn't be delivered. Contact the person directly.",
  stuck:
    "This refund has been stuck for an hour because a step keeps failing. We'll keep retrying. Contact your Makewhole operator.",
  transfer_under_way:
    "The refund failed after the firm deposit. Was the bank transfer from trust to operating made? If so, record it. If not, say so here and don't make it.",
  payment_disputed:
    'Urgent: the payment was disputed or returned while its refund is in progress. The client could be paid twice. Send the payment processor proof of the refund today.',
  original_bounced:
    'The payment was returned, or its dispute was lost, after the refund: the client was paid twice. The amount is posted as due from the client. Request it from them.',
  invoice_unknown:
    "The payment names an invoice that isn't in Makewhole, so nothing was reversed. Reverse the payment on that invoice in your practice-management system. Its number is on the payment's page.",
  books_open: "The refund has ended, but its clearing account isn't zero. Its entries need review.",
};

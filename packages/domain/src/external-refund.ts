// Why we cannot adopt a refund that somebody made at the payment processor (B12), in words for a person.
export const BOOKING_REFUSALS = {
  payment_unknown: "We can't find the payment for this refund.",
  explained: 'This refund was already resolved.',
  came_back: "This refund's money came back, so there's nothing to record.",
  partial:
    'This was a partial refund, and Makewhole records only full refunds. Record it in your books, then resolve it with a note.',
  drawn_on_trust:
    "The payment processor paid this refund from trust without a lawyer's authorization. A lawyer or the owner must record it.",
} as const;

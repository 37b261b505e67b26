// Why we cannot adopt a refund that somebody made at the payment processor (B12), in words for a person.
export const BOOKING_REFUSALS = {
  payment_unknown: 'We do not know the payment that this refund pays back.',
  explained: 'This refund was explained already.',
  came_back: 'The money of this refund came back: there is nothing to book.',
  partial:
    'Only a part of the payment was paid back, and refunds here are of the full amount (R4). Book it by hand, and explain it.',
  drawn_on_trust:
    'The payment processor paid this refund out of trust, and no lawyer had authorized it. A lawyer or the owner must book it.',
} as const;

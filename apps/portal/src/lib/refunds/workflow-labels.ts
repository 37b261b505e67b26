import type { UnknownCause } from '@makewhole/domain/unknown-outcome';
import type { WaitingFor } from '@makewhole/domain/contracts/refund';

/** What the refund's workflow waits for, in words. */
export const WAITING_FOR_LABELS: Record<WaitingFor, string> = {
  check: "the payment processor's word that the transaction is the exact one",
  approval: 'a second person to approve it',
  processor_answer: 'the payment processor to take the refund',
  outcome_lookup: 'the payment processor to say what happened',
  person_on_outcome: 'a person to say what happened at the payment processor',
  settlement: 'the money to arrive',
  obligations: 'people to do what is left',
  nothing: 'nothing: it is done',
};

/** The result of a look-up of an unknown outcome, in words. */
export const LOOK_UP_LABELS: Record<UnknownCause, string> = {
  no_answer: 'it gave no clear answer',
  lookup_unavailable: 'it could not be reached',
  not_found_yet: 'no such refund yet',
  key_expired: 'no such refund; Makewhole does not send it again by itself any more',
  saved_error: 'no such refund, but it keeps answering with an error; nothing is sent any more',
  record_differs: 'a refund of another amount or payment',
  payment_refunded: 'no such refund, but another one has paid the payment back; nothing was sent',
};

import type { WaitingFor } from '@makewhole/domain/workflow-contract';

/** What the refund's workflow waits for, in words. */
export const WAITING_FOR_WORDS: Record<WaitingFor, string> = {
  check: "the payment processor's word that the transaction is the exact one",
  approval: 'a second person to approve it',
  processor_answer: 'the payment processor to take the refund',
  outcome_lookup: 'the payment processor to say what happened',
  person_on_outcome: 'a person to say what happened at the payment processor',
  settlement: 'the money to arrive',
  obligations: 'people to do what is left',
  nothing: 'nothing: it is done',
};

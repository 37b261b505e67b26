/** What every adapter must do, by number: the rows of the table in docs/processors.md. */
export const BEHAVIOURS = {
  1: 'An exact ID is found; in other case, cut short, padded or of another account it is not',
  2: 'Another exact ID of a payment gives the one that counts',
  3: "A proxy's page, an empty or a cut answer is unavailable, never “not found”",
  4: 'An accepted refund has the ID, amount, currency and reference that were asked for',
  5: 'The same key with the same content gives the same refund',
  6: 'The same key with other content moves nothing',
  7: 'Twenty sends at once with one key make one refund',
  8: 'A second refund under another key is refused',
  9: 'A saved 500 that did the work is told as such, and the lookup finds the refund',
  10: 'A connection cut after the work is an unknown outcome, and the lookup finds the refund',
  11: 'Nobody listens: nothing was sent, try later',
  12: 'One call is one request, whatever breaks',
  13: 'Too many requests is busy, with its wait; a refused key is a broken connection',
  14: 'Refusals have names',
  15: 'An inquiry is told from a chargeback',
  16: 'An authorization is voided once; a captured payment and one that lapsed are not',
  17: 'Pending becomes succeeded, in the record and in the changes',
  18: 'A refund that fails after its success moves no money any more',
  19: 'Canceled, held for an action, and unknown words are never a success',
  20: 'A refund made elsewhere is listed without a reference of ours; a copied one is of its own payment',
  21: 'A thousand payments of one second are each on exactly one page',
  22: 'No change is missed across pages; a forgotten place is a gap',
  23: 'A webhook counts only if it is signed by one of our secrets, recently and byte for byte',
  24: 'An answer about another object is no answer',
  25: 'No secret is in an error or a message',
  26: 'Every request has a shape that the company knows',
  27: 'The capabilities are true',
  28: 'A trace that comes later is seen; a reversal has none and says so',
} as const;

export type BehaviourNumber = keyof typeof BEHAVIOURS;
export const BEHAVIOUR_NUMBERS = Object.keys(BEHAVIOURS).map(Number) as BehaviourNumber[]; // the keys of a constant

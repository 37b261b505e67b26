// The books of a lost dispute that the bank gives back after trust money was moved because of it (ADR 46). Amounts are
// signed, a debit is positive, and the entries of a posting sum to zero.
import type { MatterId } from './ids.ts';
import { outOfTrust, type LossPosting } from './losses.ts';
import { negate, type Money } from './money.ts';
import { transfer } from './postings.ts';

/**
 * What the bank gave back to operating is the client's, whose trust money the three steps had moved there: it is
 * transferred back, which brings its clearing to zero.
 * @param matterId null if the payment's matter is not known
 */
export function lossTrustRestore(amount: Money, matterId: MatterId | null): LossPosting {
  return {
    step: 'trust_restore',
    leg: 'trust',
    allocationId: null,
    entries: [
      ...outOfTrust(matterId, negate(amount)),
      ...transfer('operating_bank', 'returns_clearing', amount),
    ],
  };
}

/**
 * The bank gave back to trust what the firm had paid for the client meanwhile: the client owes it no more, and the three
 * trust steps bring it to the firm.
 */
export function disputeReclaimed(amount: Money, matterId: MatterId): LossPosting {
  return {
    step: 'dispute_reclaimed',
    leg: 'trust',
    allocationId: null,
    entries: [
      { account: 'returns_clearing', matterId: null, amount },
      { account: 'client_receivable', matterId, amount: negate(amount) },
    ],
  };
}

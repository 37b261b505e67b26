// A refund's trust leg that the processor pays out of the trust account itself (T5, ADR 36).
import type { MatterId } from './ids.ts';
import { negate } from './money.ts';
import { isDrawnOnTrust, type DrawnLeg } from './payments.ts';
import { operatingDebits, transfer, type Posting } from './postings.ts';

/**
 * The processor accepted a refund whose trust leg is drawn on trust: the acceptance disburses the client's money, and
 * uses up its hold. One posting, so that the account and the client's ledger never differ. Nothing is owed afterwards.
 * @param matterId whose money it is; null only where no matter is known
 */
export function trustDisbursements(
  legs: readonly DrawnLeg[],
  matterId: MatterId | null,
): Posting<'trust_disbursement'>[] {
  const ledger = matterId === null ? 'unidentified_trust_liability' : 'client_trust_liability';
  return legs.filter(isDrawnOnTrust).map(({ account: leg, amount }) => ({
    ...{ step: 'trust_disbursement' as const, leg, allocationId: null },
    entries: [
      ...transfer('trust_bank', 'refunds_clearing', amount),
      { account: 'refunds_clearing' as const, matterId: null, amount: negate(amount) },
      { account: ledger, matterId, amount },
    ],
  }));
}

/** What the acceptance posts: each leg leaves the account that it is drawn on. */
export function acceptancePostings(
  legs: readonly DrawnLeg[],
  matterId: MatterId | null,
): Posting<'operating_debit' | 'trust_disbursement'>[] {
  return [...operatingDebits(legs), ...trustDisbursements(legs, matterId)];
}

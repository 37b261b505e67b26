// Applies a page of refunds that a sync read. One that was made elsewhere before the sync began is history: its payment is
// blocked as refunded, and nobody is asked to explain it.
import type { SyncInput, SyncResult } from '@makewhole/domain/contracts/processor-sync';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { RefundRecord } from '@makewhole/domain/processor-record';
import { isUnpaidEnd } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { isRefusedForGood } from '../error-codes.ts';
import { recordExternalRefund, type ExternalRefundOutcome } from '../payments/external-refund.ts';
import { findKnownRefunds, type KnownRefund } from '../reconciliation/list-refunds-to-reconcile.ts';
import type { SyncTaken } from './take-sync-page.ts';

export type SyncedRefund = RefundRecord & { readonly reference: string | null; readonly createdAt: Instant };

type Of = SyncInput & { readonly beganAt: Date; readonly at: Date };

/** @param refunds those that we can look up */
export async function takeRefunds(tx: Db, of: Of, refunds: readonly SyncedRefund[]): Promise<SyncTaken[]> {
  const known = await findKnownRefunds(tx, { firmId: of.firmId, there: refunds });
  const ordered = refunds.toSorted((one, other) => (one.transactionId < other.transactionId ? -1 : 1));
  const taken: SyncTaken[] = [];
  for (const refund of ordered) {
    const result = await takeRefund(tx, of, refund, ownerOf(known, refund));
    taken.push({ id: refund.id, result });
  }
  return taken;
}

/** Our refund that a company's is, by its ID or by our reference. */
export function ownerOf<Known extends Pick<KnownRefund, 'id' | 'processorRefundId'>>(
  known: readonly Known[],
  refund: Pick<SyncedRefund, 'id' | 'reference'>,
): Known | null {
  const byId = known.find(({ processorRefundId }) => processorRefundId === refund.id);
  return byId ?? known.find(({ id }) => id === refund.reference) ?? null;
}

async function takeRefund(
  tx: Db,
  { firmId, connectionId, beganAt, at }: Of,
  refund: SyncedRefund,
  owner: KnownRefund | null,
): Promise<SyncResult> {
  // One that ended unpaid accounts for no money: its payment must not be refunded again, and it can be booked.
  if (owner !== null && !isUnpaidEnd(owner.status)) return 'refund_ours';
  const origin = { firmId, connectionId, pastBefore: beganAt, endedAs: owner?.id ?? null };
  const found = { ...origin, refund, reconciliationId: null, at };
  try {
    return RESULT_OF[await recordExternalRefund(tx, found)];
  } catch (error) {
    if (!isRefusedForGood(error)) throw error;
    return 'refund_unusable';
  }
}

const RESULT_OF: Readonly<Record<ExternalRefundOutcome, SyncResult>> = {
  past: 'refund_marked',
  new: 'refund_reported',
  known: 'refund_known',
  ended: 'refund_without_money',
  ours: 'refund_ours',
};

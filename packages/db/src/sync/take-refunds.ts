// Applies a page of refunds that a backfill read. One that was made elsewhere before the sync began is history: its payment
// is blocked as refunded, and nobody is asked to explain it.
import type { SyncInput, SyncResult } from '@makewhole/domain/contracts/processor-sync';
import { isRefundId, movesMoney, type RefundRecord } from '@makewhole/domain/processor-record';
import { isUnpaidEnd } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { lockPayment } from '../lock-payment.ts';
import { markRefundOfThePast, recordExternalRefund } from '../payments/external-refund.ts';
import { findKnownRefunds } from '../reconciliation/list-refunds-to-reconcile.ts';
import type { SyncTaken } from './sync-place.ts';

export type SyncedRefund = RefundRecord & { readonly reference: string | null; readonly createdAt: string };

/** @param refunds those that we can look up */
export async function takeRefunds(
  tx: Db,
  of: SyncInput & { readonly beganAt: Date; readonly at: Date },
  refunds: readonly SyncedRefund[],
): Promise<SyncTaken[]> {
  const known = await findKnownRefunds(tx, { firmId: of.firmId, there: refunds });
  const ordered = refunds.toSorted((one, other) => (one.transactionId < other.transactionId ? -1 : 1));
  const taken: SyncTaken[] = [];
  for (const refund of ordered) {
    const owner =
      known.find(({ processorRefundId }) => processorRefundId === refund.id) ??
      known.find(({ id }) => id === refund.reference);
    const isOurs = owner !== undefined && !isUnpaidEnd(owner.status);
    const result = isOurs ? 'refund_ours' : await takeRefund(tx, of, refund);
    taken.push({ id: refund.id, result });
  }
  return taken;
}

async function takeRefund(
  tx: Db,
  { firmId, beganAt, at }: SyncInput & { readonly beganAt: Date; readonly at: Date },
  refund: SyncedRefund,
): Promise<SyncResult> {
  if (!movesMoney(refund)) return 'refund_without_money';
  const { reference } = refund;
  // Our own reference on a refund that we do not account for is never mere history.
  if (new Date(refund.createdAt) >= beganAt || (reference !== null && isRefundId(reference))) {
    await recordExternalRefund(tx, { firmId, refund, reconciliationId: null, at });
    return 'refund_reported';
  }
  const payment = await lockPayment(tx, { firmId, transactionId: refund.transactionId });
  await markRefundOfThePast(tx, { firmId, refund, at });
  return payment === undefined ? 'refund_unmatched' : 'refund_marked';
}

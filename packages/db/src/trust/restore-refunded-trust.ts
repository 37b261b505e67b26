import type { Db } from '../connect.ts';
import type { RefundRow } from '../lock-refund.ts';
import { findTrustLeg } from '../ledger/refund-postings.ts';
import { followShortage } from './shortage.ts';
import { addToTotals } from './matter-totals.ts';
import { holdAgain } from './trust-hold.ts';

/** Puts a refund's trust leg back into the matter's balance (B6), which may cover a shortage, and holds it for a client still to be paid. */
export async function restoreRefundedTrust(tx: Db, row: RefundRow, at: Date): Promise<void> {
  const leg = await findTrustLeg(tx, row);
  if (leg === null) return;
  const matter = { firmId: row.firmId, matterId: leg.matterId };
  await addToTotals(tx, matter, { balance: leg.amount });
  await holdAgain(tx, { firmId: row.firmId, refundId: row.id });
  await followShortage(tx, matter, { transactionId: row.transactionId, at });
}

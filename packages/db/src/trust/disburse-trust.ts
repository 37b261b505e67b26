// The processor accepted a refund whose trust leg is drawn on trust (T5): the client's money has left the trust account.
import type { DrawnLeg } from '@makewhole/domain/payments';
import { trustDisbursements } from '@makewhole/domain/trust-disbursements';
import type { Db } from '../connect.ts';
import { postAll } from '../ledger/refund-postings.ts';
import { refundKeyOf, type RefundRow } from '../lock-refund.ts';
import { followShortage } from './shortage.ts';
import { spendHold } from './trust-hold.ts';

/**
 * Books the disbursement once, and uses up its hold. The money has left whatever the ledger has by now: what is missing
 * is a shortage (B4).
 */
export async function disburseTrust(
  tx: Db,
  row: RefundRow,
  legs: readonly DrawnLeg[],
  at: Date,
): Promise<void> {
  const refund = refundKeyOf(row);
  const wanted = trustDisbursements(legs, row.matterId);
  const posted = await postAll(tx, refund, at, 'books.trust_disbursed', wanted);
  if (posted.length === 0) return;
  const matter = await spendHold(tx, refund);
  await followShortage(tx, matter, { transactionId: row.transactionId, at });
}

import { findOpenRepayment, findPayable } from '@makewhole/db/repayments/open-repayment';
import { payments } from '@makewhole/db/schema/payments';
import { eq } from 'drizzle-orm';
import type { TransactionId } from '@makewhole/domain/ids';
import type { CampaignWorld } from '../world.ts';
import type { Violation } from './invariant.ts';

/** The firm owes a client for a refund that failed for as long as somebody is asked to pay them, and no longer (B16, I3). */
export async function checkRepayment(
  { db }: Pick<CampaignWorld, 'db'>,
  transactionId: TransactionId,
): Promise<Violation[]> {
  const [payment] = await db
    .select({ firmId: payments.firmId })
    .from(payments)
    .where(eq(payments.transactionId, transactionId));
  if (payment === undefined) return [];
  const key = { ...payment, transactionId };
  const [payable, task] = [await findPayable(db, key), await findOpenRepayment(db, key)];
  if (payable < 0) return [{ invariant: 'I2', what: `${transactionId}: its client is owed ${payable}` }];
  if (payable === 0 || task !== null) return [];
  return [
    { invariant: 'I3', what: `${transactionId}: its client is owed ${payable}, and nobody is asked to pay` },
  ];
}

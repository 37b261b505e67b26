import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { FirmId, TransactionId } from '@makewhole/domain/ids';
import { REPAYMENT_WAYS } from '@makewhole/domain/obligations';
import type { Db } from '../connect.ts';
import { obligations } from '../schema/obligations.ts';

/** Whether somebody recorded that the client was paid another way: a refund would pay them twice (B16, R4). */
export async function isRepaid(
  db: Db,
  { firmId, transactionId }: { readonly firmId: FirmId; readonly transactionId: TransactionId },
): Promise<boolean> {
  const found = await db
    .select({ id: obligations.id })
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.transactionId, transactionId),
        isNull(obligations.refundId),
        eq(obligations.kind, 'repayment'),
        eq(obligations.status, 'done'),
        inArray(sql`${obligations.answer} ->> 'paidBy'`, [...REPAYMENT_WAYS]),
      ),
    )
    .limit(1);
  return found.length > 0;
}

import { and, eq, inArray, isNotNull, or, sql } from 'drizzle-orm';
import type { FirmId, TransactionId } from '@makewhole/domain/ids';
import { WAYS_THAT_PAY } from '@makewhole/domain/repayment-ways';
import type { Db } from '../connect.ts';
import { isRepaymentOf } from './open-repayment.ts';
import { obligations } from '../schema/obligations.ts';

/**
 * Whether somebody recorded that the client was paid another way, confirmed or not: a refund would pay them twice (B16,
 * R4).
 */
export async function isRepaid(
  db: Db,
  { firmId, transactionId }: { readonly firmId: FirmId; readonly transactionId: TransactionId },
): Promise<boolean> {
  const found = await db
    .select({ id: obligations.id })
    .from(obligations)
    .where(
      and(
        isRepaymentOf({ firmId, transactionId }),
        or(
          and(
            eq(obligations.status, 'done'),
            inArray(sql`${obligations.answer} ->> 'paidBy'`, [...WAYS_THAT_PAY]),
          ),
          and(eq(obligations.status, 'open'), isNotNull(obligations.claim)),
        ),
      ),
    )
    .limit(1);
  return found.length > 0;
}

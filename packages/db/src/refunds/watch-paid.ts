// Refunds that succeeded and can still fail (B6), also after they were closed: when each is to be looked at again.
import { and, asc, eq, gt, isNotNull, lte } from 'drizzle-orm';
import type { RefundId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import type { RefundKey } from '../lock-refund.ts';
import { refunds } from '../schema/refunds.ts';

export type DuePage = { readonly at: Date; readonly after: RefundId | null; readonly limit: number };

/** The next page of refunds to be looked at by then, of all firms, by ID. */
export function listRefundsToLookAt(db: Db, { at, after, limit }: DuePage): Promise<RefundKey[]> {
  return db
    .select({ firmId: refunds.firmId, refundId: refunds.id })
    .from(refunds)
    .where(
      and(
        isNotNull(refunds.lookAgainAt),
        lte(refunds.lookAgainAt, at),
        eq(refunds.status, 'succeeded'),
        after === null ? undefined : gt(refunds.id, after),
      ),
    )
    .orderBy(asc(refunds.id))
    .limit(limit);
}

/** Records when to look at a refund again. @param at null: never */
export async function setNextLook(db: Db, { firmId, refundId }: RefundKey, at: Date | null): Promise<void> {
  await db
    .update(refunds)
    .set({ lookAgainAt: at })
    .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId), eq(refunds.status, 'succeeded')));
}

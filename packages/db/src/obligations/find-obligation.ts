import { and, eq } from 'drizzle-orm';
import type { ObligationId, RefundId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import type { RefundKey } from '../lock-refund.ts';
import { obligations } from '../schema/obligations.ts';

/** An obligation of a refund. */
export type ObligationRow = typeof obligations.$inferSelect & { readonly refundId: RefundId };

/** An obligation of this refund by its ID, or null; one of another refund or firm also gives null. */
export async function findObligation(
  db: Db,
  { firmId, refundId }: RefundKey,
  id: ObligationId,
): Promise<ObligationRow | null> {
  const [row] = await db
    .select()
    .from(obligations)
    .where(and(eq(obligations.firmId, firmId), eq(obligations.refundId, refundId), eq(obligations.id, id)));
  return row === undefined ? null : { ...row, refundId };
}

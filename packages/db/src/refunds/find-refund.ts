import { and, eq } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { refunds } from '../schema/refunds.ts';
import type { RefundKey } from '../lock-refund.ts';
import { viewRefunds, type RefundView } from './refund-view.ts';

/** A refund of the firm by its ID, or null: another firm's refund is null too. */
export async function findRefund(db: Db, { firmId, refundId }: RefundKey): Promise<RefundView | null> {
  const rows = await db
    .select()
    .from(refunds)
    .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId)));
  const [refund] = await viewRefunds(db, firmId, rows);
  return refund ?? null;
}

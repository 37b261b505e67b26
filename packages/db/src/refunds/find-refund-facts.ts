import { and, eq } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';
import { refunds } from '../schema/refunds.ts';
import type { RefundKey, RefundRow } from '../lock-refund.ts';

/** A refund's row and where its firm is known at the processor: what an activity needs to ask outside. */
export type RefundFacts = RefundRow & {
  readonly processorAccount: string;
  readonly firmName: string;
  readonly timeZone: string;
};

/** @throws Error when there is no such refund: its ID comes from our own workflow. */
export async function findRefundFacts(db: Db, { firmId, refundId }: RefundKey): Promise<RefundFacts> {
  const [found] = await db
    .select({ refund: refunds, firm: firms })
    .from(refunds)
    .innerJoin(firms, eq(firms.id, refunds.firmId))
    .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId)));
  if (found === undefined) throw new Error(`There is no refund ${refundId} in firm ${firmId}`);
  const { processorAccount, name, timeZone } = found.firm;
  return { ...found.refund, processorAccount, firmName: name, timeZone };
}

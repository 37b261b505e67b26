import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { FirmId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { processorEvents } from '../schema/exchange.ts';

export type UnhandledEvent = {
  readonly id: string;
  readonly firmId: FirmId;
  readonly type: string;
  readonly transactionId: TransactionId;
  readonly refundId: RefundId;
};

/** Events about refunds of ours that no workflow was told of yet, oldest first, `limit` at most. */
export async function listUnhandledProcessorEvents(db: Db, limit: number): Promise<UnhandledEvent[]> {
  const rows = await db
    .select({
      id: processorEvents.id,
      firmId: processorEvents.firmId,
      type: processorEvents.type,
      transactionId: processorEvents.transactionId,
      refundId: processorEvents.refundId,
    })
    .from(processorEvents)
    .where(and(isNull(processorEvents.handledAt), isNotNull(processorEvents.refundId)))
    .orderBy(asc(processorEvents.receivedAt))
    .limit(limit);
  return rows.flatMap(({ refundId, ...row }) => (refundId === null ? [] : [{ ...row, refundId }]));
}

/** Notes that the event's workflow was told, or that none waits for it. */
export async function markProcessorEventHandled(db: Db, id: string, at: Date): Promise<void> {
  await db.update(processorEvents).set({ handledAt: at }).where(eq(processorEvents.id, id));
}

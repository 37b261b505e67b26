import { and, desc, eq, lt } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { DeliveryStatus } from '@makewhole/domain/webhooks';
import type { Db } from '../connect.ts';
import { webhookDeliveries } from '../schema/webhooks.ts';
import { wakeWorkers } from '../events/enqueue-deliveries.ts';

export type DeliveryView = typeof webhookDeliveries.$inferSelect;
export type DeliveryKey = { readonly firmId: FirmId; readonly deliveryId: string };

export type DeliveryFilter = {
  readonly firmId: FirmId;
  readonly endpointId?: string | undefined;
  readonly status?: DeliveryStatus | undefined;
  /** The last ID of the previous page. */
  readonly cursor?: string | undefined;
  /** 1 to 100. */
  readonly limit: number;
};

/** A firm's deliveries, newest first. */
export async function listDeliveries(
  db: Db,
  { firmId, endpointId, status, cursor, limit }: DeliveryFilter,
): Promise<{ readonly data: readonly DeliveryView[]; readonly nextCursor: string | null }> {
  const { id } = webhookDeliveries;
  const rows = await db
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.firmId, firmId),
        endpointId === undefined ? undefined : eq(webhookDeliveries.endpointId, endpointId),
        status === undefined ? undefined : eq(webhookDeliveries.status, status),
        cursor === undefined ? undefined : lt(id, cursor),
      ),
    )
    .orderBy(desc(id))
    .limit(limit + 1);
  const data = rows.slice(0, limit);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}

export async function findDelivery(db: Db, key: DeliveryKey): Promise<DeliveryView | null> {
  const [found] = await db.select().from(webhookDeliveries).where(ofKey(key));
  return found ?? null;
}

/**
 * Redelivers it under the same `webhook-id`. A delivery still under way simply continues. Null if the firm has none
 * with this ID.
 */
export function replayDelivery(db: Db, key: DeliveryKey): Promise<DeliveryView | null> {
  return db.transaction(async (tx) => {
    const [standing] = await tx.select().from(webhookDeliveries).where(ofKey(key)).for('update');
    if (standing === undefined) return null;
    if (standing.status === 'pending') return standing;
    const [replayed] = await tx
      .update(webhookDeliveries)
      .set({ status: 'pending', round: standing.round + 1, workflowRunId: null })
      .where(ofKey(key))
      .returning();
    await wakeWorkers(tx);
    return replayed ?? null;
  });
}

function ofKey({ firmId, deliveryId }: DeliveryKey) {
  return and(eq(webhookDeliveries.firmId, firmId), eq(webhookDeliveries.id, deliveryId));
}

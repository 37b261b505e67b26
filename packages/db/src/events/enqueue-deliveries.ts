import { and, eq, isNull, or, sql } from 'drizzle-orm';
import type { FirmId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { WebhookPayload } from '@makewhole/domain/webhooks';
import { isWebhookEvent } from '@makewhole/domain/refund-events';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { webhookDeliveries, webhookEndpoints } from '../schema/webhooks.ts';

/** The channel that tells workers of a new delivery; a worker that misses it polls every minute. */
export const DELIVERIES_CHANNEL = 'webhook_deliveries';

export type DeliverableEvent = {
  readonly firmId: FirmId;
  readonly refundId: RefundId;
  readonly transactionId: TransactionId;
  readonly seq: number;
  readonly type: string;
  readonly at: Date;
};

/** Records a delivery for each endpoint of the firm that wants this event, in the event's own transaction. */
export async function enqueueDeliveries(tx: Db, event: DeliverableEvent): Promise<void> {
  const { firmId, refundId, transactionId, seq, type, at } = event;
  if (!isWebhookEvent(type)) return;
  const { eventTypes } = webhookEndpoints;
  const wanting = await tx
    .select({ id: webhookEndpoints.id })
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.firmId, firmId),
        isNull(webhookEndpoints.disabledAt),
        or(isNull(eventTypes), sql`${type} = ANY(${eventTypes})`),
      ),
    );
  const data = { id: refundId, transactionId, version: seq };
  const payload = { type, timestamp: at.toISOString(), data } as const;
  await insertDeliveries(tx, { firmId, eventId: `${refundId}_${seq}`, payload, at }, wanting);
}

/** Records the same message for these endpoints, and wakes the workers. @returns the deliveries' IDs */
export async function insertDeliveries(
  tx: Db,
  message: {
    readonly firmId: FirmId;
    readonly eventId: string;
    readonly payload: WebhookPayload;
    readonly at: Date;
  },
  endpoints: readonly { readonly id: string }[],
): Promise<string[]> {
  if (endpoints.length === 0) return [];
  const { firmId, eventId, payload, at } = message;
  const rows = endpoints.map(({ id: endpointId }) => ({
    ...{ id: newId<string>('wd'), firmId, endpointId, eventId, payload },
    createdAt: at,
  }));
  await tx.insert(webhookDeliveries).values(rows);
  await wakeWorkers(tx);
  return rows.map(({ id }) => id);
}

export async function wakeWorkers(tx: Db): Promise<void> {
  await tx.execute(sql`SELECT pg_notify(${DELIVERIES_CHANNEL}, '')`);
}

import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { entryOf, type BookMessage } from '@makewhole/domain/book-messages';
import type { FirmId, RefundId, TransactionId } from '@makewhole/domain/ids';
import { isTimelineWebhookEvent } from '@makewhole/domain/refund-events';
import type { WebhookEvent, WebhookPayload } from '@makewhole/domain/webhooks';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { webhookDeliveries, webhookEndpoints } from '../schema/webhooks.ts';
import { describeBookMessages } from './describe-book-messages.ts';

/** The channel that tells workers of a new delivery; a worker that misses it polls every minute. */
export const DELIVERIES_CHANNEL = 'webhook_deliveries';

export type DeliverableEvent = {
  readonly firmId: FirmId;
  readonly refundId: RefundId;
  readonly transactionId: TransactionId;
  readonly seq: number;
  readonly type: string;
  readonly at: Date;
  /** What the event means for the firm's own books: a message each. */
  readonly bookMessages: readonly BookMessage[];
};

/**
 * Records a delivery for each endpoint of the firm that wants this event, and of each message that the event tells the
 * firm's own system, in the event's own transaction.
 */
export async function enqueueDeliveries(tx: Db, event: DeliverableEvent): Promise<void> {
  const { firmId, refundId, transactionId, seq, type, at, bookMessages } = event;
  if (!isTimelineWebhookEvent(type) && bookMessages.length === 0) return;
  const endpoints = await findEnabled(tx, firmId);
  const wanting = (wanted: WebhookEvent) =>
    endpoints.filter(({ eventTypes }) => eventTypes === null || eventTypes.includes(wanted));
  const about = { id: refundId, transactionId, version: seq };
  const timestamp = at.toISOString();
  if (isTimelineWebhookEvent(type)) {
    const payload = { type, timestamp, data: about };
    await insertDeliveries(tx, { firmId, eventId: `${refundId}_${seq}`, payload, at }, wanting(type));
  }
  const wanted = bookMessages.filter((message) => wanting(message.type).length > 0);
  for (const { message, data } of await describeBookMessages(tx, event, wanted)) {
    const payload = { type: message.type, timestamp, data: { ...about, ...data } };
    const eventId = `${refundId}_${seq}_${entryOf(message)}`;
    await insertDeliveries(tx, { firmId, eventId, payload, at }, wanting(message.type));
  }
}

export function findEnabled(tx: Db, firmId: FirmId) {
  const { id, eventTypes, disabledAt } = webhookEndpoints;
  return tx
    .select({ id, eventTypes })
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.firmId, firmId), isNull(disabledAt)))
    .orderBy(asc(id));
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

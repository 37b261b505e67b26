// Deletes what is older than domain/retention.ts says, a page at a time (AU1). Safe to repeat.
import { and, inArray, isNotNull, lt, ne, not, notInArray, or, sql, type SQL } from 'drizzle-orm';
import { purgedIfBefore } from '@makewhole/domain/retention';
import type { Db } from '../connect.ts';
import { verification } from '../schema/auth.ts';
import { firms } from '../schema/firms.ts';
import { matters } from '../schema/matters.ts';
import { payments } from '../schema/payments.ts';
import { processorEvents } from '../schema/processor-events.ts';
import { refunds } from '../schema/refunds.ts';
import { webhookDeliveries } from '../schema/webhooks.ts';

type Page = { readonly now: Date; readonly limit: number };

/** @returns how many rows were deleted, `limit` of each table at most */
export async function purgeOldRecords(db: Db, page: Page): Promise<number> {
  return (
    (await purgeDeliveries(db, page)) + (await purgeProcessorEvents(db, page)) + (await purgeLinks(db, page))
  );
}

async function purgeDeliveries(db: Db, { now, limit }: Page): Promise<number> {
  const { id, firmId, status, payload, createdAt, lastAttemptAt } = webhookDeliveries;
  const before = purgedIfBefore('webhook_deliveries', now).toISOString();
  const isOld = sql`GREATEST(${createdAt}, ${lastAttemptAt}) < ${before}::timestamptz`;
  const matter = sql`SELECT ${refunds.matterId} FROM ${refunds}
    WHERE ${refunds.firmId} = ${firmId} AND ${refunds.id} = ${payload} #>> '{data,id}'`;
  const purged = and(ne(status, 'pending'), isOld, isFree(firmId, matter));
  const ids = db.select({ id }).from(webhookDeliveries).where(purged).limit(limit);
  const gone = await db
    .delete(webhookDeliveries)
    .where(and(inArray(id, ids), purged))
    .returning({ id });
  return gone.length;
}

/** What a dispute was about is read from its events for as long as its payment stands, and so is what stands of a fact. */
async function purgeProcessorEvents(db: Db, { now, limit }: Page): Promise<number> {
  const { id, firmId, type, transactionId, receivedAt, handledAt, isFact } = processorEvents;
  const matter = sql`SELECT ${payments.matterId} FROM ${payments}
    WHERE ${payments.firmId} = ${firmId} AND ${payments.transactionId} = ${transactionId}`;
  const purged = and(
    isNotNull(handledAt),
    lt(receivedAt, purgedIfBefore('processor_events', now)),
    notInArray(type, ['payment.disputed', 'dispute.closed']),
    or(not(isFact), IS_SUPERSEDED),
    isFree(firmId, matter),
  );
  const ids = db.select({ id }).from(processorEvents).where(purged).limit(limit);
  const gone = await db
    .delete(processorEvents)
    .where(and(inArray(id, ids), purged))
    .returning({ id });
  return gone.length;
}

/** A later fact about the same payment, or the same refund, says what is true now. */
const IS_SUPERSEDED = sql`EXISTS (SELECT FROM processor_events AS newer
  WHERE newer.is_fact AND newer.connection_id = ${processorEvents.connectionId}
    AND newer.transaction_id = ${processorEvents.transactionId}
    AND newer.payload #>> '{refund,id}' IS NOT DISTINCT FROM ${processorEvents.payload} #>> '{refund,id}'
    AND ((newer.payload ->> 'occurredAt')::timestamptz, newer.received_at, newer.id)
      > ((${processorEvents.payload} ->> 'occurredAt')::timestamptz, ${processorEvents.receivedAt}, ${processorEvents.id}))`;

async function purgeLinks(db: Db, { now, limit }: Page): Promise<number> {
  const { id, expiresAt } = verification;
  const old = lt(expiresAt, purgedIfBefore('auth.verification', now));
  const ids = db.select({ id }).from(verification).where(old).limit(limit);
  const gone = await db.delete(verification).where(inArray(id, ids)).returning({ id });
  return gone.length;
}

/** That no legal hold, on the firm or on the matter, keeps the row. */
function isFree(firmId: typeof webhookDeliveries.firmId | typeof processorEvents.firmId, matter: SQL): SQL {
  return sql`NOT EXISTS (SELECT FROM ${firms} WHERE ${firms.id} = ${firmId} AND ${firms.legalHoldSince} IS NOT NULL)
    AND NOT EXISTS (SELECT FROM ${matters} WHERE ${matters.firmId} = ${firmId}
      AND ${matters.legalHoldSince} IS NOT NULL AND ${matters.id} IN (${matter}))`;
}

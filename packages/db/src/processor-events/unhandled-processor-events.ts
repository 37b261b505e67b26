import { and, asc, eq, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { ConnectionId, FirmId, RefundId, TransactionId } from '@makewhole/domain/ids';
import { PAYMENT_REPORTS } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { processorEvents } from '../schema/processor-events.ts';

export type UnhandledEvent = {
  readonly id: string;
  readonly firmId: FirmId;
  readonly type: string;
  readonly transactionId: TransactionId;
  /** Which connection reported it; null for one that was stored before connections. */
  readonly connectionId: ConnectionId | null;
  /** Null if it is about a payment that none of our refunds stands for. */
  readonly refundId: RefundId | null;
  /** The processor's ID of the refund that it is about; null if it is about the payment. */
  readonly processorRefundId: string | null;
};

/** Waits before a report is passed on again, each twice the previous one. */
const NEXT_TRY_AFTER_S = { first: 5, longest: 600 } as const;

/**
 * Due events that are not handled yet: those about our refunds whose workflow was not signaled, and those about payments
 * and others' refunds that were not looked up since. Oldest first, `limit` at most.
 */
export async function listUnhandledProcessorEvents(
  db: Db,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<UnhandledEvent[]> {
  const { id, firmId, type, transactionId, connectionId, refundId } = processorEvents;
  const { receivedAt, handledAt, nextTryAt, payload } = processorEvents;
  const processorRefundId = sql<string | null>`${payload} #>> '{refund,id}'`;
  return db
    .select({ id, firmId, type, transactionId, connectionId, refundId, processorRefundId })
    .from(processorEvents)
    .where(
      and(
        isNull(handledAt),
        or(isNotNull(refundId), inArray(type, PAYMENT_REPORTS), isNotNull(processorRefundId)),
        or(isNull(nextTryAt), lte(nextTryAt, now)),
      ),
    )
    .orderBy(asc(receivedAt))
    .limit(limit);
}

/** Records an attempt to handle an event: if it fails, the event queues behind those not tried yet (B17). */
export async function postponeProcessorEvent(
  db: Db,
  { id }: { readonly id: string },
  now: Date,
): Promise<void> {
  const { tries } = processorEvents;
  const { first, longest } = NEXT_TRY_AFTER_S;
  const waitS = sql`least(${first} * 2 ^ least(${tries}, 20), ${longest})`;
  await db
    .update(processorEvents)
    .set({
      tries: sql`${tries} + 1`,
      nextTryAt: sql`${now.toISOString()}::timestamptz + ${waitS} * interval '1 second'`,
    })
    .where(eq(processorEvents.id, id));
}

/** Records that an event is handled: its subject was looked up and its workflow signaled, or none waits for it. */
export async function markProcessorEventHandled(db: Db, id: string, at: Date): Promise<void> {
  await db.update(processorEvents).set({ handledAt: at }).where(eq(processorEvents.id, id));
}

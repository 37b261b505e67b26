import { and, eq } from 'drizzle-orm';
import { canTransition, type RefundStatus } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { refunds } from '../schema/refunds.ts';
import { appendEvent, type NewEvent } from '../events/append-refund-event.ts';
import { recordMove } from '../notifications/record-news.ts';
import type { RefundRow } from '../lock-refund.ts';

/** The outcome of a compare-and-set: it moved, or it has another status and nothing changed. */
export type Moved = { readonly kind: 'moved' } | { readonly kind: 'stands'; readonly status: RefundStatus };

/** Moves a locked refund to a status that may follow its own, and appends the event. */
export async function moveRefund(
  tx: Db,
  row: RefundRow,
  to: RefundStatus,
  event: NewEvent,
  changes: Partial<typeof refunds.$inferInsert> = {},
): Promise<Moved> {
  if (!canTransition(row.status, to)) return { kind: 'stands', status: row.status };
  const refund = { firmId: row.firmId, refundId: row.id };
  await tx
    .update(refunds)
    .set({ ...changes, status: to })
    .where(and(eq(refunds.firmId, row.firmId), eq(refunds.id, row.id)));
  await appendEvent(tx, refund, { ...event, data: { ...event.data, from: row.status, status: to } });
  await recordMove(tx, row, to, { code: event.data['code'], at: event.at });
  return { kind: 'moved' };
}

import { and, asc, eq, gt } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { refundEventNotes } from '../schema/audit.ts';
import { refundEvents } from '../schema/refunds.ts';
import type { RefundKey } from '../lock-refund.ts';

export type RefundEventView = typeof refundEvents.$inferSelect & {
  /** What a person wrote about it. Older events have it in their data. */
  readonly note: string | null;
};

/** A refund's events after a number, oldest first, `limit` at most. */
export async function listRefundEvents(
  db: Db,
  input: RefundKey & { readonly afterSeq: number; readonly limit: number },
): Promise<RefundEventView[]> {
  const { firmId, refundId, seq } = refundEvents;
  const rows = await db
    .select({ event: refundEvents, note: refundEventNotes.text })
    .from(refundEvents)
    .leftJoin(
      refundEventNotes,
      and(
        eq(refundEventNotes.firmId, firmId),
        eq(refundEventNotes.refundId, refundId),
        eq(refundEventNotes.seq, seq),
      ),
    )
    .where(and(eq(firmId, input.firmId), eq(refundId, input.refundId), gt(seq, input.afterSeq)))
    .orderBy(asc(seq))
    .limit(input.limit);
  return rows.map(({ event, note }) => ({ ...event, note }));
}

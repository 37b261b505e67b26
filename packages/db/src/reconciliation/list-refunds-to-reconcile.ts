// Which of our refunds a run looks at: all open ones, then those closed since; and, for a page of the payment
// processor's refunds, which of them are ours and closed before.
import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import { isRefundId } from '@makewhole/domain/processor-record';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { refunds } from '../schema/refunds.ts';
import { readCursor, writeCursor, type Page } from '../paging.ts';

export type ToReconcile = {
  readonly firmId: FirmId;
  /** closed: at or after `since`. */
  readonly which: 'open' | 'closed';
  readonly since: Date;
  readonly cursor: string | null;
  readonly limit: number;
};

/** A page of them, oldest first. */
export async function listRefundsToReconcile(
  db: Db,
  { firmId, which, since, cursor, limit }: ToReconcile,
): Promise<Page<RefundId>> {
  const sortedBy = which === 'open' ? refunds.requestedAt : refunds.closedAt;
  const after = cursor === null ? undefined : readCursor(cursor);
  const rows = await db
    .select({ id: refunds.id, at: sortedBy })
    .from(refunds)
    .where(
      and(
        eq(refunds.firmId, firmId),
        which === 'open'
          ? isNull(refunds.closedAt)
          : and(isNotNull(refunds.closedAt), gte(refunds.closedAt, since)),
        after === undefined
          ? undefined
          : sql`(${sortedBy}, ${refunds.id}) > (${after[0].toISOString()}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(asc(sortedBy), asc(refunds.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  // An open refund is sorted by its request, a closed one by its closing: each has that instant.
  const place = last?.at ?? null;
  return {
    data: shown.map(({ id }) => id),
    nextCursor: last === undefined || place === null ? null : writeCursor([place.toISOString(), last.id]),
  };
}

export type KnownRefund = {
  readonly id: RefundId;
  readonly status: RefundStatus;
  readonly processorRefundId: string | null;
  readonly traceNumber: string | null;
  readonly closedAt: Date | null;
};

/** Finds our refunds among the payment processor's: first by the ID that we know them by, then by our reference. */
export function findKnownRefunds(
  db: Db,
  {
    firmId,
    there,
  }: { readonly firmId: FirmId; readonly there: readonly { id: string; reference: string | null }[] },
): Promise<KnownRefund[]> {
  const ids = there.map(({ id }) => id);
  // Somebody else's reference is not one of our IDs; neither is text that Postgres cannot store.
  const references = there.flatMap(({ reference }) =>
    reference !== null && isRefundId(reference) ? [reference] : [],
  );
  const { id, status, processorRefundId, traceNumber, closedAt } = refunds;
  return db
    .select({ id, status, processorRefundId, traceNumber, closedAt })
    .from(refunds)
    .where(and(eq(refunds.firmId, firmId), or(inArray(processorRefundId, ids), inArray(id, references))))
    .orderBy(desc(sql`${inArray(processorRefundId, ids)} IS TRUE`));
}

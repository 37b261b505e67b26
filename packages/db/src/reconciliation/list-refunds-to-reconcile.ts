// Which refunds of ours a run looks at: all that are open, then those that were closed since; and, of a page of the
// payment company's refunds, which are ours and were closed before.
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
  // An open refund is sorted by its request, a closed one by its closing: either has its instant.
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
  readonly closedAt: Date | null;
};

/**
 * Those of our refunds that refunds of the payment company are: by the ID that we know them by, these first, or by our
 * reference.
 */
export function findKnownRefunds(
  db: Db,
  {
    firmId,
    there,
  }: { readonly firmId: FirmId; readonly there: readonly { id: string; reference: string | null }[] },
): Promise<KnownRefund[]> {
  const ids = there.map(({ id }) => id);
  // Somebody else's reference is no ID of ours; text that Postgres cannot keep is none either.
  const references = there.flatMap(({ reference }) =>
    reference !== null && isRefundId(reference) ? [reference] : [],
  );
  const { id, status, processorRefundId, closedAt } = refunds;
  return db
    .select({ id, status, processorRefundId, closedAt })
    .from(refunds)
    .where(and(eq(refunds.firmId, firmId), or(inArray(processorRefundId, ids), inArray(id, references))))
    .orderBy(desc(sql`${inArray(processorRefundId, ids)} IS TRUE`));
}

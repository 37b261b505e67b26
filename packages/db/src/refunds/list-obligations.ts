import { and, asc, eq, lt, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { ObligationKind } from '@makewhole/domain/obligations';
import type { Role } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { obligations } from '../schema/refunds.ts';
import { readCursor, writeCursor, type Page } from './list-refunds.ts';
import type { RefundKey } from './lock-refund.ts';
import type { ObligationView } from './refund-view.ts';

export type ObligationFilter = {
  readonly firmId: FirmId;
  readonly kind?: ObligationKind | undefined;
  readonly owner?: Role | undefined;
  /** true: only what was due before `now`. */
  readonly overdue?: boolean | undefined;
  readonly now: Date;
  readonly cursor?: string | undefined;
  /** 1 to 100. */
  readonly limit: number;
};

export type QueuedObligation = ObligationView & Pick<RefundKey, 'refundId'>;

/** What waits for a person, the longest due first (B5); null where the cursor is none of this list's. */
export async function listOpenObligations(
  db: Db,
  { firmId, kind, owner, overdue, now, cursor, limit }: ObligationFilter,
): Promise<Page<QueuedObligation> | null> {
  const after = cursor === undefined ? null : readCursor(cursor);
  if (after === undefined) return null;
  const rows = await db
    .select()
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.status, 'open'),
        kind === undefined ? undefined : eq(obligations.kind, kind),
        owner === undefined ? undefined : eq(obligations.owner, owner),
        overdue === true ? lt(obligations.dueAt, now) : undefined,
        after === null
          ? undefined
          : sql`(${obligations.dueAt}, ${obligations.id}) > (${after[0].toISOString()}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(asc(obligations.dueAt), asc(obligations.id))
    .limit(limit + 1);
  const data = rows.slice(0, limit);
  const last = rows.length > limit ? data.at(-1) : undefined;
  return { data, nextCursor: last === undefined ? null : writeCursor([last.dueAt.toISOString(), last.id]) };
}

import { and, desc, eq, notExists, sql, type SQL } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { DifferenceStatus } from '@makewhole/domain/reconciliation/difference';
import type { Db } from '../connect.ts';
import { reconciliationDifferences, reconciliationFindings } from '../schema/reconciliation.ts';
import type { DifferenceKey } from './explain-difference.ts';
import { COUNTED_MAX, readCursor, writeCursor, type Page } from '../paging.ts';
import { obligations } from '../schema/obligations.ts';

export type DifferenceView = typeof reconciliationDifferences.$inferSelect;

export type DifferenceFilter = {
  readonly firmId: FirmId;
  readonly status?: DifferenceStatus | undefined;
  /** Only what this run saw. */
  readonly reconciliationId?: string | undefined;
  /** true: only differences without an obligation of a refund: they appear in no other queue. */
  readonly unowed?: boolean | undefined;
};

/** Differences of a firm, newest first; null if the cursor did not come from this list. `limit` is 1 to 100. */
export async function listDifferences(
  db: Db,
  filter: DifferenceFilter & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<DifferenceView> | null> {
  const { cursor, limit } = filter;
  const after = cursor === undefined ? null : readCursor(cursor);
  if (after === undefined) return null;
  const { foundAt, id } = reconciliationDifferences;
  const rows = await db
    .select()
    .from(reconciliationDifferences)
    .where(
      and(
        inDifferenceList(db, filter),
        after === null
          ? undefined
          : sql`(${foundAt}, ${id}) < (${after[0].toISOString()}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(desc(foundAt), desc(id))
    .limit(limit + 1);
  const data = rows.slice(0, limit);
  const last = rows.length > limit ? data.at(-1) : undefined;
  return { data, nextCursor: last === undefined ? null : writeCursor([last.foundAt.toISOString(), last.id]) };
}

/** How many differences the list has on all its pages, up to COUNTED_MAX. */
export async function countDifferences(db: Db, filter: DifferenceFilter): Promise<number> {
  const counted = db
    .select({ one: sql`1`.as('one') })
    .from(reconciliationDifferences)
    .where(inDifferenceList(db, filter))
    .limit(COUNTED_MAX)
    .as('counted');
  const [row] = await db.select({ count: sql`count(*)`.mapWith(Number) }).from(counted);
  return row?.count ?? 0;
}

/** A difference of the firm, or null; one of another firm also gives null. */
export async function findDifference(db: Db, { firmId, id }: DifferenceKey): Promise<DifferenceView | null> {
  const [row] = await db
    .select()
    .from(reconciliationDifferences)
    .where(and(eq(reconciliationDifferences.firmId, firmId), eq(reconciliationDifferences.id, id)));
  return row ?? null;
}

function inDifferenceList(
  db: Db,
  { firmId, status, reconciliationId, unowed }: DifferenceFilter,
): SQL | undefined {
  const { id } = reconciliationDifferences;
  return and(
    eq(reconciliationDifferences.firmId, firmId),
    status === undefined ? undefined : eq(reconciliationDifferences.status, status),
    reconciliationId === undefined ? undefined : sql`${id} IN (${seenBy(db, firmId, reconciliationId)})`,
    unowed === true ? notExists(owedFor(db)) : undefined,
  );
}

/** The open obligation for a difference; none if it is not about one of our refunds, or the refund ended. */
function owedFor(db: Db) {
  return db
    .select({ one: sql`1` })
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, reconciliationDifferences.firmId),
        eq(obligations.refundId, reconciliationDifferences.refundId),
        eq(obligations.kind, 'reconciliation'),
        eq(obligations.subject, reconciliationDifferences.id),
        eq(obligations.status, 'open'),
      ),
    );
}

function seenBy(db: Db, firmId: FirmId, reconciliationId: string) {
  return db
    .select({ id: reconciliationFindings.differenceId })
    .from(reconciliationFindings)
    .where(
      and(
        eq(reconciliationFindings.firmId, firmId),
        eq(reconciliationFindings.reconciliationId, reconciliationId),
      ),
    );
}

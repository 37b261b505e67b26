import { and, desc, eq, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { DifferenceStatus } from '@makewhole/domain/reconciliation';
import type { Db } from '../connect.ts';
import { readCursor, writeCursor, type Page } from '../refunds/list-refunds.ts';
import { reconciliationDifferences, reconciliationFindings } from '../schema/reconciliation.ts';
import type { DifferenceKey } from './settle-difference.ts';

export type DifferenceView = typeof reconciliationDifferences.$inferSelect;

export type DifferenceFilter = {
  readonly firmId: FirmId;
  readonly status?: DifferenceStatus | undefined;
  /** Only what this run saw. */
  readonly reconciliationId?: string | undefined;
  readonly cursor?: string | undefined;
  /** 1 to 100. */
  readonly limit: number;
};

/** Differences of a firm, the newest first; null where the cursor is none of this list's. */
export async function listDifferences(
  db: Db,
  { firmId, status, reconciliationId, cursor, limit }: DifferenceFilter,
): Promise<Page<DifferenceView> | null> {
  const after = cursor === undefined ? null : readCursor(cursor);
  if (after === undefined) return null;
  const { foundAt, id } = reconciliationDifferences;
  const rows = await db
    .select()
    .from(reconciliationDifferences)
    .where(
      and(
        eq(reconciliationDifferences.firmId, firmId),
        status === undefined ? undefined : eq(reconciliationDifferences.status, status),
        reconciliationId === undefined ? undefined : sql`${id} IN (${seenBy(db, firmId, reconciliationId)})`,
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

/** A difference of the firm, or null: another firm's is null too. */
export async function findDifference(db: Db, { firmId, id }: DifferenceKey): Promise<DifferenceView | null> {
  const [row] = await db
    .select()
    .from(reconciliationDifferences)
    .where(and(eq(reconciliationDifferences.firmId, firmId), eq(reconciliationDifferences.id, id)));
  return row ?? null;
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

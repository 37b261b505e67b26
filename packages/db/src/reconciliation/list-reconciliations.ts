import { and, desc, eq, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { reconciliationFindings, reconciliationResults, reconciliations } from '../schema/reconciliation.ts';
import type { ReconciliationRow } from './start-reconciliation.ts';
import { readCursor, writeCursor, type Page } from '../paging.ts';

/** A run and, once it is over, its result. */
export type ReconciliationView = ReconciliationRow & {
  readonly result: Pick<
    typeof reconciliationResults.$inferSelect,
    'outcome' | 'refundsHere' | 'refundsThere' | 'finishedAt'
  > | null;
  /** Runs go one at a time, so an earlier run without a result was ended before it could record one. */
  readonly isNewest: boolean;
  /** How many differences it saw, new or known. */
  readonly differenceCount: number;
};

/** The firm's runs, newest first; null if the cursor did not come from this list. */
export async function listReconciliations(
  db: Db,
  {
    firmId,
    cursor,
    limit,
  }: { readonly firmId: FirmId; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<ReconciliationView> | null> {
  const after = cursor === undefined ? null : readCursor(cursor);
  if (after === undefined) return null;
  const { startedAt, id } = reconciliations;
  const rows = await select(db)
    .where(
      and(
        eq(reconciliations.firmId, firmId),
        after === null
          ? undefined
          : sql`(${startedAt}, ${id}) < (${after[0].toISOString()}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(desc(startedAt), desc(id))
    .limit(limit + 1);
  const data = rows.slice(0, limit).map(viewOf);
  const last = rows.length > limit ? data.at(-1) : undefined;
  return {
    data,
    nextCursor: last === undefined ? null : writeCursor([last.startedAt.toISOString(), last.id]),
  };
}

/** A run of the firm, or null; one of another firm also gives null. */
export async function findReconciliation(
  db: Db,
  { firmId, id }: { readonly firmId: FirmId; readonly id: string },
): Promise<ReconciliationView | null> {
  const [row] = await select(db).where(and(eq(reconciliations.firmId, firmId), eq(reconciliations.id, id)));
  return row === undefined ? null : viewOf(row);
}

function select(db: Db) {
  return db
    .select({
      run: reconciliations,
      result: reconciliationResults,
      differenceCount: sql<number>`(
        SELECT count(*)::int FROM ${reconciliationFindings}
        WHERE ${reconciliationFindings.firmId} = ${reconciliations.firmId}
          AND ${reconciliationFindings.reconciliationId} = ${reconciliations.id})`,
      isNewest: sql<boolean>`${reconciliations.id} = (
        SELECT newest.id FROM ${reconciliations} AS newest
        WHERE newest.firm_id = ${reconciliations.firmId}
        ORDER BY newest.started_at DESC, newest.id DESC LIMIT 1)`,
    })
    .from(reconciliations)
    .leftJoin(
      reconciliationResults,
      and(
        eq(reconciliationResults.firmId, reconciliations.firmId),
        eq(reconciliationResults.reconciliationId, reconciliations.id),
      ),
    );
}

type Row = Awaited<ReturnType<typeof select>>[number];

function viewOf({ run, ...rest }: Row): ReconciliationView {
  return { ...run, ...rest };
}

import { and, desc, eq } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { reconciliationResults, reconciliations } from '../schema/reconciliation.ts';

const DAY_MS = 86_400_000;
/** Clocks differ, and the last run may have passed a refund just before it changed: some days are looked at twice. */
const OVERLAP_MS = 3 * DAY_MS;
/** Of a first run: longer than a refund can still change at a bank. */
const FIRST_LOOK_BACK_MS = 180 * DAY_MS;

export type NewReconciliation = {
  /** Made by whoever asked for it: the same run twice is one. */
  readonly id: string;
  readonly firmId: FirmId;
  /** Null for the nightly one. */
  readonly requestedBy: PrincipalId | null;
  readonly at: Date;
};

export type ReconciliationRow = typeof reconciliations.$inferSelect;

/** Records that a run begins, and from when on it has to look: where the last complete one began, and a little before. */
export function startReconciliation(db: Db, run: NewReconciliation): Promise<ReconciliationRow> {
  return db.transaction(async (tx) => {
    const { id, firmId, requestedBy, at } = run;
    const [last] = await tx
      .select({ startedAt: reconciliations.startedAt })
      .from(reconciliations)
      .innerJoin(
        reconciliationResults,
        and(
          eq(reconciliationResults.firmId, reconciliations.firmId),
          eq(reconciliationResults.reconciliationId, reconciliations.id),
        ),
      )
      .where(and(eq(reconciliations.firmId, firmId), eq(reconciliationResults.outcome, 'complete')))
      .orderBy(desc(reconciliations.startedAt))
      .limit(1);
    const sinceMs =
      last === undefined ? at.getTime() - FIRST_LOOK_BACK_MS : last.startedAt.getTime() - OVERLAP_MS;
    await tx
      .insert(reconciliations)
      .values({ id, firmId, requestedBy, since: new Date(sinceMs), startedAt: at })
      .onConflictDoNothing();
    const [row] = await tx
      .select()
      .from(reconciliations)
      .where(and(eq(reconciliations.firmId, firmId), eq(reconciliations.id, id)));
    if (row === undefined) throw new Error(`The reconciliation ${id} is another firm's`);
    return row;
  });
}

export type ReconciliationResult = Omit<typeof reconciliationResults.$inferSelect, 'finishedAt'> & {
  readonly at: Date;
};

/** Records what came of a run, once. */
export async function finishReconciliation(db: Db, { at, ...result }: ReconciliationResult): Promise<void> {
  await db
    .insert(reconciliationResults)
    .values({ ...result, finishedAt: at })
    .onConflictDoNothing();
}

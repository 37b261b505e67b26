import { and, desc, eq } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { enqueueNotice } from '../events/enqueue-notice.ts';
import { reconciliationResults, reconciliations } from '../schema/reconciliation.ts';

const DAY_MS = 86_400_000;
/** Clocks differ, and the last run may have passed a refund just before it changed: runs overlap by a few days. */
const OVERLAP_MS = 3 * DAY_MS;
/** How far the first run looks back: longer than a bank can still change a refund. */
const FIRST_LOOK_BACK_MS = 180 * DAY_MS;

export type NewReconciliation = {
  /** Chosen by the caller: recording the same run twice records one. */
  readonly id: string;
  readonly firmId: FirmId;
  /** Null for the nightly run. */
  readonly requestedBy: PrincipalId | null;
  readonly at: Date;
};

export type ReconciliationRow = typeof reconciliations.$inferSelect;

/** Records the start of a run, and the instant it looks back to: shortly before the start of the last complete run. */
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

/** Records the result of a run, once; also of one that was ended before its start was recorded, which then began now. */
export function finishReconciliation(db: Db, { at, ...result }: ReconciliationResult): Promise<void> {
  return db.transaction(async (tx) => {
    const { firmId, reconciliationId: id } = result;
    await tx
      .insert(reconciliations)
      .values({ id, firmId, requestedBy: null, since: at, startedAt: at })
      .onConflictDoNothing();
    const written = await tx
      .insert(reconciliationResults)
      .values({ ...result, finishedAt: at })
      .onConflictDoNothing()
      .returning({ outcome: reconciliationResults.outcome });
    for (const { outcome } of written) {
      const notice = { firmId, type: 'reconciliation.finished', eventId: `${id}_finished`, at } as const;
      await enqueueNotice(tx, { ...notice, data: { id, outcome } });
    }
  });
}

import type { Db } from '../connect.ts';
import { reconciliationResults } from '../schema/reconciliation.ts';

export type ReconciliationResult = Omit<typeof reconciliationResults.$inferSelect, 'finishedAt'> & {
  readonly at: Date;
};

/** Notes what came of a run, once. */
export async function finishReconciliation(db: Db, { at, ...result }: ReconciliationResult): Promise<void> {
  await db
    .insert(reconciliationResults)
    .values({ ...result, finishedAt: at })
    .onConflictDoNothing();
}

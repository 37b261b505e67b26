import { and, asc, eq, isNull, lt } from 'drizzle-orm';
import type { VoidWorkflowInput } from '@makewhole/domain/voids';
import type { Db } from '../connect.ts';
import { voids } from '../schema/voids.ts';
import type { VoidKey } from './void-view.ts';

/** Notes the run that carries the void. */
export async function markVoidStarted(db: Db, { firmId, voidId }: VoidKey, runId: string): Promise<void> {
  await db
    .update(voids)
    .set({ workflowRunId: runId })
    .where(and(eq(voids.firmId, firmId), eq(voids.id, voidId)));
}

/** Voids noted before an instant whose workflow is not known to run, oldest first, `limit` at most. */
export function listStrandedVoids(
  db: Db,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<VoidWorkflowInput[]> {
  return db
    .select({ firmId: voids.firmId, voidId: voids.id, transactionId: voids.transactionId })
    .from(voids)
    .where(and(isNull(voids.workflowRunId), isNull(voids.endedAt), lt(voids.requestedAt, before)))
    .orderBy(asc(voids.requestedAt))
    .limit(limit);
}

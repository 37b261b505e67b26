import { and, asc, eq, isNull } from 'drizzle-orm';
import type { VoidWorkflowInput } from '@makewhole/domain/contracts/void';
import { onPage, type OpenWorkPage } from '../open-work-page.ts';
import type { Db } from '../connect.ts';
import { voids } from '../schema/voids.ts';
import type { VoidKey } from './void-view.ts';

/** Records the run ID of its workflow. */
export async function markVoidStarted(db: Db, { firmId, voidId }: VoidKey, runId: string): Promise<void> {
  await db
    .update(voids)
    .set({ workflowRunId: runId })
    .where(and(eq(voids.firmId, firmId), eq(voids.id, voidId)));
}

/** Voids that have not ended. */
export function listOpenVoids(db: Db, page: OpenWorkPage): Promise<VoidWorkflowInput[]> {
  const { id, firmId, transactionId, workflowRunId, requestedAt, endedAt } = voids;
  return db
    .select({ firmId, voidId: id, transactionId })
    .from(voids)
    .where(and(isNull(endedAt), onPage({ id, runId: workflowRunId, recordedAt: requestedAt }, page)))
    .orderBy(asc(id))
    .limit(page.limit);
}

import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm';
import { syncIdOf, type SyncInput } from '@makewhole/domain/contracts/processor-sync';
import type { Db } from '../connect.ts';
import { onPage, type OpenWorkPage } from '../open-work-page.ts';
import { processorConnections } from '../schema/connections.ts';
import { processorSync } from '../schema/processor-sync.ts';
import { keyOfSync } from './find-sync.ts';

/** Records the run ID of its workflow. */
export async function markSyncStarted(db: Db, key: SyncInput, runId: string): Promise<void> {
  await db
    .update(processorSync)
    .set({ workflowRunId: runId })
    .where(eq(processorSync.id, syncIdOf(key)));
}

/** Syncs that are to run: not done, not paused, and of a connection in use. */
export async function listOpenSyncs(db: Db, page: OpenWorkPage): Promise<SyncInput[]> {
  const { id, firmId, connectionId, isTrial, state, workflowRunId, beganAt, pausedAt } = processorSync;
  const rows = await db
    .select({ firmId, connectionId, isTrial })
    .from(processorSync)
    .innerJoin(processorConnections, eq(processorConnections.id, connectionId))
    .where(
      and(
        ...[ne(state, 'done'), isNull(pausedAt), inArray(processorConnections.status, ['active', 'broken'])],
        onPage({ id, runId: workflowRunId, recordedAt: beganAt }, page),
      ),
    )
    .orderBy(asc(id))
    .limit(page.limit);
  return rows.map(keyOfSync);
}

import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedByOperator } from '../events/append-firm-event.ts';
import { session } from '../schema/auth.ts';
import { firms, principals } from '../schema/firms.ts';

export type SuspensionOutcome = 'changed' | 'unchanged';

/**
 * Suspends a firm, or ends that: its people cannot sign in, their sessions end, and its API keys are refused. What runs
 * goes on, since the money of clients does not wait.
 */
export function changeSuspension(
  db: Db,
  by: ChangedByOperator,
  { suspended }: { readonly suspended: boolean },
): Promise<SuspensionOutcome> {
  const { firmId, at } = by;
  return db.transaction(async (tx) => {
    const changed = await tx
      .update(firms)
      .set({ suspendedAt: suspended ? at : null })
      .where(and(eq(firms.id, firmId), suspended ? isNull(firms.suspendedAt) : isNotNull(firms.suspendedAt)))
      .returning({ id: firms.id });
    if (changed.length === 0) return 'unchanged';
    if (suspended) {
      const signIns = tx
        .select({ id: principals.authUserId })
        .from(principals)
        .where(eq(principals.firmId, firmId));
      await tx.delete(session).where(inArray(session.userId, signIns));
    }
    await appendFirmEvent(tx, by, { type: suspended ? 'firm.suspended' : 'firm.resumed', data: {} });
    return 'changed';
  });
}

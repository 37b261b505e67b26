import { eq } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { session } from '../schema/auth.ts';

/** Records in a session that its user has just confirmed their identity. */
export async function markStepUp(
  db: Db,
  { sessionId, now }: { readonly sessionId: string; readonly now: Date },
): Promise<void> {
  await db.update(session).set({ stepUpAt: now }).where(eq(session.id, sessionId));
}

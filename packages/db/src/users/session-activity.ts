import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { ACTIVITY_WRITTEN_EVERY_MS } from '@makewhole/domain/sign-in-limits';
import type { Db } from '../connect.ts';
import { session } from '../schema/auth.ts';

/** Records that a session's person did something (PCI DSS 8.2.8). Of many requests at once one writes; time never goes back. */
export async function recordActivity(
  db: Db,
  { sessionId, now }: { readonly sessionId: string; readonly now: Date },
): Promise<void> {
  const { id, lastActiveAt } = session;
  const before = new Date(now.getTime() - ACTIVITY_WRITTEN_EVERY_MS);
  await db
    .update(session)
    .set({ lastActiveAt: now })
    .where(and(eq(id, sessionId), or(isNull(lastActiveAt), lt(lastActiveAt, before))));
}

/** Ends a session whose person has been idle. @returns false if they did something in the meantime, in another tab */
export async function endIdleSession(
  db: Db,
  { sessionId, idleSince }: { readonly sessionId: string; readonly idleSince: Date | null },
): Promise<boolean> {
  const { id, lastActiveAt } = session;
  const isSince = idleSince === null ? isNull(lastActiveAt) : eq(lastActiveAt, idleSince);
  const ended = await db
    .delete(session)
    .where(and(eq(id, sessionId), isSince))
    .returning({ id });
  return ended.length > 0;
}

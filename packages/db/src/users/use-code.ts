import { and, eq, lt } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { usedCode } from '../schema/auth.ts';

/** Longer than an authenticator code is valid: its own half minute, and the ones before and after. */
const REMEMBERED_MS = 5 * 60_000;

/** Accepts a code from an authenticator app, once. @returns false if it was accepted before */
export async function useCode(
  db: Db,
  { authUserId, code, now }: { readonly authUserId: string; readonly code: string; readonly now: Date },
): Promise<boolean> {
  const forgotten = new Date(now.getTime() - REMEMBERED_MS);
  await db.delete(usedCode).where(and(eq(usedCode.userId, authUserId), lt(usedCode.usedAt, forgotten)));
  const taken = await db
    .insert(usedCode)
    .values({ userId: authUserId, code, usedAt: now })
    .onConflictDoNothing()
    .returning({ code: usedCode.code });
  return taken.length > 0;
}

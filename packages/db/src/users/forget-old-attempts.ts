import { and, inArray, lt } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { rateLimit, tries } from '../schema/auth.ts';

/** Longer than any window in which better-auth counts. */
const COUNTED_MS = 60 * 60_000;

/**
 * Deletes attempts whose window is over: there is a row for each address and each email ever tried.
 * @returns how many rows were deleted, `limit` of each kind at most
 */
export async function forgetOldAttempts(
  db: Db,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<number> {
  const over = lt(tries.until, now);
  const keys = db.select({ key: tries.key }).from(tries).where(over).limit(limit);
  // Checked twice: a row whose window restarts in the meantime is kept.
  const ours = await db
    .delete(tries)
    .where(and(inArray(tries.key, keys), over))
    .returning({ key: tries.key });
  const old = lt(rateLimit.lastRequest, now.getTime() - COUNTED_MS);
  const ids = db.select({ id: rateLimit.id }).from(rateLimit).where(old).limit(limit);
  const theirs = await db
    .delete(rateLimit)
    .where(and(inArray(rateLimit.id, ids), old))
    .returning({ id: rateLimit.id });
  return ours.length + theirs.length;
}

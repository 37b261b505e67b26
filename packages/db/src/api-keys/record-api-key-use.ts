import { and, eq, inArray, isNull, lt, or } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { apiKeys } from '../schema/firms.ts';

/**
 * Records that a key was used, unless a use after `notedBefore` is already recorded. Of many concurrent requests one
 * writes, and none waits for another: a burst of requests must not queue here.
 */
export async function recordApiKeyUse(
  db: Db,
  { keyId, now, notedBefore }: { readonly keyId: string; readonly now: Date; readonly notedBefore: Date },
): Promise<void> {
  const { id, lastUsedAt } = apiKeys;
  const due = db
    .select({ id })
    .from(apiKeys)
    .where(and(eq(id, keyId), or(isNull(lastUsedAt), lt(lastUsedAt, notedBefore))))
    .for('no key update', { skipLocked: true });
  await db.update(apiKeys).set({ lastUsedAt: now }).where(inArray(id, due));
}

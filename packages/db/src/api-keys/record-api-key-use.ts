import { and, eq, inArray, isNull, lt, or } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { apiKeys } from '../schema/firms.ts';

/**
 * Records that a key was used, unless that was recorded after `notedBefore` already. Of many that come at once one writes, and
 * none waits for another: a crowd of requests must not queue for this.
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

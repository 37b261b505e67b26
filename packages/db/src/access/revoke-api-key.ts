import { and, eq, isNull } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { apiKeys } from '../schema/firms.ts';
import { selectApiKeys, type ApiKeyView } from './api-key-view.ts';

/** The key works no more, from its next use on, and never again; null where the firm has no such key. */
export async function revokeApiKey(
  db: Db,
  { firmId, id, now }: { readonly firmId: FirmId; readonly id: string; readonly now: Date },
): Promise<ApiKeyView | null> {
  const itself = and(eq(apiKeys.firmId, firmId), eq(apiKeys.id, id));
  await db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(itself, isNull(apiKeys.revokedAt)));
  const [revoked] = await selectApiKeys(db).where(itself);
  return revoked ?? null;
}

import { and, eq, isNull } from 'drizzle-orm';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { apiKeys } from '../schema/firms.ts';
import { selectApiKeys, type ApiKeyView } from './api-key-view.ts';

/** Revokes a key for good, from its next use on; null if the firm has no such key. */
export function revokeApiKey(db: Db, by: ChangedBy, apiKeyId: string): Promise<ApiKeyView | null> {
  const itself = and(eq(apiKeys.firmId, by.firmId), eq(apiKeys.id, apiKeyId));
  return db.transaction(async (tx) => {
    const changed = await tx
      .update(apiKeys)
      .set({ revokedAt: by.at })
      .where(and(itself, isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id });
    if (changed.length > 0) await appendFirmEvent(tx, by, { type: 'api_key.revoked', data: { apiKeyId } });
    const [revoked] = await selectApiKeys(tx).where(itself);
    return revoked ?? null;
  });
}

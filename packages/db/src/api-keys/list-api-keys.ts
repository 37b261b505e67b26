import { desc, eq, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { apiKeys } from '../schema/firms.ts';
import { selectApiKeys, type ApiKeyView } from './api-key-view.ts';

/** Active keys are fewer (API_KEYS_MAX), so the limit cuts off only the oldest revoked ones. */
export const API_KEYS_LISTED_MAX = 200;

/** A firm's keys: active ones first, then newest first. */
export function listApiKeys(db: Db, { firmId }: { readonly firmId: FirmId }): Promise<ApiKeyView[]> {
  return selectApiKeys(db)
    .where(eq(apiKeys.firmId, firmId))
    .orderBy(sql`${apiKeys.revokedAt} IS NOT NULL`, desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(API_KEYS_LISTED_MAX);
}

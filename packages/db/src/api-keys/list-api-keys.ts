import { desc, eq, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { apiKeys } from '../schema/firms.ts';
import { selectApiKeys, type ApiKeyView } from './api-key-view.ts';

/** Those that work are fewer (API_KEYS_MAX): what is cut off are the oldest of those that were revoked. */
export const API_KEYS_LISTED_MAX = 200;

/** A firm's keys: those that work first, the newest of each first. */
export function listApiKeys(db: Db, { firmId }: { readonly firmId: FirmId }): Promise<ApiKeyView[]> {
  return selectApiKeys(db)
    .where(eq(apiKeys.firmId, firmId))
    .orderBy(sql`${apiKeys.revokedAt} IS NOT NULL`, desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(API_KEYS_LISTED_MAX);
}

import { and, eq, isNull } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Scope } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { apiKeys, firms, principals } from '../schema/firms.ts';
import { API_KEY_PREFIX, apiKeyHash } from './api-key-hash.ts';

export type ApiKeyBearer = {
  readonly keyId: string;
  readonly principalId: PrincipalId;
  readonly firmId: FirmId;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly lastUsedAt: Date | null;
};

const KEY = new RegExp(`^${API_KEY_PREFIX}[A-Za-z0-9_-]{43}$`);

/** Finds the holder of a presented key; null if the key is unknown or revoked, or its firm suspended. */
export async function findApiKey(
  db: Db,
  { presented }: { readonly presented: string },
): Promise<ApiKeyBearer | null> {
  if (!KEY.test(presented)) return null;
  const [bearer] = await db
    .select({
      keyId: apiKeys.id,
      principalId: apiKeys.principalId,
      firmId: apiKeys.firmId,
      name: principals.name,
      scopes: apiKeys.scopes,
      lastUsedAt: apiKeys.lastUsedAt,
    })
    .from(apiKeys)
    .innerJoin(principals, and(eq(principals.firmId, apiKeys.firmId), eq(principals.id, apiKeys.principalId)))
    .innerJoin(firms, and(eq(firms.id, apiKeys.firmId), isNull(firms.suspendedAt)))
    .where(and(eq(apiKeys.hash, apiKeyHash(presented)), isNull(apiKeys.revokedAt)))
    .prepare('api_key_by_hash')
    .execute();
  return bearer ?? null;
}

import { randomBytes } from 'node:crypto';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Scope } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { apiKeys } from '../schema/firms.ts';
import { API_KEY_PREFIX, apiKeyHash } from './api-key-hash.ts';

const SECRET_BYTES = 32;
const SHOWN_CHARACTERS = API_KEY_PREFIX.length + 4;

export type NewApiKey = {
  readonly firmId: FirmId;
  readonly principalId: PrincipalId;
  readonly scopes: readonly Scope[];
  /** Left out for a firm's initial keys. */
  readonly createdBy?: PrincipalId;
};

/** Creates a key for an API client. Only this answer contains the key itself: we store its hash. */
export async function createApiKey(
  db: Db,
  { firmId, principalId, scopes, createdBy }: NewApiKey,
): Promise<{ readonly id: string; readonly key: string; readonly prefix: string }> {
  const id = newId<string>('key');
  const key = API_KEY_PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
  const prefix = key.slice(0, SHOWN_CHARACTERS);
  await db
    .insert(apiKeys)
    .values({ id, firmId, principalId, hash: apiKeyHash(key), prefix, scopes: [...scopes], createdBy });
  return { id, key, prefix };
}

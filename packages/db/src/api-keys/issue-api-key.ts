import { and, eq, isNull } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Scope } from '@makewhole/domain/roles';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { apiKeys } from '../schema/firms.ts';
import { selectApiKeys, type ApiKeyView } from './api-key-view.ts';
import { createApiKey } from './create-api-key.ts';
import { createPrincipal } from '../users/create-principal.ts';
import { lockFirm } from '../firms/lock-firm.ts';

/** How many active keys a firm may have: nobody keeps track of more. */
export const API_KEYS_MAX = 50;

/** Who will hold the key: a program new to the firm, or the holder of an existing key, revoked or not. */
export type KeyHolder = { readonly name: string } | { readonly replaces: string };

export type IssuedApiKey =
  /** `key` is shown only this once. */
  | { readonly outcome: 'issued'; readonly view: ApiKeyView; readonly key: string }
  | { readonly outcome: 'too_many' }
  /** The firm has no such key to replace. */
  | { readonly outcome: 'no_such_key' };

/** Issues a key for a person. A key that it replaces works until it is revoked, so that a program can switch over. */
export function issueApiKey(
  db: Db,
  by: ChangedBy,
  { holder, scopes }: { readonly holder: KeyHolder; readonly scopes: readonly Scope[] },
): Promise<IssuedApiKey> {
  const { firmId, principalId: createdBy } = by;
  return db.transaction(async (tx): Promise<IssuedApiKey> => {
    // One at a time, or two could both take the last place.
    await lockFirm(tx, firmId);
    const working = and(eq(apiKeys.firmId, firmId), isNull(apiKeys.revokedAt));
    if ((await tx.$count(apiKeys, working)) >= API_KEYS_MAX) return { outcome: 'too_many' };
    const principalId = await principalOf(tx, firmId, holder);
    if (principalId === null) return { outcome: 'no_such_key' };
    const { id, key } = await createApiKey(tx, { firmId, principalId, scopes, createdBy });
    const data = {
      apiKeyId: id,
      principalId,
      scopes,
      replaces: 'replaces' in holder ? holder.replaces : null,
    };
    await appendFirmEvent(tx, by, { type: 'api_key.made', data });
    const [view] = await selectApiKeys(tx).where(eq(apiKeys.id, id));
    if (view === undefined) throw new Error(`The key ${id} was just made, and is not there`);
    return { outcome: 'issued', view, key };
  });
}

async function principalOf(tx: Db, firmId: FirmId, holder: KeyHolder): Promise<PrincipalId | null> {
  if ('name' in holder) return createPrincipal(tx, { firmId, kind: 'api_client', name: holder.name });
  const [replaced] = await tx
    .select({ principalId: apiKeys.principalId })
    .from(apiKeys)
    .where(and(eq(apiKeys.firmId, firmId), eq(apiKeys.id, holder.replaces)));
  return replaced?.principalId ?? null;
}

import { and, eq, isNull } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import { roleMay, scopesMay, type Action } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { apiKeys, principals } from '../schema/firms.ts';

/**
 * What a principal may do now: by their role, or by the scopes of the keys that they still have. The route already
 * checked; the store checks again before changing the books, because a role may be revoked in between. An unknown
 * principal may do nothing.
 */
export async function findPermissions(
  db: Db,
  { firmId, principalId }: { readonly firmId: FirmId; readonly principalId: PrincipalId },
): Promise<(action: Action) => boolean> {
  const [principal] = await db
    .select({ kind: principals.kind, role: principals.role })
    .from(principals)
    .where(and(eq(principals.firmId, firmId), eq(principals.id, principalId), isNull(principals.disabledAt)));
  if (principal === undefined) return () => false;
  if (principal.kind === 'user') {
    const { role } = principal;
    return (action) => role !== null && roleMay(role, action);
  }
  const keys = await db
    .select({ scopes: apiKeys.scopes })
    .from(apiKeys)
    .where(and(eq(apiKeys.firmId, firmId), eq(apiKeys.principalId, principalId), isNull(apiKeys.revokedAt)));
  const scopes = keys.flatMap((key) => key.scopes);
  return (action) => scopesMay(scopes, action);
}

import { and, eq, isNotNull } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { apiKeys } from '../schema/firms.ts';

/**
 * The people who made a program's API keys, including revoked and replaced ones. A key acts for its maker: what the
 * program requests, they requested (B8). Empty for a person, who has no keys.
 */
export async function keyMakersOf(
  tx: Db,
  { firmId, principalId }: { readonly firmId: FirmId; readonly principalId: PrincipalId },
): Promise<PrincipalId[]> {
  const rows = await tx
    .selectDistinct({ maker: apiKeys.createdBy })
    .from(apiKeys)
    .where(
      and(eq(apiKeys.firmId, firmId), eq(apiKeys.principalId, principalId), isNotNull(apiKeys.createdBy)),
    );
  return rows.flatMap(({ maker }) => (maker === null ? [] : [maker]));
}

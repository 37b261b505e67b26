import { eq } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Role } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';

export type PortalUser = {
  readonly principalId: PrincipalId;
  readonly firmId: FirmId;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
};

/** Who a sign-in acts as; null where it is linked to nobody, or to somebody without a role. */
export async function findPrincipalByAuthUser(
  db: Db,
  { authUserId }: { readonly authUserId: string },
): Promise<PortalUser | null> {
  const [principal] = await db
    .select({
      principalId: principals.id,
      firmId: principals.firmId,
      name: principals.name,
      email: principals.email,
      role: principals.role,
    })
    .from(principals)
    .where(eq(principals.authUserId, authUserId))
    .prepare('principal_by_auth_user')
    .execute();
  if (principal === undefined || principal.role === null) return null;
  return { ...principal, role: principal.role };
}

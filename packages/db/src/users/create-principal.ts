import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Role } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { principals } from '../schema/firms.ts';

export type NewPrincipal = { readonly firmId: FirmId; readonly name: string } & (
  | { readonly kind: 'user'; readonly email: string; readonly role: Role }
  /** The scopes of its keys say what it may do. */
  | { readonly kind: 'api_client' }
);

/** Adds a principal to a firm: a portal user, whose sign-in is added separately, or an API client, whose keys are. */
export async function createPrincipal(db: Db, principal: NewPrincipal): Promise<PrincipalId> {
  const id = newId<PrincipalId>('pr');
  await db.insert(principals).values({ ...principal, id });
  return id;
}

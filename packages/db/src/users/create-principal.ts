import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Role } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { principals } from '../schema/firms.ts';

export type NewPrincipal = { readonly firmId: FirmId; readonly name: string } & (
  | { readonly kind: 'user'; readonly email: string; readonly role: Role }
  /** What it may do is told by the scopes of its keys. */
  | { readonly kind: 'api_client' }
);

/** Adds somebody who acts in a firm: a portal user, who gets a sign-in apart, or an API client, who gets keys apart. */
export async function createPrincipal(db: Db, principal: NewPrincipal): Promise<PrincipalId> {
  const id = newId<PrincipalId>('pr');
  await db.insert(principals).values({ ...principal, id });
  return id;
}

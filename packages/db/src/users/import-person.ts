import { and, eq } from 'drizzle-orm';
import { mayBeImported, type Role } from '@makewhole/domain/roles';
import type { ChangedBy } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';
import { inviteUser, type InviteOutcome } from './invite-user.ts';

/**
 * unchanged: the firm has this person in this role. invite_in_portal: the role is for an owner to give. person_removed: the
 * person was disabled, and stays so. role_differs: the firm has this person in another role, `role`.
 */
export type PersonImported =
  | InviteOutcome
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'invite_in_portal' | 'person_removed' }
  | { readonly kind: 'role_differs'; readonly role: Role };

/** Invites a person whom the firm's own system names, once: whom the firm has already is not changed by an import. */
export function importPerson(
  db: Db,
  { firmId, principalId: invitedBy, at: now }: ChangedBy,
  { name, email, role }: { readonly name: string; readonly email: string; readonly role: Role },
): Promise<PersonImported> {
  return db.transaction(async (tx): Promise<PersonImported> => {
    const [known] = await tx
      .select({ role: principals.role, disabledAt: principals.disabledAt })
      .from(principals)
      .where(
        and(
          eq(principals.firmId, firmId),
          eq(principals.kind, 'user'),
          eq(principals.email, email.toLowerCase()),
        ),
      );
    if (known !== undefined) {
      if (known.disabledAt !== null) return { kind: 'person_removed' };
      if (known.role === null || known.role === role) return { kind: 'unchanged' };
      return { kind: 'role_differs', role: known.role };
    }
    if (!mayBeImported(role)) return { kind: 'invite_in_portal' };
    return inviteUser(tx, { firmId, name, email, role, invitedBy, now });
  });
}

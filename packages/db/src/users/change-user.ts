import { and, eq, inArray, isNull } from 'drizzle-orm';
import { changesOf } from '@makewhole/domain/firm-events';
import type { PrincipalId } from '@makewhole/domain/ids';
import { roleMay, type Role } from '@makewhole/domain/roles';
import {
  OPERATOR,
  appendFirmEvent,
  type ChangedBy,
  type ChangedByOperator,
} from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { session } from '../schema/auth.ts';
import { principals } from '../schema/firms.ts';
import { endPasswordLinks } from './end-password-links.ts';
import { hasPassword } from './user-view.ts';

export type UserChanges = { readonly role?: Role | undefined; readonly disabled?: boolean | undefined };
export type ChangeUserOutcome = 'changed' | 'user_not_found' | 'last_owner';

/**
 * Changes what a person may do, or whether they may sign in. Disabling someone ends their sessions and links at once;
 * what they did keeps their name. The firm always keeps an owner who can sign in.
 */
export async function changeUser(
  db: Db,
  by: ChangedBy | ChangedByOperator,
  principalId: PrincipalId,
  { role, disabled }: UserChanges,
): Promise<ChangeUserOutcome> {
  const { firmId } = by;
  return db.transaction(async (tx) => {
    const own = and(
      eq(principals.firmId, firmId),
      eq(principals.id, principalId),
      eq(principals.kind, 'user'),
    );
    // Locked in the order of their IDs, so that two owners who revoke each other's rights at once take turns.
    const owners = await tx
      .select({ id: principals.id })
      .from(principals)
      .where(
        and(
          eq(principals.firmId, firmId),
          eq(principals.role, 'owner'),
          isNull(principals.disabledAt),
          hasPassword,
        ),
      )
      .orderBy(principals.id)
      .for('update');
    const loses = disabled === true || (role !== undefined && role !== 'owner');
    if (loses && owners.every(({ id }) => id === principalId) && owners.length > 0) return 'last_owner';
    const [person] = await tx
      .select({
        authUserId: principals.authUserId,
        role: principals.role,
        disabledAt: principals.disabledAt,
      })
      .from(principals)
      .where(own)
      .for('update');
    if (person === undefined) return 'user_not_found';
    await tx
      .update(principals)
      .set({
        ...(role !== undefined && { role }),
        ...(disabled !== undefined && { disabledAt: disabled ? (person.disabledAt ?? by.at) : null }),
        ...(isLetIn(person, { role, disabled }) && {
          letInBy: by.principalId === OPERATOR ? null : by.principalId,
          letInAt: by.at,
        }),
      })
      .where(own);
    if (disabled === true && person.authUserId !== null) {
      await tx.delete(session).where(eq(session.userId, person.authUserId));
      await endPasswordLinks(tx, person.authUserId);
    }
    const standing = { role: person.role, disabled: person.disabledAt !== null };
    const changes = changesOf(standing, {
      ...(role !== undefined && { role }),
      ...(disabled !== undefined && { disabled }),
    });
    if (Object.keys(changes).length > 0) {
      await appendFirmEvent(tx, by, { type: 'user.changed', data: { principalId, changes } });
    }
    return 'changed';
  });
}

/** Whether they may now approve refunds and could not before: they count as new (B8). */
function isLetIn(
  person: { readonly role: Role | null; readonly disabledAt: Date | null },
  { role, disabled }: UserChanges,
): boolean {
  const mayApprove = (held: Role | null) => held !== null && roleMay(held, 'refund.approve');
  const isRaised = role !== undefined && mayApprove(role) && !mayApprove(person.role);
  return isRaised || (disabled === false && person.disabledAt !== null);
}

/** Ends every session of a person of the firm. */
export async function endSessions(db: Db, by: ChangedBy, principalId: PrincipalId): Promise<void> {
  await db.transaction(async (tx) => {
    const signIns = tx
      .select({ id: principals.authUserId })
      .from(principals)
      .where(and(eq(principals.firmId, by.firmId), eq(principals.id, principalId)));
    await tx.delete(session).where(inArray(session.userId, signIns));
    await appendFirmEvent(tx, by, { type: 'user.sessions_ended', data: { principalId } });
  });
}

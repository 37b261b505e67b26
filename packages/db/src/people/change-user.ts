import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Role } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { session } from '../schema/auth.ts';
import { principals } from '../schema/firms.ts';
import { hasPassword, type UserKey } from './user-view.ts';

export type UserChanges = { readonly role?: Role | undefined; readonly disabled?: boolean | undefined };
export type ChangeUserOutcome = 'changed' | 'user_not_found' | 'last_owner';

/**
 * Changes what a person may do, or whether they may sign in. Who is disabled has no session from that moment on; what
 * they did keeps their name. The firm always keeps an owner who can sign in.
 */
export async function changeUser(
  db: Db,
  { firmId, principalId }: UserKey,
  { role, disabled }: UserChanges,
  now: Date,
): Promise<ChangeUserOutcome> {
  return db.transaction(async (tx) => {
    const own = and(
      eq(principals.firmId, firmId),
      eq(principals.id, principalId),
      eq(principals.kind, 'user'),
    );
    // Locked in the order of their IDs, so that two owners who end each other's rights at once come one after the other.
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
      .select({ authUserId: principals.authUserId, disabledAt: principals.disabledAt })
      .from(principals)
      .where(own)
      .for('update');
    if (person === undefined) return 'user_not_found';
    await tx
      .update(principals)
      .set({
        ...(role !== undefined && { role }),
        ...(disabled !== undefined && { disabledAt: disabled ? (person.disabledAt ?? now) : null }),
      })
      .where(own);
    if (disabled === true && person.authUserId !== null) {
      await tx.delete(session).where(eq(session.userId, person.authUserId));
    }
    return 'changed';
  });
}

/** Ends every session of a person of the firm. */
export async function endSessions(db: Db, { firmId, principalId }: UserKey): Promise<void> {
  const signIns = db
    .select({ id: principals.authUserId })
    .from(principals)
    .where(and(eq(principals.firmId, firmId), eq(principals.id, principalId)));
  await db.delete(session).where(inArray(session.userId, signIns));
}

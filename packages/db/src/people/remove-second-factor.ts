import { and, eq } from 'drizzle-orm';
import type { AccountEmailInput } from '@makewhole/domain/account-emails';
import type { PrincipalId } from '@makewhole/domain/ids';
import { appendFirmEvent } from '../audit/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { session, twoFactor, user } from '../schema/auth.ts';
import { principals } from '../schema/firms.ts';
import { requestAccountEmail } from './request-account-email.ts';
import type { UserKey } from './user-view.ts';

/**
 * Takes away the second factor of somebody who lost it, ends their sessions, and notes the email that tells them.
 * @returns null where they have none
 */
export async function removeSecondFactor(
  db: Db,
  { requestedBy, now, ...key }: UserKey & { readonly requestedBy: PrincipalId; readonly now: Date },
): Promise<AccountEmailInput | null> {
  return db.transaction(async (tx) => {
    const [person] = await tx
      .select({ authUserId: user.id, isOn: user.twoFactorEnabled })
      .from(principals)
      .innerJoin(user, eq(user.id, principals.authUserId))
      .where(and(eq(principals.firmId, key.firmId), eq(principals.id, key.principalId)))
      .for('update');
    if (person?.isOn !== true) return null;
    await tx.delete(twoFactor).where(eq(twoFactor.userId, person.authUserId));
    await tx.update(user).set({ twoFactorEnabled: false }).where(eq(user.id, person.authUserId));
    await tx.delete(session).where(eq(session.userId, person.authUserId));
    const by = { firmId: key.firmId, principalId: requestedBy, at: now };
    const { principalId } = key;
    await appendFirmEvent(tx, by, { type: 'user.second_factor_removed', data: { principalId } });
    return requestAccountEmail(tx, { ...key, kind: 'second_factor_reset', requestedBy, now });
  });
}

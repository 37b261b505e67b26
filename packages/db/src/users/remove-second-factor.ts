import { and, eq } from 'drizzle-orm';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import type { PrincipalId } from '@makewhole/domain/ids';
import {
  OPERATOR,
  appendFirmEvent,
  type ChangedBy,
  type ChangedByOperator,
} from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { session, twoFactor, user } from '../schema/auth.ts';
import { principals } from '../schema/firms.ts';
import { requestAccountEmail } from './request-account-email.ts';

/**
 * Removes the second factor of somebody who lost it, ends their sessions, and records the email that notifies them.
 * @returns null if they have none
 */
export async function removeSecondFactor(
  db: Db,
  by: ChangedBy | ChangedByOperator,
  principalId: PrincipalId,
): Promise<AccountEmailInput | null> {
  return db.transaction(async (tx) => {
    const [person] = await tx
      .select({ authUserId: user.id, isOn: user.twoFactorEnabled })
      .from(principals)
      .innerJoin(user, eq(user.id, principals.authUserId))
      .where(and(eq(principals.firmId, by.firmId), eq(principals.id, principalId)))
      .for('update');
    if (person?.isOn !== true) return null;
    await tx.delete(twoFactor).where(eq(twoFactor.userId, person.authUserId));
    await tx.update(user).set({ twoFactorEnabled: false }).where(eq(user.id, person.authUserId));
    await tx.delete(session).where(eq(session.userId, person.authUserId));
    await appendFirmEvent(tx, by, { type: 'user.second_factor_removed', data: { principalId } });
    const requestedBy = by.principalId === OPERATOR ? null : by.principalId;
    const email = { firmId: by.firmId, principalId, kind: 'second_factor_reset', requestedBy } as const;
    return requestAccountEmail(tx, { ...email, now: by.at });
  });
}

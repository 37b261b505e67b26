import type { AccountChange } from '@makewhole/domain/account-emails';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import { findPrincipalByAuthUser } from './find-principal-by-auth-user.ts';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { requestAccountEmail } from './request-account-email.ts';

/**
 * Records a change to a person's own account: an event in the firm's timeline, and an email to them, unless it is the
 * first password of somebody who never signed in.
 * @returns the email to send; null if there is none
 */
export async function recordAccountChange(
  db: Db,
  {
    authUserId,
    change,
    now,
  }: { readonly authUserId: string; readonly change: AccountChange; readonly now: Date },
): Promise<AccountEmailInput | null> {
  const person = await findPrincipalByAuthUser(db, { authUserId });
  if (person === null) return null;
  const { firmId, principalId, lastSignInAt } = person;
  return db.transaction(async (tx) => {
    const by = { firmId, principalId, at: now };
    await appendFirmEvent(tx, by, { type: `account.${change}`, data: { principalId } });
    if (lastSignInAt === null) return null;
    return requestAccountEmail(tx, { firmId, principalId, kind: change, requestedBy: principalId, now });
  });
}

// Ends the lock of a sign-in before its time: whoever reads the person's mail is the person (PCI DSS 8.3.4).
import { createHash } from 'node:crypto';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import type { Db } from '../connect.ts';
import { accountEmails } from '../schema/account-emails.ts';
import { twoFactor, user, verification } from '../schema/auth.ts';
import { principals } from '../schema/firms.ts';
import { forgetTries } from './attempt-limits.ts';
import type { UserKey } from './user-view.ts';

/** The person whose sign-in it is. */
export type LockedPerson = UserKey & { readonly authUserId: string; readonly email: string };

/**
 * Activates the link of an email about a lock, for one use, until it expires. Only a hash of the token is stored, under a
 * name that better-auth looks for nowhere: the link signs nobody in and sets no password.
 * @throws if the person was disabled since the email was read
 */
export async function addUnlockLink(
  db: Db,
  { firmId, emailId }: AccountEmailInput,
  { token, expiresAt }: { readonly token: string; readonly expiresAt: Date },
): Promise<void> {
  const [person] = await db
    .select({ authUserId: principals.authUserId })
    .from(accountEmails)
    .innerJoin(principals, eq(principals.id, accountEmails.principalId))
    .where(
      and(eq(accountEmails.firmId, firmId), eq(accountEmails.id, emailId), isNull(principals.disabledAt)),
    );
  const authUserId = person?.authUserId ?? null;
  if (authUserId === null) throw new Error(`Nobody may have a link by the email ${emailId}`);
  await db
    .insert(verification)
    .values({ id: v7(), identifier: identifierOf(token), value: authUserId, expiresAt });
}

/** Uses such a link up, and ends the lock. @returns whose it was; null if the link is unknown, used or expired */
export async function unlockSignIn(
  db: Db,
  { token, now }: { readonly token: string; readonly now: Date },
): Promise<LockedPerson | null> {
  return db.transaction(async (tx) => {
    const [link] = await tx
      .delete(verification)
      .where(and(eq(verification.identifier, identifierOf(token)), gt(verification.expiresAt, now)))
      .returning({ authUserId: verification.value });
    if (link === undefined) return null;
    return endLock(tx, link.authUserId);
  });
}

/** Ends whatever locks a person's sign-in, by password or by code; null if nobody has it, or they are disabled. */
export async function endLock(db: Db, authUserId: string): Promise<LockedPerson | null> {
  const [person] = await db
    .select({ firmId: principals.firmId, principalId: principals.id, email: user.email })
    .from(principals)
    .innerJoin(user, eq(user.id, principals.authUserId))
    .where(and(eq(user.id, authUserId), isNull(principals.disabledAt)));
  if (person === undefined) return null;
  for (const what of [signInOf(person.email), `account:${authUserId}`]) await forgetTries(db, what);
  await db
    .update(twoFactor)
    .set({ failedVerificationCount: 0, lockedUntil: null })
    .where(eq(twoFactor.userId, authUserId));
  return { ...person, authUserId };
}

/** The name under which the tries at a sign-in are counted. */
export function signInOf(email: string): string {
  return `account:${email.toLowerCase()}`;
}

function identifierOf(token: string): string {
  return createHash('sha256').update(`unlock-sign-in:${token}`).digest('base64url');
}

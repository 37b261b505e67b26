import { and, eq, isNull, sql } from 'drizzle-orm';
import type { AccountEmailAbout, AccountEmailKind } from '@makewhole/domain/account-emails';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import type { AccountEmailId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { accountEmails } from '../schema/account-emails.ts';
import { user } from '../schema/auth.ts';
import { principals } from '../schema/firms.ts';
import type { UserKey } from './user-view.ts';

export type AccountEmailRequest = UserKey & {
  readonly kind: AccountEmailKind;
  readonly requestedBy: PrincipalId | null;
  readonly now: Date;
  readonly about?: AccountEmailAbout;
};

/** Records an email to a person about their account. */
export async function requestAccountEmail(
  db: Db,
  { firmId, principalId, kind, requestedBy, now, about }: AccountEmailRequest,
): Promise<AccountEmailInput> {
  const emailId = newId<AccountEmailId>('ae');
  await db
    .insert(accountEmails)
    .values({ id: emailId, firmId, principalId, kind, requestedBy, requestedAt: now, about });
  return { firmId, emailId };
}

/** Records an email with a password-reset link for the person who signs in with that address; null if nobody does. */
export async function requestPasswordReset(
  db: Db,
  { email, now }: { readonly email: string; readonly now: Date },
): Promise<AccountEmailInput | null> {
  const [person] = await db
    .select({ firmId: principals.firmId, principalId: principals.id })
    .from(principals)
    .innerJoin(user, eq(user.id, principals.authUserId))
    .where(and(eq(user.email, sql`lower(${email})`), isNull(principals.disabledAt)));
  if (person === undefined) return null;
  return requestAccountEmail(db, { ...person, kind: 'password_reset', requestedBy: null, now });
}

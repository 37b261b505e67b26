import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { accountEmails } from '../schema/account-emails.ts';
import { principals } from '../schema/firms.ts';
import { hasPassword, hasSecondFactor, type UserKey, type UserView } from './user-view.ts';

/** More than any firm that we know has; nobody is invited beyond it. */
export const USERS_MAX = 200;

/** The people of a firm who have, or had, a sign-in to the portal (R11), by name: USERS_MAX at most. */
export function listUsers(db: Db, { firmId }: { readonly firmId: FirmId }): Promise<UserView[]> {
  return select(db, firmId, null);
}

/** One of them; null if the firm has no such person. */
export async function findUser(db: Db, { firmId, principalId }: UserKey): Promise<UserView | null> {
  const [found] = await select(db, firmId, principalId);
  return found ?? null;
}

async function select(db: Db, firmId: FirmId, principalId: PrincipalId | null): Promise<UserView[]> {
  const newest = db
    .select({
      requestedAt: accountEmails.requestedAt,
      sentAt: accountEmails.sentAt,
      failedAt: accountEmails.failedAt,
      lastError: accountEmails.lastError,
    })
    .from(accountEmails)
    .where(
      and(
        eq(accountEmails.firmId, principals.firmId),
        eq(accountEmails.principalId, principals.id),
        eq(accountEmails.kind, 'invitation'),
      ),
    )
    .orderBy(desc(accountEmails.id))
    .limit(1)
    .as('newest');
  const rows = await db
    .select({
      id: principals.id,
      name: principals.name,
      email: principals.email,
      role: principals.role,
      disabledAt: principals.disabledAt,
      lastSignInAt: principals.lastSignInAt,
      hasPassword,
      hasSecondFactor,
      requestedAt: newest.requestedAt,
      sentAt: newest.sentAt,
      failedAt: newest.failedAt,
      lastError: newest.lastError,
    })
    .from(principals)
    .leftJoinLateral(newest, sql`true`)
    .where(
      and(
        eq(principals.firmId, firmId),
        eq(principals.kind, 'user'),
        principalId === null ? undefined : eq(principals.id, principalId),
      ),
    )
    .orderBy(asc(principals.name), asc(principals.id))
    .limit(USERS_MAX);
  return rows.flatMap(({ email, role, disabledAt, requestedAt, sentAt, failedAt, lastError, ...row }) => {
    if (email === null || role === null) return [];
    const { hasPassword, ...shown } = row;
    const invitation =
      requestedAt === null || hasPassword ? null : { requestedAt, sentAt, failedAt, lastError };
    const status = disabledAt !== null ? 'disabled' : hasPassword ? 'active' : 'invited';
    return [{ ...shown, email, role, status, invitation }];
  });
}

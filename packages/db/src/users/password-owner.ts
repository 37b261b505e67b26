import { createHash } from 'node:crypto';
import { and, desc, eq, gt } from 'drizzle-orm';
import { PASSWORDS_REMEMBERED, type PasswordOwner } from '@makewhole/domain/password-policy';
import type { Db } from '../connect.ts';
import { passwordHistory, user, verification } from '../schema/auth.ts';
import { firms, principals } from '../schema/firms.ts';

/** Whose password is to be set, with the hashes of the last four (PCI DSS 8.3.7). */
export type PasswordOwnerFacts = PasswordOwner & { readonly hashes: readonly string[] };

export async function findPasswordOwner(db: Db, authUserId: string): Promise<PasswordOwnerFacts | null> {
  const [person] = await db
    .select({ email: user.email, name: user.name, firmName: firms.name })
    .from(user)
    .innerJoin(principals, eq(principals.authUserId, user.id))
    .innerJoin(firms, eq(firms.id, principals.firmId))
    .where(eq(user.id, authUserId));
  if (person === undefined) return null;
  const remembered = await db
    .select({ hash: passwordHistory.hash })
    .from(passwordHistory)
    .where(eq(passwordHistory.userId, authUserId))
    .orderBy(desc(passwordHistory.id))
    .limit(PASSWORDS_REMEMBERED);
  return { ...person, hashes: remembered.map(({ hash }) => hash) };
}

/** Whose password a link sets; null if the link is unknown or has expired. It is stored as better-auth looks for it. */
export function findUserOfPasswordLink(
  db: Db,
  { token, now }: { readonly token: string; readonly now: Date },
): Promise<string | null> {
  return findUserOf(db, `reset-password:${token}`, now);
}

/** Who gave the right password and must still give a code, by email; null if that step is unknown or has expired. */
export async function findEmailOfSecondStep(
  db: Db,
  { step, now }: { readonly step: string; readonly now: Date },
): Promise<string | null> {
  return findEmailOf(db, await findUserOf(db, step, now));
}

/** Whose password a link sets, by email; null if the link is unknown or has expired. */
export async function findEmailOfPasswordLink(
  db: Db,
  link: { readonly token: string; readonly now: Date },
): Promise<string | null> {
  return findEmailOf(db, await findUserOfPasswordLink(db, link));
}

async function findEmailOf(db: Db, userId: string | null): Promise<string | null> {
  if (userId === null) return null;
  const [person] = await db.select({ email: user.email }).from(user).where(eq(user.id, userId));
  return person?.email ?? null;
}

async function findUserOf(db: Db, identifier: string, now: Date): Promise<string | null> {
  const hashed = createHash('sha256').update(identifier).digest('base64url');
  const [found] = await db
    .select({ userId: verification.value })
    .from(verification)
    .where(and(eq(verification.identifier, hashed), gt(verification.expiresAt, now)));
  return found?.userId ?? null;
}

import { and, count, eq, gt } from 'drizzle-orm';
import { v7 } from 'uuid';
import { INVITATIONS_A_DAY_MAX } from '@makewhole/domain/account-emails';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import { RESEND_PAUSE_SECONDS } from '@makewhole/domain/contracts/resend-email';
import type { Role } from '@makewhole/domain/roles';
import {
  OPERATOR,
  appendFirmEvent,
  type ChangedBy,
  type ChangedByOperator,
} from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { createPrincipal } from './create-principal.ts';
import { accountEmails } from '../schema/account-emails.ts';
import { user } from '../schema/auth.ts';
import { firms, principals } from '../schema/firms.ts';
import { USERS_MAX, findUser } from './list-users.ts';
import { requestAccountEmail } from './request-account-email.ts';
import type { UserKey } from './user-view.ts';

export type Invitation = {
  readonly firmId: FirmId;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly invitedBy: PrincipalId;
  readonly now: Date;
};

export type InviteOutcome =
  | { readonly kind: 'invited'; readonly principalId: PrincipalId; readonly email: AccountEmailInput }
  | { readonly kind: 'email_taken' | 'too_many_users' };

/** Adds a person to a firm, with a sign-in that has no password yet, and records the email that invites them. */
export async function inviteUser(
  db: Db,
  { firmId, name, email, role, invitedBy, now }: Invitation,
): Promise<InviteOutcome> {
  return db.transaction(async (tx) => {
    // One at a time per firm, so that its users are counted correctly.
    await tx.select({ id: firms.id }).from(firms).where(eq(firms.id, firmId)).for('update');
    const [people] = await tx
      .select({ count: count() })
      .from(principals)
      .where(and(eq(principals.firmId, firmId), eq(principals.kind, 'user')));
    if ((people?.count ?? 0) >= USERS_MAX) return { kind: 'too_many_users' };
    const by = { firmId, principalId: invitedBy, at: now };
    const added = await addInvited(tx, by, { name, email, role });
    return added === null ? { kind: 'email_taken' } : { kind: 'invited', ...added };
  });
}

type Invited = { readonly principalId: PrincipalId; readonly email: AccountEmailInput };

/**
 * Adds the person with a sign-in that has no password yet, the event and the email that invites them. The caller locks
 * the firm.
 * @returns null if somebody already signs in with that address
 */
export async function addInvited(
  tx: Db,
  by: ChangedBy | ChangedByOperator,
  { name, email, role }: Pick<Invitation, 'name' | 'email' | 'role'>,
): Promise<Invited | null> {
  const { firmId, at: now } = by;
  const address = email.toLowerCase();
  const authUserId = await addUser(tx, name, address);
  if (authUserId === null) return null;
  const principalId = await createPrincipal(tx, { firmId, kind: 'user', name, email: address, role });
  const invitedBy = by.principalId === OPERATOR ? null : by.principalId;
  await tx
    .update(principals)
    .set({ authUserId, letInBy: invitedBy, letInAt: now })
    .where(eq(principals.id, principalId));
  await appendFirmEvent(tx, by, { type: 'user.invited', data: { principalId, role } });
  const wanted = { firmId, principalId, kind: 'invitation', requestedBy: invitedBy, now } as const;
  return { principalId, email: await requestAccountEmail(tx, wanted) };
}

export type InviteAgainOutcome =
  | { readonly kind: 'invited'; readonly email: AccountEmailInput }
  | { readonly kind: 'user_not_found' | 'not_invited' | 'too_many' }
  | { readonly kind: 'too_soon'; readonly retryAfterSeconds: number };

/** Records another invitation to somebody who has not accepted one. Its link ends the earlier ones. */
export async function inviteAgain(
  db: Db,
  { invitedBy, now, ...key }: UserKey & { readonly invitedBy: PrincipalId; readonly now: Date },
): Promise<InviteAgainOutcome> {
  const isThem = and(eq(principals.firmId, key.firmId), eq(principals.id, key.principalId));
  return db.transaction(async (tx) => {
    // One at a time, so that they are counted correctly.
    await tx.select({ id: principals.id }).from(principals).where(isThem).for('no key update');
    const person = await findUser(tx, key);
    if (person === null) return { kind: 'user_not_found' };
    if (person.status !== 'invited') return { kind: 'not_invited' };
    const lastAt = person.invitation?.requestedAt.getTime() ?? 0;
    const waitMs = lastAt + RESEND_PAUSE_SECONDS * 1_000 - now.getTime();
    if (waitMs > 0) return { kind: 'too_soon', retryAfterSeconds: Math.ceil(waitMs / 1_000) };
    if ((await countInvitations(tx, key, now)) >= INVITATIONS_A_DAY_MAX) return { kind: 'too_many' };
    const email = await requestAccountEmail(tx, { ...key, kind: 'invitation', requestedBy: invitedBy, now });
    return { kind: 'invited', email };
  });
}

/** Those of the last 24 hours. */
function countInvitations(tx: Db, { firmId, principalId }: UserKey, now: Date): Promise<number> {
  const { kind, requestedAt } = accountEmails;
  const ofPerson = and(eq(accountEmails.firmId, firmId), eq(accountEmails.principalId, principalId));
  const since = new Date(now.getTime() - 24 * 3_600_000);
  return tx.$count(accountEmails, and(ofPerson, eq(kind, 'invitation'), gt(requestedAt, since)));
}

/** @returns null if somebody already signs in with that address */
async function addUser(db: Db, name: string, email: string): Promise<string | null> {
  const added = await db
    .insert(user)
    // Opening the invitation's link proves that they have the address.
    .values({ id: v7(), name, email, emailVerified: true })
    .onConflictDoNothing()
    .returning({ id: user.id });
  return added[0]?.id ?? null;
}

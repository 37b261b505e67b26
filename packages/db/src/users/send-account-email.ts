import { createHash } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { v7 } from 'uuid';
import type { AccountEmailAbout, AccountEmailKind } from '@makewhole/domain/account-emails';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import type { Db } from '../connect.ts';
import { accountEmails } from '../schema/account-emails.ts';
import { verification } from '../schema/auth.ts';
import { firms, principals } from '../schema/firms.ts';

export type AccountEmailFacts = {
  readonly kind: AccountEmailKind;
  readonly about: AccountEmailAbout | null;
  readonly hasEnded: boolean;
  /** Whether the mail server accepted it. */
  readonly wasSent: boolean;
  readonly name: string;
  readonly email: string | null;
  readonly authUserId: string | null;
  readonly isDisabled: boolean;
  /** Who requested it, if that was somebody else. */
  readonly requester: string | null;
  readonly firmName: string;
  readonly timeZone: string;
  readonly requestedAt: Date;
};

/** What its activity needs to know. @throws if the firm has no such email */
export async function findAccountEmail(
  db: Db,
  { firmId, emailId }: AccountEmailInput,
): Promise<AccountEmailFacts> {
  const requesters = alias(principals, 'requesters');
  const [found] = await db
    .select({
      kind: accountEmails.kind,
      about: accountEmails.about,
      sentAt: accountEmails.sentAt,
      failedAt: accountEmails.failedAt,
      requestedAt: accountEmails.requestedAt,
      name: principals.name,
      email: principals.email,
      authUserId: principals.authUserId,
      disabledAt: principals.disabledAt,
      requester: requesters.name,
      firmName: firms.name,
      timeZone: firms.timeZone,
    })
    .from(accountEmails)
    .innerJoin(firms, eq(firms.id, accountEmails.firmId))
    .innerJoin(principals, eq(principals.id, accountEmails.principalId))
    .leftJoin(requesters, eq(requesters.id, accountEmails.requestedBy))
    .where(and(eq(accountEmails.firmId, firmId), eq(accountEmails.id, emailId)));
  if (found === undefined) throw new Error(`There is no account email ${emailId}`);
  const { sentAt, failedAt, disabledAt, ...facts } = found;
  const hasEnded = sentAt !== null || failedAt !== null;
  return {
    ...facts,
    hasEnded,
    wasSent: sentAt !== null,
    isDisabled: disabledAt !== null,
  };
}

/**
 * Activates the link of an email, for one use, until it expires: whoever has the token may set the person's password.
 * Ends every other link of theirs. Stored where better-auth looks for it (verification.storeIdentifier): only a hash
 * of the token, so that nobody can read a link from the database.
 * @throws if a password was set, or the person was disabled, since the email was read: the next attempt reads it again
 */
export async function addPasswordLink(
  db: Db,
  { firmId, emailId }: AccountEmailInput,
  { token, expiresAt }: { readonly token: string; readonly expiresAt: Date },
): Promise<void> {
  const email = and(eq(accountEmails.firmId, firmId), eq(accountEmails.id, emailId));
  await db.transaction(async (tx) => {
    // The person first, then the email: disabling a person locks them in the same order.
    const [person] = await tx
      .select({ authUserId: principals.authUserId })
      .from(principals)
      .innerJoin(accountEmails, eq(accountEmails.principalId, principals.id))
      .where(and(email, isNull(principals.disabledAt)))
      .for('no key update', { of: principals });
    const authUserId = person?.authUserId ?? null;
    if (authUserId === null) throw new Error(`Nobody may have a link by the email ${emailId}`);
    await tx
      .delete(verification)
      .where(and(eq(verification.value, authUserId), eq(verification.isPasswordLink, true)));
    const open = await tx
      .select({ id: accountEmails.id })
      .from(accountEmails)
      .where(openEmail({ firmId, emailId }))
      .for('update');
    if (open.length === 0) throw new Error(`The email ${emailId} is not to be sent any more`);
    const identifier = createHash('sha256').update(`reset-password:${token}`).digest('base64url');
    const link = { id: v7(), identifier, value: authUserId, isPasswordLink: true, expiresAt };
    await tx.insert(verification).values(link);
  });
}

/** Records that the mail server accepted it. */
export async function markAccountEmailSent(db: Db, key: AccountEmailInput, at: Date): Promise<void> {
  await db.update(accountEmails).set({ sentAt: at, lastError: null }).where(openEmail(key));
}

/** Records a failed attempt, or, with `final`, that we gave up. */
export async function markAccountEmailFailed(
  db: Db,
  key: AccountEmailInput,
  { error, final, at }: { readonly error: string | null; readonly final: boolean; readonly at: Date },
): Promise<void> {
  await db
    .update(accountEmails)
    .set({ ...(error !== null && { lastError: error }), ...(final && { failedAt: at }) })
    .where(openEmail(key));
}

function openEmail({ firmId, emailId }: AccountEmailInput) {
  return and(
    eq(accountEmails.firmId, firmId),
    eq(accountEmails.id, emailId),
    isNull(accountEmails.sentAt),
    isNull(accountEmails.failedAt),
  );
}

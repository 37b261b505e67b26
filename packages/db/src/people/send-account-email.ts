import { createHash } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { v7 } from 'uuid';
import type { AccountEmailInput, AccountEmailKind } from '@makewhole/domain/account-emails';
import { findFirm } from '../access/find-firm.ts';
import type { Db } from '../connect.ts';
import { accountEmails } from '../schema/account-emails.ts';
import { verification } from '../schema/auth.ts';
import { principals } from '../schema/firms.ts';

export type AccountEmailFacts = {
  readonly kind: AccountEmailKind;
  readonly hasEnded: boolean;
  readonly name: string;
  readonly email: string | null;
  readonly authUserId: string | null;
  readonly isDisabled: boolean;
  /** Who asked for it, where that was somebody else. */
  readonly requester: string | null;
  readonly firmName: string;
  readonly timeZone: string;
  readonly requestedAt: Date;
};

/** What its activity needs to know. @throws where the firm has no such email */
export async function findAccountEmail(
  db: Db,
  { firmId, emailId }: AccountEmailInput,
): Promise<AccountEmailFacts> {
  const requesters = alias(principals, 'requesters');
  const [found] = await db
    .select({
      kind: accountEmails.kind,
      sentAt: accountEmails.sentAt,
      failedAt: accountEmails.failedAt,
      requestedAt: accountEmails.requestedAt,
      name: principals.name,
      email: principals.email,
      authUserId: principals.authUserId,
      disabledAt: principals.disabledAt,
      requester: requesters.name,
    })
    .from(accountEmails)
    .innerJoin(principals, eq(principals.id, accountEmails.principalId))
    .leftJoin(requesters, eq(requesters.id, accountEmails.requestedBy))
    .where(and(eq(accountEmails.firmId, firmId), eq(accountEmails.id, emailId)));
  if (found === undefined) throw new Error(`There is no account email ${emailId}`);
  const { name: firmName, timeZone } = await findFirm(db, { firmId });
  const { sentAt, failedAt, disabledAt, ...facts } = found;
  const hasEnded = sentAt !== null || failedAt !== null;
  return { ...facts, hasEnded, isDisabled: disabledAt !== null, firmName, timeZone };
}

/**
 * Makes a link work, once, until it expires: whoever has the token may set the person's password. Kept as better-auth
 * looks for it (verification.storeIdentifier): only a hash of the token, so that nobody reads a link in the database.
 */
export async function addPasswordLink(
  db: Db,
  link: { readonly authUserId: string; readonly token: string; readonly expiresAt: Date },
): Promise<void> {
  const identifier = createHash('sha256').update(`reset-password:${link.token}`).digest('base64url');
  await db
    .insert(verification)
    .values({ id: v7(), identifier, value: link.authUserId, expiresAt: link.expiresAt });
}

/** Notes that the mail server has it. */
export async function markAccountEmailSent(db: Db, key: AccountEmailInput, at: Date): Promise<void> {
  await db.update(accountEmails).set({ sentAt: at, lastError: null }).where(openEmail(key));
}

/** Notes that a try failed, or, with `final`, that it is given up. */
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

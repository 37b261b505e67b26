import { findPrincipalByAuthUser } from '@makewhole/db/access/find-principal-by-auth-user';
import { markAccountEmailStarted } from '@makewhole/db/people/account-email-start';
import { requestAccountEmail } from '@makewhole/db/people/request-account-email';
import type { AccountEmailInput, AccountEmailKind } from '@makewhole/domain/account-emails';
import type { Services } from '../context.ts';

type Mailing = Pick<Services, 'background' | 'db' | 'engine'>;

/** Notes an email to somebody about their own account, and has it sent. */
export async function mailPerson(
  services: Mailing,
  authUserId: string,
  kind: AccountEmailKind,
): Promise<void> {
  const person = await findPrincipalByAuthUser(services.db, { authUserId });
  if (person === null) return;
  const { firmId, principalId } = person;
  const request = { firmId, principalId, kind, requestedBy: principalId, now: new Date() };
  sendAccountEmail(services, await requestAccountEmail(services.db, request));
}

/** Tells a person that their password was changed by a link; not who has just set their first one. */
export async function tellOfNewPassword(services: Mailing, authUserId: string): Promise<void> {
  const person = await findPrincipalByAuthUser(services.db, { authUserId });
  if (person !== null && person.lastSignInAt !== null)
    await mailPerson(services, authUserId, 'password_changed');
}

/** Nobody waits for it: the email is noted, and is sent whenever Temporal is there. */
export function sendAccountEmail({ background, db, engine }: Mailing, noted: AccountEmailInput): void {
  background.run(`the workflow of ${noted.emailId} was not started; the sweep will start it`, async () => {
    await markAccountEmailStarted(db, noted, await engine.startAccountEmail(noted));
  });
}

// Links to set a password, and the emails that bring them, as the tests of people need them.
import { randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { findSignIn } from '@makewhole/db/users/find-sign-in';
import { requestAccountEmail } from '@makewhole/db/users/request-account-email';
import { addPasswordLink, findAccountEmail } from '@makewhole/db/users/send-account-email';
import { accountEmails } from '@makewhole/db/schema/account-emails';
import type { AccountEmailKind } from '@makewhole/domain/account-emails';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import { asId, type PrincipalId } from '@makewhole/domain/ids';
import { PORTAL_URL, type ApiWorld } from './api-world.ts';
import { call } from './call.ts';

export const NEW_PASSWORD = 'quite another long password';

type Wanted = { readonly kind?: AccountEmailKind; readonly expiresInMs?: number };

export type Links = ReturnType<typeof createLinks>;

export function createLinks({ db, url }: Pick<ApiWorld, 'db' | 'url'>) {
  const isTo = (id: string) => eq(accountEmails.principalId, asId<PrincipalId>(id));

  async function emailsOf(id: string): Promise<AccountEmailInput[]> {
    const rows = await db.select().from(accountEmails).where(isTo(id)).orderBy(accountEmails.id);
    return rows.map(({ firmId, id: emailId }) => ({ firmId, emailId }));
  }

  return {
    /** A link as the worker makes it when it sends an email. */
    async linkFor(
      email: string,
      { kind = 'password_reset', expiresInMs = 60_000 }: Wanted = {},
    ): Promise<string> {
      const person = await findSignIn(db, email);
      if (person === null) throw new Error(`Nobody signs in by ${email}`);
      const noted = await requestAccountEmail(db, { ...person, kind, requestedBy: null, now: new Date() });
      const token = randomBytes(32).toString('base64url');
      await addPasswordLink(db, noted, { token, expiresAt: new Date(Date.now() + expiresInMs) });
      return token;
    },

    setPassword: (token: string, newPassword = NEW_PASSWORD) =>
      call<{ code?: string }>(url, 'POST /auth/reset-password', {
        body: { token, newPassword },
        headers: { origin: PORTAL_URL },
      }),

    /** The emails that were noted for a person. */
    async mailedTo(id: string) {
      return Promise.all((await emailsOf(id)).map((email) => findAccountEmail(db, email)));
    },

    async invitationOf({ id }: { readonly id: string }): Promise<AccountEmailInput> {
      const [email] = await emailsOf(id);
      if (email === undefined) throw new Error('No invitation was noted');
      return email;
    },

    /** Makes what was mailed to a person that much older. */
    async passMinutes(id: string, minutes: number): Promise<void> {
      const earlier = sql`${accountEmails.requestedAt} - make_interval(mins => ${minutes})`;
      await db.update(accountEmails).set({ requestedAt: earlier }).where(isTo(id));
    },
  };
}

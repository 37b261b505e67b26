import { randomBytes } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/activity';
import {
  addPasswordLink,
  findAccountEmail,
  markAccountEmailFailed,
  markAccountEmailSent,
  type AccountEmailFacts,
} from '@makewhole/db/users/send-account-email';
import { addUnlockLink } from '@makewhole/db/users/unlock-sign-in';
import { LINK_LIFETIME_MS } from '@makewhole/domain/account-emails';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import type { Instant } from '@makewhole/domain/bank-calendar';
import { composeAccountEmail, type AccountLink } from '../emails/compose-account-email.ts';
import { startActivityClock } from './activity-clock.ts';
import type { Dependencies } from './dependencies.ts';

type EmailInput = AccountEmailInput & { readonly at: Instant };

const TOKEN_BYTES = 32;

/**
 * Sends an email about an account. Each try creates a new one-time link, which invalidates the one before: the link
 * exists only in the mail. @returns whether the mail server accepted it; false if it never will
 */
export const sendAccountEmail =
  ({ db, mailer, portalUrl }: Dependencies) =>
  async (input: EmailInput): Promise<boolean> => {
    const clock = startActivityClock(input.at);
    const facts = await findAccountEmail(db, input);
    if (facts.hasEnded) return facts.wasSent;
    if (facts.email === null || facts.isDisabled) {
      await markAccountEmailFailed(db, input, { error: null, final: true, at: clock() });
      return false;
    }
    const link = await makeLink(db, input, facts);
    const to = { name: facts.name, address: facts.email };
    const sent = await mailer.send(
      composeAccountEmail(facts, { emailId: input.emailId, to, link, portalUrl }),
    );
    if (sent.kind === 'taken') {
      await markAccountEmailSent(db, input, clock());
      return true;
    }
    const final = sent.kind === 'refused';
    await markAccountEmailFailed(db, input, { error: sent.message, final, at: clock() });
    // What the server said may quote an address: it is kept with the email, not in the history.
    if (!final)
      throw ApplicationFailure.retryable('The mail server did not take the email', 'mail_unavailable');
    return false;
  };

/** Records that the email is given up. */
export const giveUpAccountEmail =
  ({ db }: Dependencies) =>
  (input: EmailInput): Promise<void> =>
    markAccountEmailFailed(db, input, { error: null, final: true, at: startActivityClock(input.at)() });

/** By the machine's clock, the one better-auth checks a link's expiry against. */
async function makeLink(
  db: Dependencies['db'],
  email: AccountEmailInput,
  { kind, authUserId }: AccountEmailFacts,
): Promise<AccountLink | null> {
  const lifetimeMs = LINK_LIFETIME_MS[kind];
  if (lifetimeMs === null || authUserId === null) return null;
  const link = {
    token: randomBytes(TOKEN_BYTES).toString('base64url'),
    expiresAt: new Date(Date.now() + lifetimeMs),
  };
  if (kind === 'sign_in_locked') await addUnlockLink(db, email, link);
  else await addPasswordLink(db, email, link);
  return link;
}

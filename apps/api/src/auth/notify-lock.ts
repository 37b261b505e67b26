import { recordAccessEvent } from '@makewhole/db/audit/access-events';
import { findSignIn } from '@makewhole/db/users/find-sign-in';
import { requestAccountEmail } from '@makewhole/db/users/request-account-email';
import { takeAttempt } from '@makewhole/db/users/attempt-limits';
import { LOCK_EMAILS_A_DAY_MAX } from '@makewhole/domain/sign-in-limits';
import type { Services } from '../context.ts';
import { sendAccountEmail } from './account-emails.ts';

const DAY_SECONDS = 24 * 60 * 60;

/**
 * Emails the person whose sign-in was locked the link that ends the lock. In the background, so that the answer takes as
 * long for an address that nobody signs in with.
 */
export function notifyLock(
  services: Pick<Services, 'background' | 'db' | 'workflows'>,
  { email, address }: { readonly email: string; readonly address: string },
): void {
  const { background, db } = services;
  background.run('the email about a locked sign-in was not recorded; the lock ends by itself', async () => {
    const person = await findSignIn(db, email);
    if (person === null) return;
    const { firmId, principalId } = person;
    const now = new Date();
    const event = { firmId, principalId, kind: 'sign_in_locked', address, data: {}, at: now } as const;
    await recordAccessEvent(db, event);
    const limit = { max: LOCK_EMAILS_A_DAY_MAX, windowSeconds: DAY_SECONDS };
    const asked = await takeAttempt(db, `lock-emails-to:${principalId}`, limit, now);
    if (asked.kind === 'too_many') return;
    const request = { firmId, principalId, kind: 'sign_in_locked', requestedBy: null, now } as const;
    sendAccountEmail(services, await requestAccountEmail(db, request));
  });
}

// Ends the lock of a sign-in (PCI DSS 8.3.4): whoever opens the emailed link is its person.
import { recordAccessEvent } from '@makewhole/db/audit/access-events';
import { takeAttempt } from '@makewhole/db/users/attempt-limits';
import { unlockSignIn } from '@makewhole/db/users/unlock-sign-in';
import { partyOf } from '@makewhole/domain/client-address';
import { countOfSignIn, forgetAttempts, tooMany } from '../auth/attempt-limits.ts';
import type { App, Services } from '../context.ts';
import { clientAddressOf } from '../http/client-address.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { unlockSignInRoute } from './routes.ts';

/** Per network address: many people in an office share one. */
const UNLOCKS_BY_ADDRESS = { max: 20, windowSeconds: 60 * 60 };

export function addUnlockHandlers(app: App, services: Services): void {
  const { db, knownBrowsers } = services;

  app.openapi(unlockSignInRoute, async (c) => {
    const { token } = c.req.valid('json');
    const now = new Date();
    const address = clientAddressOf(c, services);
    const asked = await takeAttempt(db, `unlock-from:${partyOf(address)}`, UNLOCKS_BY_ADDRESS, now);
    if (asked.kind === 'too_many') return problem(c, tooMany(asked.until, now));
    const person = await unlockSignIn(db, { token, now });
    if (person === null) return problem(c, LINK_ENDED);
    const { firmId, principalId, email } = person;
    await recordAccessEvent(db, {
      ...{ firmId, principalId, kind: 'sign_in_unlocked', address, data: {}, at: now },
    });
    const cookies = c.req.header('cookie') ?? null;
    await forgetAttempts(db, countOfSignIn(email, knownBrowsers.find(cookies, email)));
    // From now on the browser has a count of its own: a stranger's next ten tries do not lock it.
    c.header('set-cookie', knownBrowsers.remember(cookies, email));
    return c.json({}, 200);
  });
}

const LINK_ENDED: Refusal = {
  code: 'link_ended',
  detail: 'This link was used before, or its hour is over. Wait until the lock ends, or set a new password.',
};

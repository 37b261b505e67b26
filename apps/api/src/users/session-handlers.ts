// A person's own sessions (R11), without their tokens, and step-up.
import { APIError } from 'better-auth/api';
import { markStepUp } from '@makewhole/db/users/mark-step-up';
import { useCode } from '@makewhole/db/users/use-code';
import { isIdle } from '@makewhole/domain/sign-in-limits';
import { steppedUpUntil } from '../auth/step-up.ts';
import { countOfPerson, forgetAttempts, takeTries } from '../auth/attempt-limits.ts';
import { notifyLock } from '../auth/notify-lock.ts';
import { clientAddressOf } from '../http/client-address.ts';
import type { App, Services } from '../context.ts';
import { BUSY, problem, type Refusal } from '../http/problems.ts';
import { endOtherSessionsRoute, endSessionRoute, listSessionsRoute, stepUpRoute } from './routes.ts';

export function addSessionHandlers(app: App, services: Services): void {
  const { db, auth } = services;

  app.openapi(listSessionsRoute, async (c) => {
    const caller = c.get('caller');
    if (caller.kind !== 'user') return c.json({ data: [] }, 200);
    const sessions = await auth.api.listSessions({ headers: c.req.raw.headers });
    const now = new Date();
    const data = sessions
      // Nobody can use an idle one any more; it is deleted when somebody tries.
      .filter(({ lastActiveAt, createdAt }) => !isIdle(lastActiveAt ?? createdAt, now))
      .toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
      .map(({ id, createdAt, expiresAt, ipAddress, userAgent }) => ({
        id,
        startedAt: createdAt.toISOString(),
        endsAt: expiresAt.toISOString(),
        address: ipAddress || null,
        userAgent: userAgent || null,
        isThisOne: id === caller.session.id,
      }));
    return c.json({ data }, 200);
  });

  app.openapi(endSessionRoute, async (c) => {
    if (c.get('caller').kind !== 'user') return problem(c, SESSION_NOT_FOUND);
    const { headers } = c.req.raw;
    const { id } = c.req.valid('param');
    const session = (await auth.api.listSessions({ headers })).find((one) => one.id === id);
    if (session === undefined) return problem(c, SESSION_NOT_FOUND);
    await auth.api.revokeSession({ headers, body: { token: session.token } });
    return c.json({}, 200);
  });

  app.openapi(endOtherSessionsRoute, async (c) => {
    if (c.get('caller').kind === 'user') await auth.api.revokeOtherSessions({ headers: c.req.raw.headers });
    return c.json({}, 200);
  });

  app.openapi(stepUpRoute, async (c) => {
    const caller = c.get('caller');
    if (caller.kind !== 'user') {
      return problem(c, { code: 'forbidden', detail: 'API keys never need step-up.' });
    }
    const { session, authUserId, secondFactor } = caller;
    const proof = c.req.valid('json');
    if (secondFactor.isOn && proof.password !== undefined) return problem(c, CODE_NEEDED);
    const count = countOfPerson(authUserId);
    const proving = services.hashing.run(async () => {
      const tried = await takeTries(db, count, new Date());
      if (tried.kind === 'refused') return tried.refusal;
      const proved = await isProved(services, c.req.raw.headers, proof, authUserId);
      if (!proved && tried.isLast && caller.email !== null) {
        notifyLock(services, { email: caller.email, address: clientAddressOf(c, services) });
      }
      return proved ? null : NOT_PROVED;
    });
    const refusal = proving === null ? BUSY : await proving;
    if (refusal !== null) return problem(c, refusal);
    await forgetAttempts(db, count);
    const now = new Date();
    await markStepUp(db, { sessionId: session.id, now });
    return c.json({ until: (steppedUpUntil({ stepUpAt: now }, now) ?? now).toISOString() }, 200);
  });
}

const APP_CODE = /^\d{6}$/;

async function isProved(
  { db, auth }: Services,
  headers: Headers,
  { password, code }: { readonly password?: string | undefined; readonly code?: string | undefined },
  authUserId: string,
): Promise<boolean> {
  try {
    if (password !== undefined)
      return (await auth.api.verifyPassword({ headers, body: { password } })).status;
    if (code === undefined) return false;
    if (!APP_CODE.test(code)) {
      await auth.api.verifyBackupCode({ headers, body: { code, disableSession: true } });
      return true;
    }
    await auth.api.verifyTOTP({ headers, body: { code } });
    // better-auth accepts a code any number of times while it is valid.
    return await useCode(db, { authUserId, code, now: new Date() });
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) return false;
    throw error;
  }
}

const SESSION_NOT_FOUND: Refusal = {
  code: 'session_not_found',
  detail: 'You have no session with this ID. It may already have ended.',
};

const CODE_NEEDED: Refusal = {
  code: 'not_proved',
  detail:
    'You have a second factor, so the password alone is not enough. Send a code from your authenticator app, or a recovery code.',
};

const NOT_PROVED: Refusal = {
  code: 'not_proved',
  detail: 'The password or code is incorrect, expired or already used. Try again.',
};

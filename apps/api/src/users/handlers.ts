// A firm's portal users (R11), and how owners manage them.
import type { Context } from 'hono';
import { changeUser, endSessions, type ChangeUserOutcome } from '@makewhole/db/users/change-user';
import { inviteAgain, inviteUser, type InviteAgainOutcome } from '@makewhole/db/users/invite-user';
import { findUser, listUsers } from '@makewhole/db/users/list-users';
import { removeSecondFactor } from '@makewhole/db/users/remove-second-factor';
import { requestPasswordReset } from '@makewhole/db/users/request-account-email';
import { takeAttempt } from '@makewhole/db/users/attempt-limits';
import type { UserKey, UserView } from '@makewhole/db/users/user-view';
import { INVITATIONS_A_DAY_MAX, LINK_LIFETIME_MS } from '@makewhole/domain/account-emails';
import { partyOf } from '@makewhole/domain/client-address';
import { asId, type PrincipalId } from '@makewhole/domain/ids';
import { clientAddressOf } from '../http/client-address.ts';
import { STEP_UP_REQUIRED, lacksStepUp } from '../auth/step-up.ts';
import { tooMany } from '../auth/attempt-limits.ts';
import { changedBy } from '../auth/audit-actor.ts';
import type { ApiEnv, App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { sendAccountEmail } from '../auth/account-emails.ts';
import {
  changeUserRoute,
  endUserSessionsRoute,
  inviteAgainRoute,
  inviteUserRoute,
  listUsersRoute,
  removeSecondFactorRoute,
  requestPasswordResetRoute,
} from './routes.ts';
import { NOT_INVITED, TAKEN_BY_FIRM } from './not-invited.ts';
import type { UserBody } from './schemas.ts';

/** Per network address: many people in an office share one. */
const RESETS_BY_ADDRESS = { max: 20, windowSeconds: 60 * 60 };
/** Per person: further requests send no more email, and get the same answer. */
const RESETS_BY_PERSON = { max: 3, windowSeconds: 15 * 60 };

export function addUserHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(listUsersRoute, async (c) => {
    const users = await listUsers(db, c.get('caller'));
    return c.json({ data: users.map(userBody) }, 200);
  });

  app.openapi(inviteUserRoute, async (c) => {
    if (lacksStepUp(c.get('caller'))) return problem(c, STEP_UP_REQUIRED);
    const { firmId, principalId: invitedBy } = c.get('caller');
    const { name, email, role } = c.req.valid('json');
    const now = new Date();
    const invitation = { firmId, name: name.trim(), email, role, invitedBy, now };
    const outcome = await inviteUser(db, invitation);
    if (outcome.kind === 'email_taken') {
      const asked = await takeAttempt(db, `taken-emails-of:${firmId}`, TAKEN_BY_FIRM, now);
      if (asked.kind === 'too_many') return problem(c, tooMany(asked.until, now));
    }
    if (outcome.kind !== 'invited') return problem(c, NOT_INVITED[outcome.kind]);
    sendAccountEmail(services, outcome.email);
    return c.json(await bodyOf(services, { firmId, principalId: outcome.principalId }), 201);
  });

  app.openapi(changeUserRoute, async (c) => {
    const key = keyOf(c, c.req.valid('param').id);
    const changes = c.req.valid('json');
    if (key.principalId === c.get('caller').principalId) return problem(c, OWN_ACCOUNT);
    // Disabling somebody is never held up.
    const lets = changes.role !== undefined || changes.disabled === false;
    if (lets && lacksStepUp(c.get('caller'))) return problem(c, STEP_UP_REQUIRED);
    const outcome = await changeUser(db, changedBy(c), key.principalId, changes);
    if (outcome !== 'changed') return problem(c, NOT_CHANGED[outcome]);
    return c.json(await bodyOf(services, key), 200);
  });

  app.openapi(inviteAgainRoute, async (c) => {
    const key = keyOf(c, c.req.valid('param').id);
    const invitedBy = c.get('caller').principalId;
    const outcome = await inviteAgain(db, { ...key, invitedBy, now: new Date() });
    if (outcome.kind !== 'invited') return problem(c, notInvitedAgain(outcome));
    sendAccountEmail(services, outcome.email);
    return c.json(await bodyOf(services, key), 200);
  });

  app.openapi(removeSecondFactorRoute, async (c) => {
    const key = keyOf(c, c.req.valid('param').id);
    if (key.principalId === c.get('caller').principalId) return problem(c, OWN_ACCOUNT);
    if ((await findUser(db, key)) === null) return problem(c, USER_NOT_FOUND);
    if (lacksStepUp(c.get('caller'))) return problem(c, STEP_UP_REQUIRED);
    const recorded = await removeSecondFactor(db, changedBy(c), key.principalId);
    if (recorded !== null) sendAccountEmail(services, recorded);
    return c.json(await bodyOf(services, key), 200);
  });

  app.openapi(endUserSessionsRoute, async (c) => {
    const key = keyOf(c, c.req.valid('param').id);
    if ((await findUser(db, key)) === null) return problem(c, USER_NOT_FOUND);
    await endSessions(db, changedBy(c), key.principalId);
    return c.json(await bodyOf(services, key), 200);
  });

  app.openapi(requestPasswordResetRoute, async (c) => {
    const { email } = c.req.valid('json');
    const now = new Date();
    const address = clientAddressOf(c, services);
    const byAddress = await takeAttempt(db, `reset-from:${partyOf(address)}`, RESETS_BY_ADDRESS, now);
    if (byAddress.kind === 'too_many') return problem(c, tooMany(byAddress.until, now));
    const byPerson = await takeAttempt(db, `reset-of:${email.toLowerCase()}`, RESETS_BY_PERSON, now);
    const recorded = byPerson.kind === 'taken' ? await requestPasswordReset(db, { email, now }) : null;
    if (recorded !== null) sendAccountEmail(services, recorded);
    return c.json({}, 202);
  });
}

function keyOf(c: Context<ApiEnv>, id: string): UserKey {
  return { firmId: c.get('caller').firmId, principalId: asId<PrincipalId>(id) };
}

async function bodyOf({ db }: Services, key: UserKey): Promise<UserBody> {
  const user = await findUser(db, key);
  if (user === null) throw new Error(`The user ${key.principalId} vanished`);
  return userBody(user);
}

function userBody({ lastSignInAt, invitation, ...user }: UserView): UserBody {
  return {
    ...user,
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
    invitation: invitation === null ? null : invitationBody(invitation),
  };
}

function invitationBody(invitation: NonNullable<UserView['invitation']>): UserBody['invitation'] {
  const { requestedAt, sentAt, failedAt, lastError } = invitation;
  const lifetimeMs = LINK_LIFETIME_MS.invitation ?? 0;
  return {
    status: sentAt !== null ? 'sent' : failedAt !== null ? 'failed' : 'not_sent_yet',
    requestedAt: requestedAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
    expiresAt: sentAt === null ? null : new Date(sentAt.getTime() + lifetimeMs).toISOString(),
    lastError,
  };
}

const USER_NOT_FOUND: Refusal = {
  code: 'user_not_found',
  detail: 'Your firm has no user with this ID. Reload the list of users.',
};

const OWN_ACCOUNT: Refusal = {
  code: 'own_account',
  detail: 'You cannot change your own role or access. Ask another owner of your firm.',
};

const NOT_WAITING: Refusal = {
  code: 'not_invited',
  detail: 'This person has already set a password or is disabled, so there is no invitation to resend.',
};

function notInvitedAgain(outcome: Exclude<InviteAgainOutcome, { kind: 'invited' }>): Refusal {
  switch (outcome.kind) {
    case 'user_not_found':
      return USER_NOT_FOUND;
    case 'not_invited':
      return NOT_WAITING;
    case 'too_many':
      return {
        code: 'resent_too_often',
        detail: `This person was invited ${INVITATIONS_A_DAY_MAX} times in the last 24 hours. Check their email address, or contact them another way.`,
      };
    case 'too_soon':
      return {
        code: 'resent_too_often',
        detail: `The invitation was just sent. Allow it ${outcome.retryAfterSeconds} seconds to arrive.`,
        headers: { 'retry-after': String(outcome.retryAfterSeconds) },
      };
  }
}

const NOT_CHANGED: Record<Exclude<ChangeUserOutcome, 'changed'>, Refusal> = {
  user_not_found: USER_NOT_FOUND,
  last_owner: {
    code: 'last_owner',
    detail: 'This is the last owner of your firm who can sign in. Make somebody else an owner first.',
  },
};

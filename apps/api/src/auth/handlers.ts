import type { Context } from 'hono';
import { recordAccessEvent } from '@makewhole/db/audit/access-events';
import { findFirm } from '@makewhole/db/firms/find-firm';
import { findPrincipalByAuthUser } from '@makewhole/db/users/find-principal-by-auth-user';
import { findSignIn } from '@makewhole/db/users/find-sign-in';
import type { AccountChange } from '@makewhole/domain/account-emails';
import { ACTIONS } from '@makewhole/domain/roles';
import type { ApiEnv, App, Caller, Services, SignedIn } from '../context.ts';
import { refuseAnyQuery, refuseUnclearJson } from '../http/strict-requests.ts';
import { BUSY, problem } from '../http/problems.ts';
import { notifyAccountChange } from './account-emails.ts';
import { AUTH_PATH, CLIENT_ADDRESS_HEADER, VERIFY_TOTP_PATH } from './better-auth.ts';
import { clientAddressOf } from '../http/client-address.ts';
import { DISABLE_PATH, EXPOSED_ROUTES, type ExposedRoute } from './exposed-routes.ts';
import { getMeRoute } from './routes.ts';
import { STEP_UP_REQUIRED, steppedUpUntil } from './step-up.ts';
import { countsOfPerson, countsOfSignIn, forgetAttempts, refuseTooMany } from './attempt-limits.ts';

const EMAIL_LENGTH_MAX = 254;

export function addAuthHandlers(app: App, services: Services): void {
  for (const route of EXPOSED_ROUTES) {
    const path = AUTH_PATH + route.path;
    app.on(route.method, path, refuseAnyQuery);
    if (route.method === 'POST') app.on(route.method, path, refuseUnclearJson);
    app.on(route.method, path, async (c) => {
      const answering = route.hashes
        ? services.hashing.run(() => forward(services, route, c))
        : forward(services, route, c);
      return answering === null ? problem(c, BUSY) : answering;
    });
  }

  app.openapi(getMeRoute, async (c) => {
    const caller = c.get('caller');
    const { firmId, principalId, kind, name, email, role, scopes, may } = caller;
    const firm = await findFirm(services.db, { firmId });
    return c.json(
      {
        principal: { id: principalId, kind, name, email },
        firm: { name: firm.name, timeZone: firm.timeZone },
        role,
        scopes: scopes === null ? null : [...scopes],
        actions: ACTIONS.filter(may),
        session: sessionBody(caller),
      },
      200,
    );
  });
}

function sessionBody(caller: Caller) {
  if (caller.kind !== 'user') return null;
  const { session, secondFactor } = caller;
  return {
    endsAt: session.endsAt.toISOString(),
    steppedUpUntil: steppedUpUntil(session)?.toISOString() ?? null,
    secondFactor: { isOn: secondFactor.isOn, isRequired: secondFactor.isRequired },
  };
}

/** Forwards a request to better-auth with the sender's address and only the exposed fields, and counts the attempt. */
async function forward(services: Services, route: ExposedRoute, c: Context<ApiEnv>): Promise<Response> {
  const { db, auth, knownBrowsers } = services;
  const headers = new Headers(c.req.raw.headers);
  const address = clientAddressOf(c, services);
  headers.set(CLIENT_ADDRESS_HEADER, address);
  const sent = route.method === 'POST' ? await readBody(c) : {};
  const person = route.attempts === 'by_session' ? await auth.api.getSession({ headers }) : null;
  if (route.stepUp === true && person !== null && needsProof(person)) return problem(c, STEP_UP_REQUIRED);
  const email = route.attempts === 'by_email' && typeof sent['email'] === 'string' ? sent['email'] : null;
  const cookies = c.req.header('cookie') ?? null;
  const counts = [
    ...(person === null ? [] : countsOfPerson(person.user.id)),
    ...(email === null
      ? []
      : countsOfSignIn({ email, address, browser: knownBrowsers.find(cookies, email) })),
  ];
  const tooMany = await refuseTooMany(db, counts);
  if (tooMany !== null) return problem(c, tooMany);
  if (
    route.path === DISABLE_PATH &&
    person !== null &&
    (await mustHaveSecondFactor(services, person.user.id))
  ) {
    const detail = 'Your firm requires a second factor. An owner can change that rule.';
    return problem(c, { code: 'second_factor_required', detail });
  }
  const body = route.method === 'GET' ? null : JSON.stringify({ ...pick(sent, route), ...route.always });
  headers.delete('content-length');
  const answer = await auth.handler(new Request(c.req.raw.url, { method: route.method, headers, body }));
  if (answer.ok) await forgetAttempts(db, counts);
  const change = answer.ok && person !== null ? changeBy(route, person) : undefined;
  if (change !== undefined && person !== null) await notifyAccountChange(services, person.user.id, change);
  if (route.attempts === 'by_email' && (answer.status === 401 || answer.status === 403)) {
    await recordRefusedSignIn(services, address, email ?? '');
  }
  const known = answer.ok && email !== null ? knownBrowsers.remember(cookies, email) : null;
  return withHeaders(answer, known);
}

/** What a successful request changed in its user's account, if anything. */
function changeBy({ path, changes }: ExposedRoute, { user }: SignedIn): AccountChange | undefined {
  // Sign-ins use the same route: only the very first code turns the second factor on.
  const isSetUp = path === VERIFY_TOTP_PATH && user.twoFactorEnabled !== true;
  return isSetUp ? 'second_factor_on' : changes;
}

/** An unknown email address belongs to no firm, so it is not recorded. The attempt limit bounds the number of records. */
async function recordRefusedSignIn({ db }: Services, address: string, email: string): Promise<void> {
  const person = email.length > EMAIL_LENGTH_MAX ? null : await findSignIn(db, email);
  if (person === null) return;
  const { firmId, principalId } = person;
  const event = { firmId, principalId, kind: 'sign_in_refused', address, data: {}, at: new Date() } as const;
  await recordAccessEvent(db, event);
}

function needsProof({ user, session }: SignedIn): boolean {
  return user.twoFactorEnabled === true && steppedUpUntil({ stepUpAt: session.stepUpAt ?? null }) === null;
}

async function mustHaveSecondFactor({ db }: Services, authUserId: string): Promise<boolean> {
  return (await findPrincipalByAuthUser(db, { authUserId }))?.secondFactorRequired === true;
}

async function readBody(c: Context<ApiEnv>): Promise<Record<string, unknown>> {
  const body: unknown = await c.req.json().catch(() => null);
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

function pick(sent: Record<string, unknown>, { fields }: ExposedRoute): Record<string, unknown> {
  return Object.fromEntries(fields.filter((field) => field in sent).map((field) => [field, sent[field]]));
}

/** better-auth says in a header of its own when to retry. @param cookie to set in addition to its own */
function withHeaders(answer: Response, cookie: string | null): Response {
  const seconds = answer.headers.get('x-retry-after');
  const headers = new Headers(answer.headers);
  if (seconds !== null) headers.set('retry-after', seconds);
  if (cookie !== null) headers.append('set-cookie', cookie);
  return new Response(answer.body, { status: answer.status, headers });
}

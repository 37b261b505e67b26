// Passes what people do at the sign-in on to better-auth.
import type { Context } from 'hono';
import { recordAccessEvent } from '@makewhole/db/audit/access-events';
import { findPrincipalByAuthUser } from '@makewhole/db/users/find-principal-by-auth-user';
import { findEmailOfPasswordLink, findEmailOfSecondStep } from '@makewhole/db/users/password-owner';
import { findSignIn } from '@makewhole/db/users/find-sign-in';
import type { AccountChange } from '@makewhole/domain/account-emails';
import { PASSWORD_FAULTS } from '@makewhole/domain/password-policy';
import type { ApiEnv, Services, SignedIn } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { notifyAccountChange } from './account-emails.ts';
import { CLIENT_ADDRESS_HEADER, VERIFY_TOTP_PATH } from './better-auth.ts';
import { clientAddressOf } from '../http/client-address.ts';
import { DISABLE_PATH, type ExposedRoute } from './exposed-routes.ts';
import { STEP_UP_REQUIRED, steppedUpUntil } from './step-up.ts';
import { countOfPerson, countOfSignIn, forgetAttempts, takeBack, takeTries } from './attempt-limits.ts';
import { checkNewPassword } from './check-new-password.ts';
import { findLiveSession } from './live-session.ts';
import { notifyLock } from './notify-lock.ts';
import { secondStepOf } from './second-step.ts';

/** Forwards a request to better-auth with the sender's address and only the exposed fields, and counts the attempt. */
export async function forward(
  services: Services,
  route: ExposedRoute,
  c: Context<ApiEnv>,
): Promise<Response> {
  const { db, auth } = services;
  const headers = new Headers(c.req.raw.headers);
  const address = clientAddressOf(c, services);
  headers.set(CLIENT_ADDRESS_HEADER, address);
  const sent = route.method === 'POST' ? await readBody(c) : {};
  const attempt = await readAttempt(services, route, { headers, sent });
  const { person, email, count, ended } = attempt;
  if (route.stepUp === true && person !== null && needsProof(person)) return problem(c, STEP_UP_REQUIRED);
  const now = new Date();
  const tried = await takeTries(db, count, now);
  if (tried.kind === 'refused') return problem(c, tried.refusal);
  const refusal = await whyRefused(services, route, { headers, sent, person });
  if (refusal !== null) {
    await takeBack(db, count, now);
    return 'message' in refusal ? c.json(refusal, 400) : problem(c, refusal);
  }
  const body = route.method === 'GET' ? null : JSON.stringify({ ...pick(sent, route), ...route.always });
  headers.delete('content-length');
  const answer = await auth.handler(new Request(c.req.raw.url, { method: route.method, headers, body }));
  const isHalfway = answer.ok && (await needsCode(answer));
  if (isHalfway) await takeBack(db, count, now);
  else if (answer.ok) await forgetAttempts(db, ended);
  else if (tried.isLast && email !== null) notifyLock(services, { email, address });
  const change = answer.ok && person !== null ? changeBy(route, person) : undefined;
  if (change !== undefined && person !== null) await notifyAccountChange(services, person.user.id, change);
  if (route.attempts === 'by_email' && (answer.status === 401 || answer.status === 403)) {
    await recordRefusedSignIn(services, address, email ?? '');
  }
  // Not halfway: a browser with a count of its own would give whoever has the password ten more codes each time.
  const hasSignedIn = answer.ok && !isHalfway && person === null && count !== null && email !== null;
  const known = hasSignedIn ? services.knownBrowsers.remember(headers.get('cookie'), email) : null;
  return withHeaders(answer, known);
}

type Sent = Readonly<Record<string, unknown>>;
type Asked = { readonly headers: Headers; readonly sent: Sent };

type Attempt = {
  /** Whose session it is, where the route is for people who are signed in. */
  readonly person: SignedIn | null;
  /** Whose sign-in is tried. */
  readonly email: string | null;
  /** Under which name the try is counted; null if it is not. */
  readonly count: string | null;
  /** Which count ends with a success. */
  readonly ended: string | null;
};

async function readAttempt(
  services: Services,
  { attempts }: ExposedRoute,
  { headers, sent }: Asked,
): Promise<Attempt> {
  const { db, knownBrowsers } = services;
  const cookies = headers.get('cookie');
  // Ends an idle session before better-auth would accept it.
  const session = cookies === null ? null : await findLiveSession(services, headers);
  const countFor = (email: string) => countOfSignIn(email, knownBrowsers.find(cookies, email));
  if (attempts === 'by_email') {
    const email = typeof sent['email'] === 'string' ? sent['email'] : null;
    return countedBy(email, countFor);
  }
  if (attempts === 'by_link') {
    const token = typeof sent['token'] === 'string' ? sent['token'] : '';
    const email = await findEmailOfPasswordLink(db, { token, now: new Date() });
    return { ...countedBy(email, countFor), count: null };
  }
  if (attempts === undefined) return { person: null, email: null, count: null, ended: null };
  if (session !== null) {
    const { id, email } = session.user;
    const count = countOfPerson(id);
    return { person: session, email, count, ended: count };
  }
  const step = secondStepOf(cookies);
  const email = step === null ? null : await findEmailOfSecondStep(db, { step, now: new Date() });
  return countedBy(email, countFor);
}

function countedBy(email: string | null, countFor: (email: string) => string): Attempt {
  const count = email === null ? null : countFor(email);
  return { person: null, email, count, ended: count };
}

type AccountProblem = { readonly code: string; readonly message: string };

/** What better-auth does not know of. A refused password is said in better-auth's own form. */
async function whyRefused(
  services: Services,
  { path }: ExposedRoute,
  { headers, sent, person }: Asked & Pick<Attempt, 'person'>,
): Promise<Refusal | AccountProblem | null> {
  if (path === DISABLE_PATH && person !== null && (await mustHaveSecondFactor(services, person.user.id))) {
    const detail = 'Your firm requires a second factor. An owner can change that rule.';
    return { code: 'second_factor_required', detail };
  }
  const code = await checkNewPassword(services, headers, { person, sent });
  return code === null ? null : { code, message: PASSWORD_FAULTS[code] };
}

/** Whether the password was right and a code is still missing. */
async function needsCode(answer: Response): Promise<boolean> {
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  return typeof body === 'object' && body !== null && 'twoFactorRedirect' in body;
}

/** What a successful request changed in its user's account, if anything. */
function changeBy({ path, changes }: ExposedRoute, { user }: SignedIn): AccountChange | undefined {
  // Sign-ins use the same route: only the very first code turns the second factor on.
  const isSetUp = path === VERIFY_TOTP_PATH && user.twoFactorEnabled !== true;
  return isSetUp ? 'second_factor_on' : changes;
}

/** An unknown email address belongs to no firm, so it is not recorded. The attempt limit bounds the number of records. */
async function recordRefusedSignIn({ db }: Services, address: string, email: string): Promise<void> {
  const person = await findSignIn(db, email);
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

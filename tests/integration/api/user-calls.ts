// People of a firm, and what they do at the sign-in, as the tests of the API need them.
import { createCredentials } from '@makewhole/api/auth/create-credentials';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import type { PrincipalId } from '@makewhole/domain/ids';
import type { Role } from '@makewhole/domain/roles';
import { Secret, TOTP, URI } from 'otpauth';
import type { SmallFirm } from '../../support/small-firm.ts';
import { PORTAL_URL, type ApiWorld } from './api-world.ts';
import { call, type Answer, type Schemas } from './call.ts';

export const PASSWORD = 'a long enough password';

export type Person = { readonly id: PrincipalId; readonly email: string };

let people = 0;

/** Somebody of the firm who can sign in. */
export async function givePerson(
  world: ApiWorld,
  role: Role,
  { firmId }: Pick<SmallFirm, 'firmId'> = world.firm,
): Promise<Person> {
  people += 1;
  const email = `person.${people}@adler.example`;
  const person = { firmId, name: `Person ${people}`, email };
  const id = await createPrincipal(world.db, { ...person, kind: 'user', role });
  await createCredentials(world.db, { ...person, principalId: id, password: PASSWORD });
  return { id, email };
}

/** What a session does, as the portal's server sends it. */
export type Session = {
  <Body = Schemas['Problem']>(what: string, body?: unknown): Promise<Answer<Body>>;
  readonly cookie: string;
};

export function sessionOf(world: ApiWorld, cookie: string): Session {
  const headers = { cookie, origin: PORTAL_URL, 'x-forwarded-for': newAddress() };
  const act = <Body>(what: string, body?: unknown) =>
    call<Body>(world.url, what, { headers, ...(body !== undefined && { body }) });
  return Object.assign(act, { cookie });
}

export function trySignIn(world: ApiWorld, email: string, password = PASSWORD) {
  return call(world.url, 'POST /auth/sign-in/email', {
    body: { email, password },
    headers: { origin: PORTAL_URL, 'x-forwarded-for': newAddress() },
  });
}

export async function signIn(
  world: ApiWorld,
  { email }: Pick<Person, 'email'>,
  password = PASSWORD,
): Promise<Session> {
  const answer = await trySignIn(world, email, password);
  if (answer.status !== 200) throw new Error(`The sign-in was refused: ${answer.text}`);
  return sessionOf(world, cookieOf(answer));
}

/** The Cookie header of what an answer set. */
export function cookieOf({ headers }: Pick<Answer, 'headers'>): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

export type Authenticator = { readonly totp: TOTP; readonly recoveryCodes: readonly string[] };

/** Sets an authenticator app up. @returns it, and the session that goes on */
export async function setUpSecondFactor(
  world: ApiWorld,
  session: Session,
): Promise<Authenticator & { readonly session: Session; readonly usedCode: string }> {
  const { body } = await session<{ totpURI: string; backupCodes: string[] }>('POST /auth/two-factor/enable', {
    password: PASSWORD,
  });
  const totp = URI.parse(body.totpURI);
  if (!(totp instanceof TOTP) || !(totp.secret instanceof Secret)) throw new Error('That is no TOTP');
  const usedCode = totp.generate();
  const verified = await session('POST /auth/two-factor/verify-totp', { code: usedCode });
  if (verified.status !== 200) throw new Error(`The code was refused: ${verified.text}`);
  const next = sessionOf(world, cookieOf(verified));
  return { totp, recoveryCodes: body.backupCodes, session: next, usedCode };
}

/** A code that is valid now and was not used for the set-up: that of the half minute to come. */
export function nextCode({ totp }: Pick<Authenticator, 'totp'>): string {
  return totp.generate({ timestamp: Date.now() + totp.period * 1_000 });
}

let addresses = 0;

/** Each caller is somewhere else: what counts for one address is a test of its own. */
function newAddress(): string {
  addresses += 1;
  return `198.51.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`;
}

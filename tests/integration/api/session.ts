// People of a firm who are signed in, for tests of what keys may not do.
import { createCredentials } from '@makewhole/api/auth/create-credentials';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import type { PrincipalId } from '@makewhole/domain/ids';
import type { Role } from '@makewhole/domain/roles';
import type { SmallFirm } from '../../support/small-firm.ts';
import { PORTAL_URL, type ApiWorld } from './api-world.ts';
import { call } from './call.ts';

const PASSWORD = 'correct horse battery staple';
let people = 0;

export type Session = {
  readonly principalId: PrincipalId;
  /** What the portal sends along for them. */
  readonly headers: { readonly cookie: string; readonly origin: string };
};

/** Somebody new of that role in the firm, signed in. */
export async function sessionOf(
  { db, url }: Pick<ApiWorld, 'db' | 'url'>,
  { firmId }: Pick<SmallFirm, 'firmId'>,
  role: Role,
): Promise<Session> {
  people += 1;
  const email = `${role}.${people}@session.example`;
  const person = { firmId, name: `The ${role}`, email };
  const principalId = await createPrincipal(db, { ...person, kind: 'user', role });
  await createCredentials(db, { ...person, principalId, password: PASSWORD });
  const { headers } = await call(url, 'POST /auth/sign-in/email', {
    body: { email, password: PASSWORD },
    headers: { origin: PORTAL_URL, 'x-forwarded-for': `198.51.100.${people}` },
  });
  const cookie = headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return { principalId, headers: { cookie, origin: PORTAL_URL } };
}

/** Has them prove once more who they are: it counts for five minutes. */
export async function stepUp({ url }: Pick<ApiWorld, 'url'>, { headers }: Session): Promise<void> {
  const { status, text } = await call(url, 'POST /v1/step-up', { headers, body: { password: PASSWORD } });
  if (status !== 200) throw new Error(`The proof was refused: ${text}`);
}

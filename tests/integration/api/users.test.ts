// The people of a firm over the API (R11): invited, changed and disabled by an owner, and never the last owner.
import { randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeUser } from '@makewhole/db/people/change-user';
import { findSignIn } from '@makewhole/db/people/find-sign-in';
import { requestAccountEmail } from '@makewhole/db/people/request-account-email';
import { addPasswordLink, findAccountEmail } from '@makewhole/db/people/send-account-email';
import { accountEmails } from '@makewhole/db/schema/account-emails';
import type { AccountEmailInput, AccountEmailKind } from '@makewhole/domain/account-emails';
import { asId, type PrincipalId } from '@makewhole/domain/ids';
import { byOwner, createSmallFirm } from '../../support/small-firm.ts';
import { PORTAL_URL, createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { PASSWORD, givePerson, signIn, trySignIn, type Session } from './people-calls.ts';

type User = Schemas['User'];

let world: ApiWorld;
let owner: Session;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await provenOwner();
});
afterAll(() => world.stop());

/** Who has just proved once more who they are. */
async function provenOwner(firm = world.firm): Promise<Session> {
  const session = await signIn(world, await givePerson(world, 'owner', firm));
  await session('POST /v1/step-up', { password: PASSWORD });
  return session;
}

const NEW_PASSWORD = 'quite another long password';
let invited = 0;

async function invite(role: User['role'] = 'admin') {
  invited += 1;
  return owner<User>('POST /v1/users', { name: 'Ines Ortega', email: `ines.${invited}@adler.example`, role });
}

/** A link as the worker makes it when it sends an email. */
async function linkFor(
  email: string,
  { kind = 'password_reset', expiresInMs = 60_000 }: { kind?: AccountEmailKind; expiresInMs?: number } = {},
): Promise<string> {
  const person = await findSignIn(world.db, email);
  if (person === null) throw new Error(`Nobody signs in by ${email}`);
  const request = { ...person, kind, requestedBy: null, now: new Date() };
  const token = randomBytes(32).toString('base64url');
  await addPasswordLink(world.db, await requestAccountEmail(world.db, request), {
    token,
    expiresAt: new Date(Date.now() + expiresInMs),
  });
  return token;
}

function setPassword(token: string, newPassword = NEW_PASSWORD) {
  return call<{ code?: string }>(world.url, 'POST /auth/reset-password', {
    body: { token, newPassword },
    headers: { origin: PORTAL_URL },
  });
}

describe('an invitation', () => {
  it('is noted with its email, and is taken up by setting a password', async () => {
    const { status, body } = await invite('lawyer');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'Ines Ortega',
      role: 'lawyer',
      status: 'invited',
      hasSecondFactor: false,
      lastSignInAt: null,
      invitation: { status: 'not_sent_yet', sentAt: null, expiresAt: null, lastError: null },
    });
    expect((await trySignIn(world, body.email)).status).toBe(401);
    expect((await setPassword(await linkFor(body.email))).status).toBe(200);
    const session = await trySignIn(world, body.email, NEW_PASSWORD);
    expect(session.status).toBe(200);
    const { data } = (await owner<{ data: User[] }>('GET /v1/users')).body;
    const shown = data.find(({ id }) => id === body.id);
    expect(shown).toMatchObject({ status: 'active', invitation: null });
    expect(shown?.lastSignInAt).not.toBeNull();
  });

  it('has a link that works once, not after its time, and with no short password', async () => {
    const { body } = await invite();
    const late = await setPassword(await linkFor(body.email, { expiresInMs: -1 }));
    expect([late.status, late.body.code]).toEqual([400, 'INVALID_TOKEN']);
    const token = await linkFor(body.email);
    const short = await setPassword(token, 'eleven char');
    expect([short.status, short.body.code]).toEqual([400, 'PASSWORD_TOO_SHORT']);
    expect((await setPassword(token)).status).toBe(200);
    const again = await setPassword(token, 'a third password entirely');
    expect([again.status, again.body.code]).toEqual([400, 'INVALID_TOKEN']);
    expect((await setPassword('made-up')).status).toBe(400);
    expect((await trySignIn(world, body.email, NEW_PASSWORD)).status).toBe(200);
  });

  it('is sent again only to somebody who waits for one', async () => {
    const { body } = await invite();
    await passMinutes(body.id, 1);
    const again = await owner<User>(`POST /v1/users/${body.id}/invitation`, {});
    expect([again.status, again.body.invitation?.status]).toEqual([200, 'not_sent_yet']);
    const mailed = await mailedTo(asId<PrincipalId>(body.id));
    expect(mailed.map(({ kind }) => kind)).toEqual(['invitation', 'invitation']);
    await setPassword(await linkFor(body.email));
    const late = await owner(`POST /v1/users/${body.id}/invitation`, {});
    expect([late.status, late.body.code]).toEqual([409, 'not_invited']);
  });

  it('is sent again once a minute, and ten times in a day at most', async () => {
    const { body } = await invite();
    const again = () => owner(`POST /v1/users/${body.id}/invitation`, {});
    const soon = await again();
    expect([soon.status, soon.body.code]).toEqual([429, 'resent_too_often']);
    expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(50);
    for (let times = 1; times < 10; times += 1) {
      await passMinutes(body.id, 1);
      expect((await again()).status).toBe(200);
    }
    await passMinutes(body.id, 1);
    const often = await again();
    expect([often.status, often.body.code]).toEqual([429, 'resent_too_often']);
    expect(await mailedTo(asId<PrincipalId>(body.id))).toHaveLength(10);
    await passMinutes(body.id, 24 * 60);
    expect((await again()).status).toBe(200);
  });

  it('is refused for an address that somebody signs in by, of whichever firm', async () => {
    const other = await givePerson(world, 'admin', world.otherFirm);
    const answer = await owner('POST /v1/users', {
      name: 'X',
      email: other.email.toUpperCase(),
      role: 'viewer',
    });
    expect([answer.status, answer.body.code]).toEqual([409, 'email_taken']);
  });

  it('tells a firm of twenty addresses in an hour at most that somebody signs in by them', async () => {
    const firm = await createSmallFirm(world.db);
    const person = await givePerson(world, 'owner', firm);
    const asking = await provenOwner(firm);
    const ask = () => asking('POST /v1/users', { name: 'X', email: person.email, role: 'viewer' });
    for (let tries = 0; tries < 20; tries += 1) expect((await ask()).status).toBe(409);
    const answer = await ask();
    expect([answer.status, answer.body.code]).toEqual([429, 'too_many_tries']);
  });

  it('says which field is wrong', async () => {
    const answer = await owner('POST /v1/users', { name: ' ', email: 'nowhere', role: 'king' });
    expect(answer.status).toBe(400);
    expect(answer.body.faults?.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['name', 'email', 'role']),
    );
  });
});

describe('a person', () => {
  it('who is disabled is out at once, cannot sign in, and may come back', async () => {
    const person = await givePerson(world, 'admin');
    const session = await signIn(world, person);
    expect((await session('GET /v1/me')).status).toBe(200);
    const off = await owner<User>(`PATCH /v1/users/${person.id}`, { disabled: true });
    expect([off.status, off.body.status]).toEqual([200, 'disabled']);
    expect((await session('GET /v1/payments')).status).toBe(401);
    const refused = await trySignIn(world, person.email);
    expect([refused.status, refused.body.code]).toEqual([403, 'ACCOUNT_DISABLED']);
    await owner(`PATCH /v1/users/${person.id}`, { disabled: false });
    expect((await trySignIn(world, person.email)).status).toBe(200);
  });

  it('has another role from the next request on', async () => {
    const person = await givePerson(world, 'admin');
    const session = await signIn(world, person);
    await owner(`PATCH /v1/users/${person.id}`, { role: 'viewer' });
    const { body } = await session<Schemas['Me']>('GET /v1/me');
    expect(body.role).toBe('viewer');
  });

  it('changes neither their own role nor their own access', async () => {
    const { body } = await owner<Schemas['Me']>('GET /v1/me');
    for (const changes of [{ role: 'viewer' }, { disabled: true }]) {
      const answer = await owner(`PATCH /v1/users/${body.principal.id}`, changes);
      expect([answer.status, answer.body.code]).toEqual([403, 'own_account']);
    }
  });

  it.each(['viewer', 'admin', 'lawyer'] as const)('who is a %s does nothing about users', async (role) => {
    const session = await signIn(world, await givePerson(world, role));
    const { id } = await givePerson(world, 'viewer');
    for (const answer of [
      await session('GET /v1/users'),
      await session('POST /v1/users', { name: 'X', email: 'x@adler.example', role: 'owner' }),
      await session(`PATCH /v1/users/${id}`, { role: 'owner' }),
      await session(`POST /v1/users/${id}/invitation`, {}),
      await session(`DELETE /v1/users/${id}/second-factor`),
      await session(`DELETE /v1/users/${id}/sessions`),
    ]) {
      expect([answer.status, answer.body.action]).toEqual([403, 'firm.manage']);
    }
  });

  it('of another firm is not there', async () => {
    const other = await givePerson(world, 'admin', world.otherFirm);
    for (const answer of [
      await owner(`PATCH /v1/users/${other.id}`, { disabled: true }),
      await owner(`POST /v1/users/${other.id}/invitation`, {}),
      await owner(`DELETE /v1/users/${other.id}/second-factor`),
      await owner(`DELETE /v1/users/${other.id}/sessions`),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'user_not_found']);
    }
    const { data } = (await owner<{ data: User[] }>('GET /v1/users')).body;
    expect(data.map(({ id }) => id)).not.toContain(other.id);
    expect((await trySignIn(world, other.email)).status).toBe(200);
  });
});

describe('an owner who has not just proved who they are', () => {
  it('invites nobody, raises nobody and enables nobody, but may disable', async () => {
    const session = await signIn(world, await givePerson(world, 'owner'));
    const { id } = await givePerson(world, 'viewer');
    const invitation = { name: 'X', email: 'x.unproved@adler.example', role: 'lawyer' };
    for (const answer of [
      await session('POST /v1/users', invitation),
      await session(`PATCH /v1/users/${id}`, { role: 'owner' }),
      await session(`PATCH /v1/users/${id}`, { disabled: false }),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([403, 'step_up_required']);
    }
    expect((await session(`PATCH /v1/users/${id}`, { disabled: true })).status).toBe(200);
  });
});

describe('the last owner', () => {
  it("stays one: of two who end each other's rights at once, one is left", async () => {
    const firm = await createSmallFirm(world.db);
    const one = await givePerson(world, 'owner', firm);
    const two = await givePerson(world, 'owner', firm);
    const [first, second] = [await signIn(world, one), await signIn(world, two)];
    for (const session of [first, second]) await session('POST /v1/step-up', { password: PASSWORD });
    const answers = await Promise.all([
      first(`PATCH /v1/users/${two.id}`, { role: 'viewer' }),
      second(`PATCH /v1/users/${one.id}`, { disabled: true }),
    ]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const left = await Promise.all([first('GET /v1/users'), second('GET /v1/users')]);
    expect(left.map(({ status }) => status)).toContain(200);
  });

  it('does not count whoever has not taken up their invitation', async () => {
    const firm = await createSmallFirm(world.db);
    const one = await givePerson(world, 'owner', firm);
    const first = await signIn(world, one);
    await first('POST /v1/step-up', { password: PASSWORD });
    const invitation = { name: 'Ines', email: 'third.owner@adler.example', role: 'owner' };
    expect((await first('POST /v1/users', invitation)).status).toBe(201);
    for (const changes of [{ disabled: true }, { role: 'admin' }] as const) {
      expect(await changeUser(world.db, byOwner(firm), one.id, changes)).toBe('last_owner');
    }
    expect(await changeUser(world.db, byOwner(firm), one.id, { role: 'owner', disabled: false })).toBe(
      'changed',
    );
  });
});

describe('a forgotten password', () => {
  const ask = (email: string, from = '203.0.113.50') =>
    call(world.url, 'POST /v1/password-resets', {
      body: { email },
      headers: { 'x-forwarded-for': from },
    });

  it('has the same answer for every address, and one email for who signs in by it', async () => {
    const person = await givePerson(world, 'admin');
    const [known, unknown] = [await ask(person.email.toUpperCase()), await ask('nobody@adler.example')];
    expect([known.status, known.text]).toEqual([202, '{}']);
    expect([unknown.status, unknown.text]).toEqual([202, '{}']);
    const mailed = await mailedTo(person.id);
    expect(mailed.map(({ kind }) => kind)).toEqual(['password_reset']);
  });

  it('is mailed about three times in a quarter of an hour at most, with the same answer', async () => {
    const person = await givePerson(world, 'admin');
    for (let tries = 0; tries < 5; tries += 1) expect((await ask(person.email)).status).toBe(202);
    expect(await mailedTo(person.id)).toHaveLength(3);
  });

  it('is asked for twenty times in an hour from one address at most', async () => {
    for (let tries = 0; tries < 20; tries += 1) await ask(`nobody.${tries}@adler.example`, '203.0.113.51');
    const answer = await ask('nobody@adler.example', '203.0.113.51');
    expect([answer.status, answer.body.code]).toEqual([429, 'too_many_tries']);
    expect(answer.body.detail).toContain('Try again in 60 minutes');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3_000);
  });

  it('is set anew by the link: sessions end, the old one is refused, and the person is told', async () => {
    const person = await givePerson(world, 'admin');
    const session = await signIn(world, person);
    expect((await setPassword(await linkFor(person.email))).status).toBe(200);
    expect((await session('GET /v1/me')).status).toBe(401);
    expect((await trySignIn(world, person.email, PASSWORD)).status).toBe(401);
    expect((await trySignIn(world, person.email, NEW_PASSWORD)).status).toBe(200);
    expect((await mailedTo(person.id)).map(({ kind }) => kind)).toEqual([
      'password_reset',
      'password_changed',
    ]);
  });

  it('of somebody who is disabled lets nobody in', async () => {
    const person = await givePerson(world, 'admin');
    const token = await linkFor(person.email);
    await owner(`PATCH /v1/users/${person.id}`, { disabled: true });
    expect((await ask(person.email)).status).toBe(202);
    expect(await mailedTo(person.id)).toHaveLength(1);
    const refused = await setPassword(token);
    expect([refused.status, refused.body.code]).toEqual([400, 'INVALID_TOKEN']);
    await owner(`PATCH /v1/users/${person.id}`, { disabled: false });
    expect((await setPassword(token)).status).toBe(400);
    expect((await trySignIn(world, person.email, NEW_PASSWORD)).status).toBe(401);
  });
});

describe('a link to set a password', () => {
  it('ends when another one is mailed, and when the account is in use', async () => {
    const { body } = await invite();
    const first = await linkFor(body.email, { kind: 'invitation' });
    const second = await linkFor(body.email, { kind: 'invitation' });
    expect((await setPassword(first)).status).toBe(400);
    expect((await setPassword(second)).status).toBe(200);
    const session = await signIn(world, body, NEW_PASSWORD);
    expect((await setPassword(first, 'a third password entirely')).status).toBe(400);
    expect((await session('GET /v1/me')).status).toBe(200);
  });

  it('ends when its person changes the password, signed in', async () => {
    const person = await givePerson(world, 'admin');
    const session = await signIn(world, person);
    const link = await linkFor(person.email);
    const passwords = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expect((await session('POST /auth/change-password', passwords)).status).toBe(200);
    const refused = await setPassword(link, 'a third password entirely');
    expect([refused.status, refused.body.code]).toEqual([400, 'INVALID_TOKEN']);
    expect((await trySignIn(world, person.email, NEW_PASSWORD)).status).toBe(200);
  });

  it('is not made by a mail that was late: the password was set meanwhile, or its person disabled', async () => {
    const link = { token: 'late', expiresAt: new Date(Date.now() + 60_000) };
    const { body: invited } = await invite();
    const email = await invitationOf(invited);
    await setPassword(await linkFor(invited.email));
    await expect(addPasswordLink(world.db, email, link)).rejects.toThrow();
    const { body: disabled } = await invite();
    const other = await invitationOf(disabled);
    await owner(`PATCH /v1/users/${disabled.id}`, { disabled: true });
    await expect(addPasswordLink(world.db, other, link)).rejects.toThrow();
    const late = [email, other].map((one) => findAccountEmail(world.db, one));
    expect((await Promise.all(late)).map(({ hasEnded }) => hasEnded)).toEqual([true, true]);
  });
});

/** The emails that were noted for a person. */
async function mailedTo(principalId: PrincipalId) {
  const emails = await emailsOf(principalId);
  return Promise.all(emails.map((email) => findAccountEmail(world.db, email)));
}

async function invitationOf({ id }: Pick<User, 'id'>): Promise<AccountEmailInput> {
  const [email] = await emailsOf(asId<PrincipalId>(id));
  if (email === undefined) throw new Error('No invitation was noted');
  return email;
}

async function emailsOf(principalId: PrincipalId): Promise<AccountEmailInput[]> {
  const rows = await world.db
    .select()
    .from(accountEmails)
    .where(eq(accountEmails.principalId, principalId))
    .orderBy(accountEmails.id);
  return rows.map(({ firmId, id }) => ({ firmId, emailId: id }));
}

/** Makes what was mailed to a person that much older. */
async function passMinutes(principalId: string, minutes: number): Promise<void> {
  const earlier = sql`${accountEmails.requestedAt} - make_interval(mins => ${minutes})`;
  await world.db
    .update(accountEmails)
    .set({ requestedAt: earlier })
    .where(eq(accountEmails.principalId, asId<PrincipalId>(principalId)));
}

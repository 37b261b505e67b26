// Links to set a password (R11): asked for by anybody, good once, and ended by each other.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPasswordLink, findAccountEmail } from '@makewhole/db/users/send-account-email';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { createLinks, NEW_PASSWORD, type Links } from './password-links.ts';
import { PASSWORD, givePerson, signIn, trySignIn, type Session } from './user-calls.ts';

type User = Schemas['User'];

let world: ApiWorld;
let links: Links;
let owner: Session;
beforeAll(async () => {
  world = await createApiWorld();
  links = createLinks(world);
  owner = await signIn(world, await givePerson(world, 'owner'));
  await owner('POST /v1/step-up', { password: PASSWORD });
});
afterAll(() => world.stop());

let invited = 0;

async function invite() {
  invited += 1;
  const email = `ines.link.${invited}@adler.example`;
  return owner<User>('POST /v1/users', { name: 'Ines Ortega', email, role: 'admin' });
}

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
    const mailed = await links.mailedTo(person.id);
    expect(mailed.map(({ kind }) => kind)).toEqual(['password_reset']);
  });

  it('is mailed about three times in a quarter of an hour at most, with the same answer', async () => {
    const person = await givePerson(world, 'admin');
    for (let tries = 0; tries < 5; tries += 1) expect((await ask(person.email)).status).toBe(202);
    expect(await links.mailedTo(person.id)).toHaveLength(3);
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
    expect((await links.setPassword(await links.linkFor(person.email))).status).toBe(200);
    expect((await session('GET /v1/me')).status).toBe(401);
    expect((await trySignIn(world, person.email, PASSWORD)).status).toBe(401);
    expect((await trySignIn(world, person.email, NEW_PASSWORD)).status).toBe(200);
    expect((await links.mailedTo(person.id)).map(({ kind }) => kind)).toEqual([
      'password_reset',
      'password_changed',
    ]);
  });

  it('of somebody who is disabled lets nobody in', async () => {
    const person = await givePerson(world, 'admin');
    const token = await links.linkFor(person.email);
    await owner(`PATCH /v1/users/${person.id}`, { disabled: true });
    expect((await ask(person.email)).status).toBe(202);
    expect(await links.mailedTo(person.id)).toHaveLength(1);
    const refused = await links.setPassword(token);
    expect([refused.status, refused.body.code]).toEqual([400, 'INVALID_TOKEN']);
    await owner(`PATCH /v1/users/${person.id}`, { disabled: false });
    expect((await links.setPassword(token)).status).toBe(400);
    expect((await trySignIn(world, person.email, NEW_PASSWORD)).status).toBe(401);
  });
});

describe('a link to set a password', () => {
  it('ends when another one is mailed, and when the account is in use', async () => {
    const { body } = await invite();
    const first = await links.linkFor(body.email, { kind: 'invitation' });
    const second = await links.linkFor(body.email, { kind: 'invitation' });
    expect((await links.setPassword(first)).status).toBe(400);
    expect((await links.setPassword(second)).status).toBe(200);
    const session = await signIn(world, body, NEW_PASSWORD);
    expect((await links.setPassword(first, 'a third password entirely')).status).toBe(400);
    expect((await session('GET /v1/me')).status).toBe(200);
  });

  it('ends when its person changes the password, signed in', async () => {
    const person = await givePerson(world, 'admin');
    const session = await signIn(world, person);
    const link = await links.linkFor(person.email);
    const passwords = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expect((await session('POST /auth/change-password', passwords)).status).toBe(200);
    const refused = await links.setPassword(link, 'a third password entirely');
    expect([refused.status, refused.body.code]).toEqual([400, 'INVALID_TOKEN']);
    expect((await trySignIn(world, person.email, NEW_PASSWORD)).status).toBe(200);
  });

  it('is not made by a mail that was late: the password was set meanwhile, or its person disabled', async () => {
    const link = { token: 'late', expiresAt: new Date(Date.now() + 60_000) };
    const { body: invited } = await invite();
    const email = await links.invitationOf(invited);
    await links.setPassword(await links.linkFor(invited.email));
    await expect(addPasswordLink(world.db, email, link)).rejects.toThrow();
    const { body: disabled } = await invite();
    const other = await links.invitationOf(disabled);
    await owner(`PATCH /v1/users/${disabled.id}`, { disabled: true });
    await expect(addPasswordLink(world.db, other, link)).rejects.toThrow();
    const late = [email, other].map((one) => findAccountEmail(world.db, one));
    expect((await Promise.all(late)).map(({ hasEnded }) => hasEnded)).toEqual([true, true]);
  });
});

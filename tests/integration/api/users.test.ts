// The people of a firm over the API (R11): invited, changed and disabled by an owner, and never the last owner.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeUser } from '@makewhole/db/users/change-user';
import { byOwner, createSmallFirm } from '../../support/small-firm.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import type { Schemas } from './call.ts';
import { createLinks, NEW_PASSWORD, type Links } from './password-links.ts';
import { PASSWORD, givePerson, signIn, trySignIn, type Session } from './user-calls.ts';

type User = Schemas['User'];

let world: ApiWorld;
let links: Links;
let owner: Session;
beforeAll(async () => {
  world = await createApiWorld();
  links = createLinks(world);
  owner = await provenOwner();
});
afterAll(() => world.stop());

/** Who has just proved once more who they are. */
async function provenOwner(firm = world.firm): Promise<Session> {
  const session = await signIn(world, await givePerson(world, 'owner', firm));
  await session('POST /v1/step-up', { password: PASSWORD });
  return session;
}

let invited = 0;

async function invite(role: User['role'] = 'admin') {
  invited += 1;
  return owner<User>('POST /v1/users', { name: 'Ines Ortega', email: `ines.${invited}@adler.example`, role });
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
    expect((await links.setPassword(await links.linkFor(body.email))).status).toBe(200);
    const session = await trySignIn(world, body.email, NEW_PASSWORD);
    expect(session.status).toBe(200);
    const { data } = (await owner<{ data: User[] }>('GET /v1/users')).body;
    const shown = data.find(({ id }) => id === body.id);
    expect(shown).toMatchObject({ status: 'active', invitation: null });
    expect(shown?.lastSignInAt).not.toBeNull();
  });

  it('has a link that works once, not after its time, and with no short password', async () => {
    const { body } = await invite();
    const late = await links.setPassword(await links.linkFor(body.email, { expiresInMs: -1 }));
    expect([late.status, late.body.code]).toEqual([400, 'INVALID_TOKEN']);
    const token = await links.linkFor(body.email);
    const short = await links.setPassword(token, 'eleven char');
    expect([short.status, short.body.code]).toEqual([400, 'PASSWORD_TOO_SHORT']);
    expect((await links.setPassword(token)).status).toBe(200);
    const again = await links.setPassword(token, 'a third password entirely');
    expect([again.status, again.body.code]).toEqual([400, 'INVALID_TOKEN']);
    expect((await links.setPassword('made-up')).status).toBe(400);
    expect((await trySignIn(world, body.email, NEW_PASSWORD)).status).toBe(200);
  });

  it('is sent again only to somebody who waits for one', async () => {
    const { body } = await invite();
    await links.passMinutes(body.id, 1);
    const again = await owner<User>(`POST /v1/users/${body.id}/invitation`, {});
    expect([again.status, again.body.invitation?.status]).toEqual([200, 'not_sent_yet']);
    const mailed = await links.mailedTo(body.id);
    expect(mailed.map(({ kind }) => kind)).toEqual(['invitation', 'invitation']);
    await links.setPassword(await links.linkFor(body.email));
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
      await links.passMinutes(body.id, 1);
      expect((await again()).status).toBe(200);
    }
    await links.passMinutes(body.id, 1);
    const often = await again();
    expect([often.status, often.body.code]).toEqual([429, 'resent_too_often']);
    expect(await links.mailedTo(body.id)).toHaveLength(10);
    await links.passMinutes(body.id, 24 * 60);
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

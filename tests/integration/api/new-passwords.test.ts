// Which passwords people may choose (PCI DSS 8.3.6, 8.3.7), by each way of setting one.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCredentials } from '@makewhole/api/auth/create-credentials';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { account, passwordHistory } from '@makewhole/db/schema/auth';
import { principals } from '@makewhole/db/schema/firms';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { createLinks, type Links } from './password-links.ts';
import { PASSWORD, cookieOf, givePerson, sessionOf, signIn, trySignIn, type Person } from './user-calls.ts';

let world: ApiWorld;
let links: Links;
beforeAll(async () => {
  world = await createApiWorld();
  links = createLinks(world);
});
afterAll(() => world.stop());

async function change(person: Person, from: string, to: string) {
  const session = await signIn(world, person, from);
  return session<{ code?: string }>('POST /auth/change-password', { currentPassword: from, newPassword: to });
}

const historyOf = async (person: Person) =>
  world.db
    .select()
    .from(passwordHistory)
    .where(eq(passwordHistory.userId, await userIdOf(person)));

const FAULTS = [
  ['eleven7char', 'PASSWORD_TOO_SHORT'],
  ['no digits here', 'PASSWORD_TOO_SIMPLE'],
  ['Passw0rd2026', 'PASSWORD_TOO_COMMON'],
  ['Adler&Brandt2026', 'PASSWORD_OF_YOUR_NAMES'],
  [PASSWORD, 'PASSWORD_USED_BEFORE'],
] as const;

/** As an operator would: a trigger remembers it all the same. The hash is that of somebody else with this password. */
async function setDirectly(person: Person, password: string): Promise<void> {
  const { db, firm } = world;
  const about = { firmId: firm.firmId, name: 'Donor', email: `${randomUUID()}@donor.example` };
  const donor = await createPrincipal(db, { ...about, kind: 'user', role: 'viewer' });
  await createCredentials(db, { ...about, principalId: donor, password });
  const [from] = await db
    .select({ hash: account.password })
    .from(account)
    .where(eq(account.userId, await userIdOf({ id: donor })));
  await db
    .update(account)
    .set({ password: from?.hash ?? null })
    .where(eq(account.userId, await userIdOf(person)));
}

async function userIdOf({ id }: Pick<Person, 'id'>): Promise<string> {
  const [row] = await world.db.select().from(principals).where(eq(principals.id, id));
  return row?.authUserId ?? '';
}

describe('a new password', () => {
  it.each(FAULTS)('like "%s" is refused with %s, by a change and by a link', async (password, code) => {
    const person = await givePerson(world, 'admin');
    const changed = await change(person, PASSWORD, password);
    expect([changed.status, changed.body.code]).toEqual([400, code]);
    const token = await links.linkFor(person.email);
    const set = await links.setPassword(token, password);
    expect([set.status, set.body.code]).toEqual([400, code]);
    // The link is not used up by it.
    expect((await links.setPassword(token)).status).toBe(200);
  });

  it('of twelve code points beyond ASCII is taken, and signs in', async () => {
    const person = await givePerson(world, 'admin');
    expect((await change(person, PASSWORD, 'пароль-кот-7')).status).toBe(200);
    expect((await trySignIn(world, person.email, 'пароль-кот-7')).status).toBe(200);
  });

  it('is none of the last four; the fifth may come again, and four hashes are kept', async () => {
    const person = await givePerson(world, 'admin');
    const chosen = [PASSWORD, ...[1, 2, 3, 4].map((nth) => `violet harbor lamp ${nth}`)];
    let session = await signIn(world, person);
    const set = async (currentPassword: string, newPassword: string) => {
      const answer = await session<{ code?: string }>('POST /auth/change-password', {
        currentPassword,
        newPassword,
      });
      if (answer.status === 200) session = sessionOf(world, cookieOf(answer));
      return answer;
    };
    const nth = (place: number) => chosen[place] ?? '';
    for (const place of [1, 2, 3]) await setDirectly(person, nth(place));
    for (const old of [nth(0), nth(3)]) {
      expect([old, (await set(nth(3), old)).body.code]).toEqual([old, 'PASSWORD_USED_BEFORE']);
    }
    expect((await set(nth(3), nth(4))).status).toBe(200);
    expect((await set(nth(4), nth(0))).status).toBe(200);
    const kept = await historyOf(person);
    expect(kept).toHaveLength(4);
    expect(JSON.stringify(kept)).not.toContain('violet');
  });

  it('that was used before is told to nobody who does not know the current one', async () => {
    const person = await givePerson(world, 'admin');
    const session = await signIn(world, person);
    const guess = await session<{ code?: string }>('POST /auth/change-password', {
      currentPassword: 'not the password',
      newPassword: PASSWORD,
    });
    expect([guess.status, guess.body.code]).toEqual([400, 'INVALID_PASSWORD']);
    const unknown = await links.setPassword('made-up', PASSWORD);
    expect([unknown.status, unknown.body.code]).toEqual([400, 'INVALID_TOKEN']);
  });

  it('that is refused is no wrong try', async () => {
    const person = await givePerson(world, 'admin');
    const session = await signIn(world, person);
    for (let tries = 0; tries < 12; tries += 1) {
      const { body } = await session<{ code?: string }>('POST /auth/change-password', {
        currentPassword: PASSWORD,
        newPassword: 'too short',
      });
      expect(body.code).toBe('PASSWORD_TOO_SHORT');
    }
    expect(
      (
        await session('POST /auth/change-password', {
          currentPassword: PASSWORD,
          newPassword: 'violet harbor 7',
        })
      ).status,
    ).toBe(200);
  });

  it('of two that are set at once is remembered, both', async () => {
    const person = await givePerson(world, 'admin');
    const sessions = [await signIn(world, person), await signIn(world, person)];
    await Promise.all(
      sessions.map((session, nth) =>
        session('POST /auth/change-password', {
          currentPassword: PASSWORD,
          newPassword: `violet harbor lamp ${nth}`,
        }),
      ),
    );
    expect((await historyOf(person)).length).toBeGreaterThanOrEqual(2);
    expect((await historyOf(person)).length).toBeLessThanOrEqual(3);
  });
});

it('a changed password ends the other sessions, and its own goes on', async () => {
  const person = await givePerson(world, 'admin');
  const other = await signIn(world, person);
  const changed = await change(person, PASSWORD, 'violet harbor lamp');
  expect((await other('GET /v1/me')).status).toBe(401);
  expect((await sessionOf(world, cookieOf(changed))('GET /v1/me')).status).toBe(200);
});

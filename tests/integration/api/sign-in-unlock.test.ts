// How a locked sign-in is ended before its time (PCI DSS 8.3.4): by a link that only its person gets, whoever locked it.
import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countOfPerson, countOfSignIn, takeTries } from '@makewhole/api/auth/attempt-limits';
import { accessEvents } from '@makewhole/db/schema/access-events';
import { accountEmails } from '@makewhole/db/schema/account-emails';
import { twoFactor } from '@makewhole/db/schema/auth';
import { principals } from '@makewhole/db/schema/firms';
import { takeAttempt } from '@makewhole/db/users/attempt-limits';
import { addUnlockLink, endLock } from '@makewhole/db/users/unlock-sign-in';
import { until } from '../../support/until.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call } from './call.ts';
import { createLinks } from './password-links.ts';
import {
  cookieOf,
  givePerson,
  nextCode,
  sessionOf,
  setUpSecondFactor,
  signIn,
  trySignIn,
} from './user-calls.ts';
import type { Person } from './user-calls.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const WRONG = 'not the password';

async function countWrong(count: string, wrong: number): Promise<void> {
  for (let nth = 0; nth < wrong; nth += 1) await takeTries(world.db, count, new Date());
}

async function authUserOf({ id }: Person): Promise<string> {
  const [row] = await world.db.select().from(principals).where(eq(principals.id, id));
  return row?.authUserId ?? '';
}

async function eventsOf({ id }: Person, ...kinds: string[]) {
  const rows = await world.db.select().from(accessEvents).where(eq(accessEvents.principalId, id));
  return rows.map(({ kind }) => kind).filter((kind) => kinds.includes(kind));
}

/** Nine wrong tries without the time that each hash takes, then the tenth. */
async function lock({ email }: Person): Promise<void> {
  await countWrong(countOfSignIn(email, null), 9);
  expect((await trySignIn(world, email, WRONG)).status).toBe(401);
}

const locksMailedTo = async ({ id }: Person) => {
  const rows = await world.db.select().from(accountEmails).where(eq(accountEmails.principalId, id));
  return rows.filter(({ kind }) => kind === 'sign_in_locked');
};

const mailed = (person: Person, count: number) =>
  until(
    () => locksMailedTo(person),
    (rows) => rows.length === count,
    (rows) => `${rows.length} emails`,
  );

/** A link as the worker makes it when it sends the email. */
async function linkOf(person: Person, expiresInMs = 60_000): Promise<string> {
  const [email] = (await mailed(person, 1)).slice(-1);
  if (email === undefined) throw new Error('No email was recorded');
  const token = randomBytes(32).toString('base64url');
  const key = { firmId: email.firmId, emailId: email.id };
  await addUnlockLink(world.db, key, { token, expiresAt: new Date(Date.now() + expiresInMs) });
  return token;
}

const open = (token: string) =>
  call<{ code?: string }>(world.url, 'POST /v1/sign-in-unlocks', { body: { token } });

describe('a lock', () => {
  it('is emailed once to its person, and is ended by the link, once', async () => {
    const person = await givePerson(world, 'admin');
    await lock(person);
    const token = await linkOf(person);
    expect((await trySignIn(world, person.email)).status).toBe(429);
    expect((await open(token)).status).toBe(200);
    expect((await trySignIn(world, person.email)).status).toBe(200);
    const again = await open(token);
    expect([again.status, again.body.code]).toEqual([422, 'link_ended']);
    const kinds = ['sign_in_locked', 'sign_in_unlocked'];
    expect(await eventsOf(person, ...kinds)).toEqual(kinds);
  });

  it('by a stranger who goes on never again keeps the person out of the browser of the link', async () => {
    const person = await givePerson(world, 'admin');
    await lock(person);
    const cookie = cookieOf(await open(await linkOf(person)));
    await lock(person);
    expect((await trySignIn(world, person.email)).status).toBe(429);
    const own = await sessionOf(world, cookie)('POST /auth/sign-in/email', {
      email: person.email,
      password: 'a long enough password',
    });
    expect(own.status).toBe(200);
  });

  it('is not ended by a link that is made up or too old', async () => {
    const person = await givePerson(world, 'admin');
    await lock(person);
    const old = await linkOf(person, -1);
    for (const token of [old, 'made-up']) expect((await open(token)).status).toBe(422);
    expect((await trySignIn(world, person.email)).status).toBe(429);
  });

  it('is ended by a new password that is set with an emailed link', async () => {
    const person = await givePerson(world, 'admin');
    await lock(person);
    const links = createLinks(world);
    expect(
      (await links.setPassword(await links.linkFor(person.email), 'quite another long password')).status,
    ).toBe(200);
    expect((await trySignIn(world, person.email, 'quite another long password')).status).toBe(200);
  });

  it('is emailed five times a day at most', async () => {
    const person = await givePerson(world, 'admin');
    for (let earlier = 0; earlier < 4; earlier += 1) {
      const limit = { max: 5, windowSeconds: 86_400 };
      await takeAttempt(world.db, `lock-emails-to:${person.id}`, limit, new Date());
    }
    await lock(person);
    await mailed(person, 1);
    await endLock(world.db, await authUserOf(person));
    await lock(person);
    await until(
      () => eventsOf(person, 'sign_in_locked'),
      (events) => events.length === 2,
      (events) => `${events.length} locks`,
    );
    expect(await locksMailedTo(person)).toHaveLength(1);
  });
});

describe('wrong codes', () => {
  it('lock the sign-in like wrong passwords, which the right password in between does not undo', async () => {
    const person = await givePerson(world, 'admin');
    const { totp } = await setUpSecondFactor(world, await signIn(world, person));
    await countWrong(countOfSignIn(person.email, null), 8);
    const half = async () => sessionOf(world, cookieOf(await trySignIn(world, person.email)));
    for (let wrong = 0; wrong < 2; wrong += 1) {
      const refused = await (await half())('POST /auth/two-factor/verify-totp', { code: '000000' });
      expect(refused.status).toBe(401);
    }
    expect((await trySignIn(world, person.email)).status).toBe(429);
    expect((await open(await linkOf(person))).status).toBe(200);
    const verified = await (await half())('POST /auth/two-factor/verify-totp', { code: nextCode({ totp }) });
    expect(verified.status).toBe(200);
  });

  it('of a step-up lock it too, and are emailed', async () => {
    const person = await givePerson(world, 'admin');
    const { session } = await setUpSecondFactor(world, await signIn(world, person));
    await countWrong(countOfPerson(await authUserOf(person)), 9);
    expect((await session('POST /v1/step-up', { code: '000000' })).status).toBe(422);
    expect((await session('POST /v1/step-up', { code: '000000' })).status).toBe(429);
    await mailed(person, 1);
  });

  it('are counted by better-auth for the account too, ten for half an hour, and the link ends that', async () => {
    const person = await givePerson(world, 'admin');
    const { totp } = await setUpSecondFactor(world, await signIn(world, person));
    const userId = await authUserOf(person);
    const lockedUntil = new Date(Date.now() + 1_800_000);
    await world.db
      .update(twoFactor)
      .set({ failedVerificationCount: 10, lockedUntil })
      .where(eq(twoFactor.userId, userId));
    const half = sessionOf(world, cookieOf(await trySignIn(world, person.email)));
    const path = 'POST /auth/two-factor/verify-totp';
    expect((await half(path, { code: nextCode({ totp }) })).status).toBe(429);
    await endLock(world.db, userId);
    expect((await half(path, { code: nextCode({ totp }) })).status).toBe(200);
  });
});

it('a right password that still needs its code is no wrong try', async () => {
  const person = await givePerson(world, 'admin');
  await setUpSecondFactor(world, await signIn(world, person));
  await countWrong(countOfSignIn(person.email, null), 9);
  for (let halfway = 0; halfway < 3; halfway += 1) {
    expect((await trySignIn(world, person.email)).status).toBe(200);
  }
});

// How often somebody may try to sign in, and by whose word the API knows where a try comes from.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countOfSignIn, takeTries } from '@makewhole/api/auth/attempt-limits';
import { startApi } from '@makewhole/api/start-api';
import { tries } from '@makewhole/db/schema/auth';
import { attemptKey } from '@makewhole/db/users/attempt-limits';
import { createLogger } from '@makewhole/runtime/logger';
import { PORTAL_URL, apiSettings, createApiWorld, type ApiWorld } from './api-world.ts';
import { call } from './call.ts';
import { PASSWORD, cookieOf, givePerson } from './user-calls.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

let addresses = 0;
function newAddress(): string {
  addresses += 1;
  return `198.18.${Math.floor(addresses / 256)}.${addresses % 256}`;
}

type Try = { readonly password?: string; readonly from?: string; readonly cookie?: string };

function trySignIn(email: string, { password = PASSWORD, from = newAddress(), cookie }: Try = {}) {
  return call(world.url, 'POST /auth/sign-in/email', {
    body: { email, password },
    headers: { origin: PORTAL_URL, 'x-forwarded-for': from, ...(cookie !== undefined && { cookie }) },
  });
}

/** So many wrong tries, without the time that each hash takes. */
async function countWrong(email: string, wrong: number): Promise<void> {
  for (let nth = 0; nth < wrong; nth += 1) {
    expect((await takeTries(world.db, countOfSignIn(email, null), new Date())).kind).toBe('taken');
  }
}

/** @returns the answer to one try too many, with the right password */
async function tryTooOften(email: string, about: Try) {
  for (let nth = 0; nth < 10; nth += 1) {
    expect((await trySignIn(email, { ...about, password: 'not the password' })).status).toBe(401);
  }
  return trySignIn(email, about);
}

/** Lets time pass for whoever tries to sign in with that address. */
async function passMinutes(email: string, minutes: number): Promise<void> {
  const key = attemptKey(`account:${email}`);
  const earlier = sql`${tries.until} - make_interval(secs => ${minutes * 60})`;
  await world.db.update(tries).set({ until: earlier }).where(eq(tries.key, key));
}

describe('ten wrong passwords', () => {
  it('lock the sign-in for half an hour, wherever the next try comes from', async () => {
    const { email } = await givePerson(world, 'admin');
    const { status, headers, body } = await tryTooOften(email.toUpperCase(), {});
    expect([status, body.code]).toEqual([429, 'too_many_tries']);
    expect(body.detail).toMatch(/^Too many attempts. Try again in 30 minutes. If somebody signs in/);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(1_700);
  });

  it('lock it from the tenth on, however long ago the first was', async () => {
    const { email } = await givePerson(world, 'admin');
    await countWrong(email, 9);
    await passMinutes(email, 23 * 60);
    await trySignIn(email, { password: 'wrong' });
    await passMinutes(email, 29);
    expect((await trySignIn(email)).status).toBe(429);
    await passMinutes(email, 1);
    expect((await trySignIn(email)).status).toBe(200);
  });

  it('are not prolonged by tries during the lock, and count from one again after it', async () => {
    const { email } = await givePerson(world, 'admin');
    await countWrong(email, 10);
    await passMinutes(email, 20);
    for (let more = 0; more < 12; more += 1) await trySignIn(email, { password: 'wrong' });
    const { headers } = await trySignIn(email);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(600);
    await passMinutes(email, 10);
    await countWrong(email, 9);
    expect((await trySignIn(email)).status).toBe(200);
  });

  it('are ten, of many at once too', async () => {
    const { email } = await givePerson(world, 'admin');
    const now = new Date();
    const count = countOfSignIn(email, null);
    const taken = await Promise.all(Array.from({ length: 40 }, () => takeTries(world.db, count, now)));
    expect(taken.filter(({ kind }) => kind === 'taken')).toHaveLength(10);
    expect(taken.filter((one) => one.kind === 'taken' && one.isLast)).toHaveLength(1);
  });

  it('say the same of an address that nobody signs in with', async () => {
    const { email } = await givePerson(world, 'admin');
    const nobody = 'nobody.at.all@adler.example';
    for (const address of [email, nobody]) await countWrong(address, 10);
    const [known, unknown] = [await trySignIn(email), await trySignIn(nobody)];
    const said = ({ status, body }: typeof known) => [status, body.code, body.detail, Object.keys(body)];
    expect(said(unknown)).toEqual(said(known));
  });

  it('keep nobody out of a browser in which they signed in before', async () => {
    const { email } = await givePerson(world, 'admin');
    const from = newAddress();
    const cookie = cookieOf(await trySignIn(email, { from }));
    await countWrong(email, 10);
    expect((await trySignIn(email, { from })).status).toBe(429);
    expect((await trySignIn(email, { from, cookie })).status).toBe(200);
  });

  it('are the last in a browser in which its person signed in before', async () => {
    const { email } = await givePerson(world, 'admin');
    const cookie = cookieOf(await trySignIn(email));
    expect((await tryTooOften(email, { cookie })).status).toBe(429);
    expect((await trySignIn(email)).status).toBe(200);
  });

  it("have no other count for somebody else's browser, nor for one that is made up", async () => {
    const [one, other] = [await givePerson(world, 'admin'), await givePerson(world, 'admin')];
    const known = cookieOf(await trySignIn(other.email));
    const own = cookieOf(await trySignIn(one.email));
    expect((await tryTooOften(one.email, { cookie: known })).status).toBe(429);
    const madeUp = own.replace(/\..{4}/, '.AAAA').replace(/_browser=.{4}/, '_browser=0000');
    for (const cookie of [known, madeUp]) {
      expect((await trySignIn(one.email, { cookie })).status).toBe(429);
    }
    expect((await trySignIn(one.email, { cookie: own })).status).toBe(200);
  });
});

it('people of one computer are each known in its browser', async () => {
  const [one, other] = [await givePerson(world, 'admin'), await givePerson(world, 'admin')];
  const first = cookieOf(await trySignIn(one.email));
  const both = cookieOf(await trySignIn(other.email, { cookie: first }));
  await countWrong(one.email, 10);
  expect((await trySignIn(one.email)).status).toBe(429);
  expect((await trySignIn(one.email, { cookie: both })).status).toBe(200);
});

it('more sign-ins at once than there may be are told to come back, and not counted', async () => {
  // Ten of each: more at once would lock the sign-in until the first is through.
  const people = await Promise.all(Array.from({ length: 6 }, () => givePerson(world, 'admin')));
  const answers = await Promise.all(
    people.flatMap(({ email }) => Array.from({ length: 10 }, () => trySignIn(email))),
  );
  const busy = answers.filter(({ status }) => status === 503);
  expect(busy.length).toBeGreaterThan(0);
  expect(busy[0]?.body.code).toBe('busy');
  expect(busy[0]?.headers.get('retry-after')).toBe('3');
  expect(answers.filter(({ status }) => status === 200).length).toBe(60 - busy.length);
});

describe('where a request comes from', () => {
  it('is what nobody but the proxies that are set is believed about', async () => {
    const settings = { DATABASE_URL: world.databaseUrl, TRUSTED_PROXIES: '10.0.0.7, 192.168.0.0/16' };
    const api = await startApi(apiSettings(settings), createLogger('api', 'silent'));
    const statuses: number[] = [];
    for (let asked = 0; asked < 21; asked += 1) {
      const answer = await call(api.url, 'POST /v1/password-resets', {
        body: { email: 'nobody@adler.example' },
        headers: { 'x-forwarded-for': newAddress() },
      });
      statuses.push(answer.status);
    }
    await api.stop();
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 202), 429]);
  });

  it('has to be known where people come by https', async () => {
    const settings = { DATABASE_URL: world.databaseUrl, PORTAL_URL: 'https://refunds.firm.example' };
    const log = createLogger('api', 'silent');
    await expect(startApi(apiSettings(settings), log)).rejects.toThrow(
      /^TRUSTED_PROXIES is missing: .* set it to/,
    );
    const api = await startApi(apiSettings({ ...settings, TRUSTED_PROXIES: '10.0.0.7' }), log);
    expect((await fetch(`${api.url}/livez`)).status).toBe(200);
    await api.stop();
  });
});

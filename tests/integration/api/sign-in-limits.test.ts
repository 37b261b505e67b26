// How often somebody may try to sign in, and by whose word the API knows where a try comes from.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countsOfSignIn, refuseTooMany } from '@makewhole/api/auth/attempt-limits';
import { startApi } from '@makewhole/api/start-api';
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

/** @returns the status of one try too many */
async function tryTooOften(email: string, about: Try): Promise<number> {
  for (let tries = 0; tries < 10; tries += 1) {
    expect((await trySignIn(email, { ...about, password: 'not the password' })).status).toBe(401);
  }
  return (await trySignIn(email, about)).status;
}

describe('ten wrong passwords', () => {
  it('are the last from their address, and keep nobody out who comes from another one', async () => {
    const { email } = await givePerson(world, 'admin');
    const from = newAddress();
    expect(await tryTooOften(email, { from })).toBe(429);
    const { headers, body } = await trySignIn(email.toUpperCase(), { from });
    expect([body.code, body.detail]).toEqual([
      'too_many_tries',
      expect.stringMatching(/Try again in 1[0-5] minutes/),
    ]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(600);
    expect((await trySignIn(email, { from: newAddress() })).status).toBe(200);
  });

  it('are the last from the network of one machine, whichever of its addresses they come from', async () => {
    const { email } = await givePerson(world, 'admin');
    expect(await tryTooOften(email, { from: '2001:db8:1:1::1' })).toBe(429);
    expect((await trySignIn(email, { from: '2001:db8:1:1::2' })).status).toBe(429);
    expect((await trySignIn(email, { from: '2001:db8:1:2::1' })).status).toBe(200);
  });

  it('keep nobody out of a browser in which they signed in before, from the same address too', async () => {
    const { email } = await givePerson(world, 'admin');
    const from = newAddress();
    const cookie = cookieOf(await trySignIn(email, { from }));
    expect(await tryTooOften(email, { from })).toBe(429);
    expect((await trySignIn(email, { from, cookie })).status).toBe(200);
  });

  it('are the last in a browser in which its person signed in before', async () => {
    const { email } = await givePerson(world, 'admin');
    const cookie = cookieOf(await trySignIn(email));
    expect(await tryTooOften(email, { cookie })).toBe(429);
    expect((await trySignIn(email)).status).toBe(200);
  });

  it("have no other count for somebody else's browser, nor for one that is made up", async () => {
    const [one, other] = [await givePerson(world, 'admin'), await givePerson(world, 'admin')];
    const from = newAddress();
    const known = cookieOf(await trySignIn(other.email));
    expect(await tryTooOften(one.email, { from, cookie: known })).toBe(429);
    const own = cookieOf(await trySignIn(one.email));
    for (const cookie of [
      undefined,
      known,
      own.replace(/\..{4}/, '.AAAA').replace(/_browser=.{4}/, '_browser=0000'),
    ]) {
      expect((await trySignIn(one.email, { from, ...(cookie !== undefined && { cookie }) })).status).toBe(
        429,
      );
    }
  });
});

it('two hundred tries are the last from new browsers, wherever they come from', async () => {
  const email = 'known@adler.example';
  const tryFrom = (browser: string | null) =>
    refuseTooMany(world.db, countsOfSignIn({ email, address: newAddress(), browser }));
  for (let tries = 0; tries < 200; tries += 1) expect(await tryFrom(null)).toBeNull();
  expect((await tryFrom(null))?.code).toBe('too_many_tries');
  expect(await tryFrom('a browser in which its person signed in before')).toBeNull();
});

it('people of one computer are each known in its browser', async () => {
  const [one, other] = [await givePerson(world, 'admin'), await givePerson(world, 'admin')];
  const first = cookieOf(await trySignIn(one.email));
  const both = cookieOf(await trySignIn(other.email, { cookie: first }));
  const from = newAddress();
  expect(await tryTooOften(one.email, { from })).toBe(429);
  expect((await trySignIn(one.email, { from, cookie: both })).status).toBe(200);
});

it('more sign-ins at once than there may be are told to come back, and not counted', async () => {
  const { email } = await givePerson(world, 'admin');
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => trySignIn(email, { from: newAddress() })),
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

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCredentials } from '@makewhole/api/auth/create-credentials';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { ACTIONS, SCOPES, scopesMay, type Role, type Scope } from '@makewhole/domain/roles';
import { PORTAL_URL, createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { BODIES, GUARDED, NAMING, QUERIES, ROUTES, type Route } from './every-route.ts';

const PASSWORD = 'a long enough password';

let world: ApiWorld;
/** Of another firm, with every scope. */
let foreignKey: string;
let refund: Schemas['Refund'];
beforeAll(async () => {
  world = await createApiWorld();
  foreignKey = await giveKey(world.db, world.otherFirm, SCOPES);
  refund = (await askForRefund(world, { transactionId: await world.pay() })).body;
});
afterAll(() => world.stop());

/** Some things only a person may do, whatever the key. */
function mayBeAKey({ access }: Route): boolean {
  const action = ACTIONS.find((one) => one === access);
  return action === undefined || scopesMay(SCOPES, action);
}

function callRoute(
  { method, path }: Route,
  key?: string,
  { id, transactionId }: Pick<Schemas['Refund'], 'id' | 'transactionId'> = refund,
) {
  const filled = path
    .replace('{id}', id)
    .replace('{transactionId}', transactionId)
    .replace('{externalId}', 'ext_1')
    .replace('{matterId}', world.firm.matterId)
    .replace('{state}', 'NY')
    .replace('{monthEndId}', 'me_1')
    .replace('{lineId}', 'bl_1')
    .replace('{section}', '4')
    .replace('{step}', 'payment');
  return call(world.url, `${method.toUpperCase()} ${filled}${QUERIES[path] ?? ''}`, {
    ...(key !== undefined && { key }),
    ...((method === 'post' || method === 'put' || method === 'patch') && { body: BODIES[path] ?? {} }),
  });
}

describe('every route', () => {
  it('is served as the document says', async () => {
    const { body: own } = await askForRefund(world, { transactionId: await world.pay() });
    for (const route of ROUTES) {
      const { text } = await callRoute(route, world.key, own);
      expect(text, `${route.method} ${route.path}`).not.toContain('"not_found"');
    }
    expect(GUARDED.length).toBeGreaterThan(12);
  });

  it.each(GUARDED)('$method $path asks who it is', async (route) => {
    for (const key of [undefined, 'mk_live_', `mk_live_${'x'.repeat(43)}`, 'Basic abc']) {
      const { status, headers, body } = await callRoute(route, key);
      expect([status, body.code]).toEqual([401, 'unauthenticated']);
      expect(headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  // What a firm brings in it names itself: its own tests look at another firm's (imports.test.ts).
  it.each(NAMING.filter(({ path }) => !path.includes('xternalId}')))(
    '$method $path knows nothing of another firm',
    async (route) => {
      const { status, text } = await callRoute(route, foreignKey);
      expect(status).toBe(mayBeAKey(route) ? 404 : 403);
      expect(text).not.toContain('Dana Whitfield');
    },
  );

  it.each(GUARDED.filter(({ access }) => access !== 'signed_in'))(
    '$method $path needs $access',
    async (route) => {
      const key = await giveKey(world.db, world.firm, []);
      const { status, body } = await callRoute(route, key);
      expect([status, body.code, body.action]).toEqual([403, 'forbidden', route.access]);
    },
  );

  it('leaves the refund of the firm as it was, whoever tried', async () => {
    const { body } = await call(world.url, `GET /v1/refunds/${refund.id}`, { key: world.key });
    expect(body).toMatchObject({ status: 'requested', version: 1 });
  });
});

describe('an API key', () => {
  it.each<[Scope, readonly string[]]>([
    ['read', ['payment.read', 'refund.read', 'report.read', 'trust_balance.read']],
    [
      'refund',
      [
        'payment.read',
        'payment.void',
        'payment.assign',
        'refund.read',
        'refund.request',
        'refund.cancel',
        'refund.resolve',
        'invoice.decide',
        'reconciliation.manage',
      ],
    ],
    ['connect', ['report.read', 'connection.add']],
    [
      'trust',
      [
        'payment.read',
        'refund.read',
        'trust.record',
        'trust.record_authorized',
        'trust_ledger.record',
        'report.read',
        'trust_balance.read',
      ],
    ],
    ['import', ['payment.read', 'payment.assign', 'data.import', 'trust_balance.read']],
  ])('with scope %s may do that and no more', async (scope, actions) => {
    const key = await giveKey(world.db, world.firm, [scope]);
    const { body } = await call<Schemas['Me']>(world.url, 'GET /v1/me', { key });
    expect(body).toMatchObject({
      principal: { kind: 'api_client', name: 'Practice management', email: null },
      firm: { name: 'Adler & Brandt LLP', timeZone: 'America/New_York' },
      role: null,
      scopes: [scope],
      actions,
    });
  });
});

describe('a person', () => {
  it('signs in, is known by the session, and is unknown once signed out', async () => {
    const cookie = await signIn(await givePerson('admin'));
    const { body } = await call<Schemas['Me']>(world.url, 'GET /v1/me', { headers: { cookie } });
    expect(body).toMatchObject({ principal: { kind: 'user', name: 'Pat Doe' }, role: 'admin', scopes: null });
    expect(body.actions).toContain('refund.read_internal_note');
    const left = await call(world.url, 'POST /auth/sign-out', {
      body: {},
      headers: { cookie, origin: PORTAL_URL },
    });
    expect(left.status).toBe(200);
    const { status } = await call(world.url, 'GET /v1/me', { headers: { cookie } });
    expect(status).toBe(401);
  });

  it('has a session of twelve hours, in a cookie that scripts cannot read', async () => {
    const { headers } = await trySignIn(await givePerson('viewer'));
    const [cookie] = headers.getSetCookie();
    expect(cookie).toMatch(/^makewhole\.session_token=/);
    expect(cookie).toContain('Max-Age=43200');
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
  });

  it('sees the internal note and the emails, and what a role may not do is refused', async () => {
    const cookie = await signIn(await givePerson('admin'));
    const headers = { cookie, origin: PORTAL_URL };
    const asked = await call<Schemas['Refund']>(world.url, 'POST /v1/refunds', {
      body: {
        transactionId: await world.pay(),
        reason: 'Paid twice',
        internalNote: 'By phone\nwith Dana',
      },
      headers: { ...headers, 'idempotency-key': 'one' },
    });
    expect(asked.body.internalNote).toBe('By phone\nwith Dana');
    const { body } = await call<Schemas['Refund']>(world.url, `GET /v1/refunds/${asked.body.id}`, {
      headers,
    });
    expect(body).toMatchObject({ internalNote: 'By phone\nwith Dana', notifications: [] });
    const step = { amount: 1, currency: 'USD', date: '2026-01-05', reference: 'x' };
    const refused = await call(world.url, `POST /v1/refunds/${body.id}/trust-steps/payment`, {
      headers,
      body: step,
    });
    expect([refused.status, refused.body.action]).toEqual([409, undefined]);
    const viewer = await signIn(await givePerson('viewer'));
    const seen = await call(world.url, `GET /v1/refunds/${body.id}`, { headers: { cookie: viewer } });
    expect(seen.status).toBe(200);
    expect(seen.text).not.toContain('By phone');
  });

  it('changes nothing from another page than the portal', async () => {
    const cookie = await signIn(await givePerson('owner'));
    const origins = [undefined, 'http://evil.example', 'null', `${PORTAL_URL}.evil.example`];
    for (const origin of origins) {
      const { status, body } = await call(world.url, `POST /v1/refunds/${refund.id}/cancel`, {
        headers: { cookie, ...(origin !== undefined && { origin }) },
      });
      expect([status, body.code]).toEqual([403, 'origin_not_allowed']);
    }
  });

  it('is not let in with a wrong password, nor with an unknown email, and is not told which', async () => {
    const email = await givePerson('admin');
    const wrong = await trySignIn(email, 'not the password');
    const unknown = await trySignIn('nobody@adler.example', PASSWORD);
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.text).toBe(unknown.text);
  });

  it('cannot sign up', async () => {
    const { status } = await call(world.url, 'POST /auth/sign-up/email', {
      body: { email: 'eve@evil.example', password: PASSWORD, name: 'Eve' },
      headers: { origin: PORTAL_URL },
    });
    expect(status).toBe(404);
  });

  it('is slowed down after twenty tries in a minute from one address, and others are not', async () => {
    const email = await givePerson('admin');
    const statuses: number[] = [];
    for (let tries = 0; tries < 21; tries += 1) {
      statuses.push((await trySignIn(`nobody.${tries}@adler.example`, PASSWORD, '203.0.113.7')).status);
    }
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
    expect(statuses.at(-1)).toBe(429);
    expect((await trySignIn(email, PASSWORD, '203.0.113.8')).status).toBe(200);
    // What comes in by way of our own proxies cannot pass itself off as somebody else.
    expect((await trySignIn(email, PASSWORD, '198.51.100.1, 203.0.113.7')).status).toBe(429);
  });

  it('who made up a session is nobody', async () => {
    const { status } = await call(world.url, 'GET /v1/me', {
      headers: { cookie: 'makewhole.session_token=made.up' },
    });
    expect(status).toBe(401);
  });
});

let people = 0;

/** Somebody of the firm who can sign in. @returns the email */
async function givePerson(role: Role): Promise<string> {
  people += 1;
  const email = `Pat.Doe.${people}@Adler.example`;
  const { firmId } = world.firm;
  const person = { firmId, name: 'Pat Doe', email };
  const principalId = await createPrincipal(world.db, { ...person, kind: 'user', role });
  await createCredentials(world.db, { ...person, principalId, password: PASSWORD });
  return email;
}

function trySignIn(email: string, password = PASSWORD, forwardedFor = `192.0.2.${(people % 200) + 1}`) {
  return call(world.url, 'POST /auth/sign-in/email', {
    body: { email, password },
    headers: { origin: PORTAL_URL, 'x-forwarded-for': forwardedFor },
  });
}

/** @returns the Cookie header of the new session */
async function signIn(email: string): Promise<string> {
  const { status, headers } = await trySignIn(email);
  expect(status).toBe(200);
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

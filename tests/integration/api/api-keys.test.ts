// The keys of a firm's programs: made and revoked by an owner, shown once, and good for their scopes alone.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eq, sql } from 'drizzle-orm';
import { createApiKey } from '@makewhole/db/api-keys/create-api-key';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { API_KEYS_MAX } from '@makewhole/db/api-keys/issue-api-key';
import { API_KEYS_LISTED_MAX } from '@makewhole/db/api-keys/list-api-keys';
import { apiKeys } from '@makewhole/db/schema/firms';
import type { Role } from '@makewhole/domain/roles';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { until } from '../../support/until.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Answer, type Schemas } from './call.ts';
import { sessionOf, stepUp, type Session } from './session.ts';

type ApiKey = Schemas['ApiKey'];
type MadeApiKey = Schemas['MadeApiKey'];

let world: ApiWorld;
let owner: Session;
let otherOwner: Session;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
  otherOwner = await sessionOf(world, world.otherFirm, 'owner');
  await Promise.all([stepUp(world, owner), stepUp(world, otherOwner)]);
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.db.delete(apiKeys).where(eq(apiKeys.firmId, world.firm.firmId));
});

function ask<Body = MadeApiKey & Pick<Schemas['Problem'], 'code' | 'detail'>>(
  what: string,
  body?: unknown,
  { headers }: Session = owner,
): Promise<Answer<Body>> {
  return call<Body>(world.url, what, { headers, ...(body !== undefined && { body }) });
}

async function make(wanted: Readonly<Record<string, unknown>> = {}): Promise<MadeApiKey> {
  const { status, body } = await ask('POST /v1/api-keys', { name: 'Reporting', scopes: ['read'], ...wanted });
  expect(status).toBe(201);
  return body;
}

const revoke = (id: string, session = owner) => ask(`POST /v1/api-keys/${id}/revoke`, undefined, session);

async function listed(session = owner): Promise<readonly ApiKey[]> {
  const { body } = await ask<{ data: ApiKey[] }>('GET /v1/api-keys', undefined, session);
  return body.data;
}

const me = (key: string) =>
  call<Schemas['Me'] & Pick<Schemas['Problem'], 'code'>>(world.url, 'GET /v1/me', { key });

it('is made by nobody who has not just proved who they are', async () => {
  const unproved = await sessionOf(world, world.firm, 'owner');
  const refused = await ask('POST /v1/api-keys', { name: 'Reporting', scopes: ['refund'] }, unproved);
  expect([refused.status, refused.body.code]).toEqual([403, 'step_up_required']);
  expect(await listed()).toEqual([]);
});

describe('a key that was made', () => {
  it('works for what it was made for, and for nothing else', async () => {
    const { key } = await make();
    expect((await me(key)).body).toMatchObject({
      principal: { kind: 'api_client', name: 'Reporting' },
      scopes: ['read'],
    });
    const refused = await askForRefund({ url: world.url, key }, { transactionId: await world.pay() });
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    const other = await make({ name: 'Practice management', scopes: ['refund', 'trust'] });
    const taken = await askForRefund(
      { url: world.url, key: other.key },
      { transactionId: await world.pay() },
    );
    expect(taken.status).toBe(202);
    expect(taken.body.requestedBy.name).toBe('Practice management');
  });

  it('is shown this once, with who made it', async () => {
    const made = await make();
    expect(made).toMatchObject({
      name: 'Reporting',
      scopes: ['read'],
      createdBy: 'The owner',
      lastUsedAt: null,
      revokedAt: null,
    });
    expect(made.key).toMatch(/^mk_live_[A-Za-z0-9_-]{43}$/);
    expect(made.key.startsWith(made.prefix)).toBe(true);
    const { key, ...shown } = made;
    expect(await listed()).toEqual([shown]);
    const { text } = await ask('GET /v1/api-keys');
    expect(text).not.toContain(key.slice(made.prefix.length));
    expect(text).not.toContain('hash');
  });

  it('takes the place of another one: the program stays who it is, and both work until the old one is revoked', async () => {
    const old = await make();
    const made = await make({ name: undefined, replaces: old.id, scopes: ['read', 'refund'] });
    expect(made).toMatchObject({ name: 'Reporting', scopes: ['read', 'refund'] });
    const [before, after] = [await me(old.key), await me(made.key)];
    expect([before.status, after.status]).toEqual([200, 200]);
    expect(after.body.principal).toEqual(before.body.principal);
    await revoke(old.id);
    expect([(await me(old.key)).status, (await me(made.key)).status]).toEqual([401, 200]);
  });

  it('may take the place of one that was revoked, as after a leak', async () => {
    const leaked = await make();
    await revoke(leaked.id);
    expect((await make({ name: undefined, replaces: leaked.id })).name).toBe('Reporting');
    expect((await me(leaked.key)).status).toBe(401);
  });
});

describe('a key that was revoked', () => {
  it('is nobody at once, and once more is the same answer', async () => {
    const [{ id, key }, other] = [await make(), await make({ name: 'Other' })];
    expect((await me(key)).status).toBe(200);
    const first = await revoke(id);
    expect(first.status).toBe(200);
    expect(first.body.revokedAt).not.toBeNull();
    const { status, body } = await me(key);
    expect([status, body.code]).toEqual([401, 'unauthenticated']);
    const again = await revoke(id);
    expect([again.status, again.body.revokedAt]).toEqual([200, first.body.revokedAt]);
    expect((await me(other.key)).status).toBe(200);
  });

  it('stands below those that work, and the latest of them are listed', async () => {
    const { firmId } = world.firm;
    const principalId = await createPrincipal(world.db, { firmId, kind: 'api_client', name: 'Old' });
    const old = await createApiKey(world.db, { firmId, principalId, scopes: ['read'] });
    await world.db
      .update(apiKeys)
      .set({ createdAt: new Date(0) })
      .where(eq(apiKeys.id, old.id));
    await world.db.insert(apiKeys).values(
      Array.from({ length: API_KEYS_LISTED_MAX }, (_, index) => ({
        id: `key_revoked_${index}`,
        firmId,
        principalId,
        hash: `hash ${index}`,
        prefix: 'mk_live_0000',
        scopes: ['read' as const],
        revokedAt: new Date(),
      })),
    );
    const keys = await listed();
    expect(keys).toHaveLength(API_KEYS_LISTED_MAX);
    expect(keys[0]).toMatchObject({ id: old.id, createdBy: null, revokedAt: null });
    expect(keys[1]?.revokedAt).not.toBeNull();
  });
});

describe('the use of a key', () => {
  const MINUTE_MS = 60_000;
  const noted = async (id: string) => (await listed()).find((one) => one.id === id)?.lastUsedAt ?? null;
  const setNoted = (id: string, lastUsedAt: Date) =>
    world.db.update(apiKeys).set({ lastUsedAt }).where(eq(apiKeys.id, id));

  it('is noted, beside the answer', async () => {
    const started = Date.now();
    const { id, key } = await make();
    await Promise.all(Array.from({ length: 10 }, () => me(key)));
    const at = await until(
      () => noted(id),
      (lastUsedAt) => lastUsedAt !== null,
      () => 'no use was noted',
    );
    expect(Date.parse(at ?? '')).toBeGreaterThanOrEqual(started);
  });

  it('is noted at most once a minute', async () => {
    const { id, key } = await make();
    const recently = new Date(Date.now() - MINUTE_MS / 4);
    await setNoted(id, recently);
    // A use of another key after it shows that the first would have been noted by now.
    const other = await make();
    await me(key);
    await me(other.key);
    await until(
      () => noted(other.id),
      (lastUsedAt) => lastUsedAt !== null,
      () => 'no use was noted',
    );
    expect(await noted(id)).toBe(recently.toISOString());
    const longAgo = new Date(Date.now() - 2 * MINUTE_MS);
    await setNoted(id, longAgo);
    await me(key);
    await until(
      () => noted(id),
      (lastUsedAt) => lastUsedAt !== longAgo.toISOString(),
      () => 'the later use was not noted',
    );
  });

  it('does not keep the answer waiting while somebody holds on to the key', async () => {
    const { id, key } = await make();
    await world.db.transaction(async (tx) => {
      await tx.select().from(apiKeys).where(eq(apiKeys.id, id)).for('update');
      expect((await me(key)).status).toBe(200);
    });
  });

  it('hurts nothing where it cannot be noted', async () => {
    const { id, key } = await make();
    await world.db.execute(
      sql`ALTER TABLE api_keys ADD CONSTRAINT nobody CHECK (last_used_at IS NULL) NOT VALID`,
    );
    try {
      expect((await me(key)).status).toBe(200);
      expect((await me(key)).status).toBe(200);
      expect(await noted(id)).toBeNull();
    } finally {
      await world.db.execute(sql`ALTER TABLE api_keys DROP CONSTRAINT nobody`);
    }
  });
});

describe('what is refused', () => {
  it.each([
    [{}],
    [{ name: 'Reporting' }],
    [{ scopes: ['read'] }],
    [{ name: 'Reporting', scopes: [] }],
    [{ name: 'Reporting', scopes: ['read', 'read'] }],
    [{ name: 'Reporting', scopes: ['firm.manage'] }],
    [{ name: ' ', scopes: ['read'] }],
    [{ name: 'Report\u0000ing', scopes: ['read'] }],
    [{ name: 'x'.repeat(TEXT_LENGTH_MAX.programName + 1), scopes: ['read'] }],
    [{ name: 'Reporting', replaces: 'key_1', scopes: ['read'] }],
    [{ name: 'Reporting', scopes: ['read'], key: 'mk_live_mine' }],
  ])('a new one like %j', async (body) => {
    const { status, body: said } = await ask('POST /v1/api-keys', body);
    expect([status, said.code]).toEqual([400, 'invalid_request']);
    expect(await listed()).toEqual([]);
  });

  it('one more than a firm can look after, be it a new one or in the place of another', async () => {
    const { id } = await make();
    const { firmId } = world.firm;
    const principalId = await createPrincipal(world.db, { firmId, kind: 'api_client', name: 'Many' });
    for (let made = 1; made < API_KEYS_MAX - 1; made += 1) {
      await createApiKey(world.db, { firmId, principalId, scopes: ['read'] });
    }
    const bodies = [{ name: 'One more' }, { name: 'Another' }, { replaces: id }];
    const answers = await Promise.all(
      bodies.map((body) => ask('POST /v1/api-keys', { ...body, scopes: ['read'] })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422, 422]);
    expect(answers.map(({ body }) => body.code)).toContain('too_many_api_keys');
    await revoke(id);
    await make();
  });

  it("another firm's: it is not seen, replaced or revoked", async () => {
    const { id, key } = await make();
    expect((await listed(otherOwner)).map((one) => one.id)).not.toContain(id);
    const replacing = await ask('POST /v1/api-keys', { replaces: id, scopes: ['read'] }, otherOwner);
    expect([replacing.status, replacing.body.code]).toEqual([404, 'api_key_not_found']);
    const revoking = await revoke(id, otherOwner);
    expect([revoking.status, revoking.body.code]).toEqual([404, 'api_key_not_found']);
    expect((await me(key)).status).toBe(200);
  });

  it('whatever anybody but an owner asks', async () => {
    const { id, key } = await make();
    for (const role of ['viewer', 'admin', 'lawyer'] satisfies Role[]) {
      const person = await sessionOf(world, world.firm, role);
      expect((await ask('GET /v1/api-keys', undefined, person)).status).toBe(403);
      const making = await ask('POST /v1/api-keys', { name: 'Mine', scopes: ['read'] }, person);
      expect([making.status, making.body.code]).toEqual([403, 'forbidden']);
      expect((await revoke(id, person)).status).toBe(403);
    }
    expect((await me(key)).status).toBe(200);
    expect(await listed()).toHaveLength(1);
  });

  it('whatever a key asks, even of every scope: a leaked one makes no others', async () => {
    const key = await giveKey(world.db, world.firm);
    const [{ id } = { id: '' }] = await listed();
    for (const [what, body] of [
      ['GET /v1/api-keys', undefined],
      ['POST /v1/api-keys', { name: 'Mine', scopes: ['read'] }],
      [`POST /v1/api-keys/${id}/revoke`, undefined],
    ] as const) {
      const { status } = await call(world.url, what, { key, ...(body !== undefined && { body }) });
      expect(status).toBe(403);
    }
    expect(await listed()).toHaveLength(1);
  });
});

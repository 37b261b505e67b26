// Sign-ins and API keys that nobody uses end after 90 days (PCI DSS 8.2.6), and the owners hear of it a week before.
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createCredentials } from '@makewhole/api/auth/create-credentials';
import { createApiKey } from '@makewhole/db/api-keys/create-api-key';
import { connect, type Connection } from '@makewhole/db/connect';
import { listFirmEvents } from '@makewhole/db/events/list-firm-events';
import { accountEmails } from '@makewhole/db/schema/account-emails';
import { session } from '@makewhole/db/schema/auth';
import { apiKeys, principals } from '@makewhole/db/schema/firms';
import { createTestDatabase, type TestDatabase } from '@makewhole/db/test-database';
import { changeUser } from '@makewhole/db/users/change-user';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { reviewAccess } from '@makewhole/db/users/review-access';
import type { PrincipalId } from '@makewhole/domain/ids';
import type { Role } from '@makewhole/domain/roles';
import { byOwner, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';

let database: TestDatabase;
let connection: Connection;
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'));
  // As the worker connects: what it may not do fails here.
  connection = connect(database.appUrl);
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

const DAY_MS = 86_400_000;
const NOW = new Date();
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY_MS);
const ago = (days: number) => inDays(-days);

/** A firm whose own people were all here today. */
async function activeFirm(): Promise<SmallFirm> {
  const firm = await createSmallFirm(connection.db);
  await connection.db.update(principals).set({ lastSignInAt: NOW }).where(eq(principals.firmId, firm.firmId));
  return firm;
}

let people = 0;
/** Somebody who can sign in, and did so that many days ago. */
async function person({ firmId }: SmallFirm, role: Role, lastSignInDaysAgo: number): Promise<PrincipalId> {
  const { db } = connection;
  people += 1;
  const about = { firmId, name: `Person ${people}`, email: `unused.${people}@adler.example` };
  const id = await createPrincipal(db, { ...about, kind: 'user', role });
  await createCredentials(db, { ...about, principalId: id, password: 'a long enough password' });
  const at = ago(lastSignInDaysAgo);
  await db.update(principals).set({ lastSignInAt: at, createdAt: at }).where(eq(principals.id, id));
  return id;
}

async function key(
  { firmId }: SmallFirm,
  lastUsedDaysAgo: number | null,
  madeDaysAgo: number,
): Promise<string> {
  const { db } = connection;
  const principalId = await createPrincipal(db, { firmId, kind: 'api_client', name: 'Monthly job' });
  const { id } = await createApiKey(db, { firmId, principalId, scopes: ['read'] });
  const lastUsedAt = lastUsedDaysAgo === null ? null : ago(lastUsedDaysAgo);
  await db
    .update(apiKeys)
    .set({ lastUsedAt, createdAt: ago(madeDaysAgo) })
    .where(eq(apiKeys.id, id));
  return id;
}

const review = ({ firmId }: SmallFirm, days = 0) => reviewAccess(connection.db, firmId, inDays(days));
const isDisabled = async (id: PrincipalId) => {
  const [row] = await connection.db.select().from(principals).where(eq(principals.id, id));
  return row?.disabledAt !== null;
};
const isRevoked = async (id: string) => {
  const [row] = await connection.db.select().from(apiKeys).where(eq(apiKeys.id, id));
  return row?.revokedAt !== null;
};
const mailsOf = ({ firmId }: SmallFirm, kind: 'inactivity_told' | 'inactivity_ended') =>
  connection.db
    .select()
    .from(accountEmails)
    .where(and(eq(accountEmails.firmId, firmId), eq(accountEmails.kind, kind)));
const eventsOf = async ({ firmId }: SmallFirm) => {
  const { data } = await listFirmEvents(connection.db, firmId, { before: undefined, limit: 50 });
  return data.map(({ type, actor }) => `${type} by ${actor}`).toReversed();
};

describe('a user who does not sign in', () => {
  it('is told of to the owners after 83 days, once, and disabled after 90', async () => {
    const firm = await activeFirm();
    const id = await person(firm, 'admin', 83);
    expect(await review(firm)).toHaveLength(1);
    for (const day of [0, 1, 6]) expect(await review(firm, day)).toEqual([]);
    expect(await isDisabled(id)).toBe(false);
    const { authUserId } = await rowOf(id);
    const later = new Date(Date.now() + DAY_MS);
    await connection.db.insert(session).values({
      ...{ id: `s-${id}`, token: `t-${id}`, userId: authUserId ?? '', expiresAt: later },
    });
    expect(await review(firm, 7)).toHaveLength(1);
    expect(await isDisabled(id)).toBe(true);
    const left = await connection.db
      .select()
      .from(session)
      .where(eq(session.userId, authUserId ?? ''));
    expect(left).toEqual([]);
    expect(await review(firm, 8)).toEqual([]);
    expect(await eventsOf(firm)).toEqual([
      'access.inactivity_told by makewhole',
      'user.disabled_inactive by makewhole',
    ]);
    const [told] = await mailsOf(firm, 'inactivity_told');
    expect(told?.principalId).toBe(firm.people.owner);
    expect(told?.about).toMatchObject({ unused: [{ kind: 'user', id, lastUsedAt: ago(83).toISOString() }] });
    expect(await mailsOf(firm, 'inactivity_ended')).toHaveLength(1);
  });

  it('for a year already, as on the first night, has a week after the owners are told', async () => {
    const firm = await activeFirm();
    const id = await person(firm, 'viewer', 365);
    await review(firm);
    await review(firm, 6);
    expect(await isDisabled(id)).toBe(false);
    await review(firm, 7);
    expect(await isDisabled(id)).toBe(true);
  });

  it('and then does starts over, and so does one whom an owner enables again', async () => {
    const firm = await activeFirm();
    const id = await person(firm, 'admin', 85);
    await review(firm);
    await connection.db
      .update(principals)
      .set({ lastSignInAt: inDays(3) })
      .where(eq(principals.id, id));
    await review(firm, 30);
    expect(await isDisabled(id)).toBe(false);
    await review(firm, 90);
    await review(firm, 97);
    expect(await isDisabled(id)).toBe(true);
    await changeUser(connection.db, byOwner(firm, inDays(98)), id, { disabled: false });
    await review(firm, 99);
    expect(await isDisabled(id)).toBe(false);
  });

  it('is kept where they are the last owner who can sign in, however long they are away', async () => {
    const firm = await createSmallFirm(connection.db);
    await connection.db.update(principals).set({ disabledAt: NOW }).where(eq(principals.firmId, firm.firmId));
    const [longAway, away] = [await person(firm, 'owner', 200), await person(firm, 'owner', 100)];
    await review(firm);
    await review(firm, 7);
    expect([await isDisabled(longAway), await isDisabled(away)]).toEqual([true, false]);
    for (const day of [8, 100, 400]) await review(firm, day);
    expect(await isDisabled(away)).toBe(false);
  });

  it('who is an owner who never set a password does not count as one who can sign in', async () => {
    const firm = await createSmallFirm(connection.db);
    const id = await person(firm, 'owner', 200);
    await review(firm);
    await review(firm, 7);
    expect(await isDisabled(id)).toBe(false);
  });
});

describe('an API key that no program uses', () => {
  it('is revoked after 90 days, and a monthly job keeps its own', async () => {
    const firm = await activeFirm();
    const [monthly, unused, never] = [
      await key(firm, 31, 400),
      await key(firm, 90, 400),
      await key(firm, null, 90),
    ];
    expect(await review(firm)).toHaveLength(1);
    await review(firm, 7);
    expect([await isRevoked(monthly), await isRevoked(unused), await isRevoked(never)]).toEqual([
      false,
      true,
      true,
    ]);
    expect(await eventsOf(firm)).toEqual([
      ...['access.inactivity_told by makewhole', 'access.inactivity_told by makewhole'],
      ...['api_key.revoked_unused by makewhole', 'api_key.revoked_unused by makewhole'],
    ]);
  });

  it('that was revoked already is left alone', async () => {
    const firm = await activeFirm();
    const id = await key(firm, 200, 400);
    await connection.db.update(apiKeys).set({ revokedAt: NOW }).where(eq(apiKeys.id, id));
    expect(await review(firm)).toEqual([]);
    expect(await eventsOf(firm)).toEqual([]);
  });
});

async function rowOf(id: PrincipalId) {
  const [row] = await connection.db.select().from(principals).where(eq(principals.id, id));
  if (row === undefined) throw new Error(`There is no principal ${id}`);
  return row;
}

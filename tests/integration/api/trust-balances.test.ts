// What the firm's own system says that a matter has in trust comes in by PUT and in batches. It posts nothing: it is
// compared with our client ledger, and what differs is somebody's task until the two agree.
import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addBankAccount } from '@makewhole/db/bank-accounts/add-bank-account';
import { firmEvents } from '@makewhole/db/schema/firms';
import { ledgerEntries } from '@makewhole/db/schema/ledger';
import { obligations } from '@makewhole/db/schema/obligations';
import { compareChangedBalances } from '@makewhole/db/trust/balance-tasks';
import type { MatterId } from '@makewhole/domain/ids';
import { BALANCE_TASKS } from '@makewhole/domain/balance-tasks';
import { addMatter, bringTrust, byOwner } from '../../support/small-firm.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const HOUR_MS = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();

it('takes a balance, and the same again only moves its instant', async () => {
  const { externalId } = await matterWith(0);
  const made = await put(externalId, { balance: 0, asOf: ago(48) });
  expect([made.status, made.body]).toEqual([200, { externalId, status: 'created' }]);
  const again = await put(externalId, { balance: 0, asOf: ago(1) });
  expect(again.body).toEqual({ externalId, status: 'unchanged' });
  expect(again.headers.get('etag')).toBe(made.headers.get('etag'));
  const read = await get(externalId);
  expect(read.headers.get('etag')).toBe(made.headers.get('etag'));
  expect(Date.parse(read.body.asOf)).toBeGreaterThan(Date.now() - 2 * HOUR_MS);
  expect(await eventsOf(externalId)).toHaveLength(1);
  // It stood once said for a later instant.
  expect(await refused(externalId, { balance: 1, asOf: ago(2) })).toEqual([409, 'stale']);
});

it('refuses what was said of another version, of the future, of no matter, and of an account that is not trust', async () => {
  const { externalId } = await matterWith(0);
  const fresh = { balance: 0, asOf: ago(1) };
  expect(await refused(externalId, fresh, { 'if-match': '*' })).toEqual([412, 'changed_meanwhile']);
  expect(await refused(externalId, { balance: 0, asOf: ago(-1) })).toEqual([400, 'invalid_request']);
  expect(await refused(externalId, { balance: 0.5, asOf: ago(1) })).toEqual([400, 'invalid_request']);
  expect(await refused(externalId, { balance: 2 ** 52, asOf: ago(1) })).toEqual([400, 'invalid_request']);
  expect(await refused('m-none', fresh)).toEqual([404, 'matter_not_found']);
  const accounts = await call<{ data: { id: string; kind: string }[] }>(world.url, 'GET /v1/bank-accounts', {
    key: world.key,
  });
  const operating = accounts.body.data.find(({ kind }) => kind === 'operating')?.id;
  for (const bankAccountId of [operating, 'ba_none']) {
    expect(await refused(externalId, { ...fresh, bankAccountId })).toEqual([404, 'bank_account_not_found']);
  }
  expect((await get(externalId)).body.code).toBe('trust_balance_not_found');
  const key = await giveKey(world.db, world.firm, ['read', 'refund', 'trust']);
  const { status, body } = await call(world.url, `PUT /v1/trust-balances/${externalId}`, {
    key,
    body: fresh,
  });
  expect([status, body.code, body.action]).toEqual([403, 'forbidden', 'data.import']);
});

it('compares and posts nothing: what differs is one task, which completes itself', async () => {
  const { externalId, matterId } = await matterWith(500_00);
  const before = await world.db.$count(ledgerEntries);
  await put(externalId, { balance: 300_00, asOf: ago(0) });
  expect((await get(externalId)).body).toMatchObject({
    ...{ balance: 300_00, ledgerBalance: 500_00, difference: -200_00, held: 0, free: 300_00, stale: false },
  });
  const [task] = await tasksOf(matterId);
  expect(task).toMatchObject({
    kind: 'trust_balance_difference',
    status: 'open',
    owner: 'admin',
    amount: 200_00,
  });
  expect(task?.summary).toContain('$300.00');
  expect(await differing()).toContain(externalId);
  await put(externalId, { balance: 400_00, asOf: ago(0) });
  expect(await tasksOf(matterId)).toMatchObject([{ id: task?.id, status: 'open', amount: 100_00 }]);
  await put(externalId, { balance: 500_00, asOf: ago(0) });
  expect(await tasksOf(matterId)).toMatchObject([{ id: task?.id, status: 'done', settledBy: 'makewhole' }]);
  expect(await differing()).not.toContain(externalId);
  await put(externalId, { balance: 499_99, asOf: ago(0) });
  expect(await tasksOf(matterId)).toMatchObject([{ status: 'done' }, { status: 'open', amount: 1 }]);
  expect(await world.db.$count(ledgerEntries)).toBe(before);
});

it('follows our own ledger: what is booked later with an earlier day ends the difference', async () => {
  const { externalId, matterId } = await matterWith(0);
  await put(externalId, { balance: 250_00, asOf: ago(0) });
  expect(await tasksOf(matterId)).toMatchObject([{ status: 'open', amount: 250_00 }]);
  await bringTrust(world.db, { firmId: world.firm.firmId, matterId }, 250_00);
  await compareChangedBalances(world.db, { now: new Date(), limit: 100 });
  // It came after the statement, which did not have it yet.
  expect(await tasksOf(matterId)).toMatchObject([{ status: 'open', amount: 250_00 }]);
  await put(externalId, { balance: 250_00, asOf: ago(0) });
  expect(await tasksOf(matterId)).toMatchObject([{ status: 'done' }]);
});

it('says many differences in one email for each account', async () => {
  const matters: Awaited<ReturnType<typeof matterWith>>[] = [];
  for (let n = 0; n < 4; n += 1) matters.push(await matterWith(0));
  const rows = matters.map(({ externalId }) => ({ matterExternalId: externalId, balance: 7, asOf: ago(0) }));
  const statuses = async (dryRun: boolean) => {
    const answer = await call<Schemas['BatchAnswer']>(world.url, 'POST /v1/trust-balances/batch', {
      key: world.key,
      body: { rows: [...rows, { ...rows[0], matterExternalId: 'm-none' }], dryRun },
    });
    expect(answer.status).toBe(200);
    expect(answer.body.rows.map((row) => row.externalId)).toEqual([
      ...matters.map(({ externalId }) => externalId),
      'm-none',
    ]);
    return answer.body.rows.map(({ status, code }) => code ?? status);
  };
  await completeAll();
  const expected = [...matters.map(() => 'created'), 'matter_not_found'];
  expect(await statuses(true)).toEqual(expected);
  expect(await tasksOf(...matters.map(({ matterId }) => matterId))).toEqual([]);
  expect(await statuses(false)).toEqual(expected);
  const open = await tasksOf(...matters.map(({ matterId }) => matterId));
  expect(open).toHaveLength(4);
  expect(open.filter(({ nextMessageAt }) => nextMessageAt !== null)).toHaveLength(1);
  const speaker = matters.find(({ matterId }) => matterId === open.find((one) => one.nextMessageAt)?.subject);
  await put(speaker?.externalId ?? '', { balance: 0, asOf: ago(0) });
  const left = await tasksOf(...matters.map(({ matterId }) => matterId));
  const [next, ...others] = left.filter(({ nextMessageAt }) => nextMessageAt !== null);
  expect([others, next?.status]).toEqual([[], 'open']);
  expect(next?.nextMessageAt?.getTime()).toBeGreaterThan(Date.now() + HOUR_MS / 60);
});

it('lists them with a cursor, and to its own firm alone', async () => {
  const names: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    const { externalId } = await matterWith(0);
    await put(externalId, { balance: 0, asOf: ago(100) });
    names.push(externalId);
  }
  const seen: string[] = [];
  let cursor = '';
  do {
    const path = `GET /v1/trust-balances?limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const { status, body } = await call<BalancePage>(world.url, path, { key: world.key });
    expect(status).toBe(200);
    seen.push(...body.data.map(({ matterExternalId }) => matterExternalId));
    cursor = body.nextCursor ?? '';
  } while (cursor !== '');
  expect(seen).toEqual([...seen].sort());
  expect(seen).toEqual(expect.arrayContaining(names));
  expect((await get(names[0] ?? '')).body.stale).toBe(true);
  const theirs = await call<BalancePage>(world.url, 'GET /v1/trust-balances', {
    key: world.otherKey,
  });
  expect(theirs.body.data).toEqual([]);
  const malformed = await call(world.url, 'GET /v1/trust-balances?cursor=x', { key: world.key });
  expect([malformed.status, malformed.body.code]).toEqual([400, 'invalid_request']);
});

it('must be told which account, where there are several', async () => {
  const { externalId } = await matterWith(0);
  const asOf = ago(0);
  await put(externalId, { balance: 0, asOf });
  const added = await addBankAccount(world.db, byOwner(world.firm), SECOND);
  const id = added?.id ?? '';
  const unnamed = await call(world.url, `PUT /v1/trust-balances/${externalId}`, {
    key: world.key,
    body: { balance: 0, asOf },
  });
  expect([unnamed.status, unnamed.body.code]).toEqual([422, 'bank_account_required']);
  expect(unnamed.body.detail).toContain(id);
  const named = await put(externalId, { balance: 5, asOf, bankAccountId: id });
  expect(named.body.status).toBe('created');
  expect((await get(externalId)).body.code).toBe('bank_account_required');
  expect((await get(`${externalId}?bankAccountId=${id}`)).body).toMatchObject({
    balance: 5,
    bankAccountId: id,
  });
});

const SECOND = {
  kind: 'trust',
  ...{ title: 'Second IOLTA', bankName: null, lastFour: '4471', isIolta: true, state: 'NJ' },
} as const;
type BalancePage = { readonly data: readonly Schemas['TrustBalance'][]; readonly nextCursor: string | null };

async function matterWith(trust: number): Promise<{ externalId: string; matterId: MatterId }> {
  const number = `m-${randomUUID()}`;
  const matterId = await addMatter(world.db, world.firm, { number, name: 'Roe estate', client: 'Ann Roe' });
  if (trust !== 0) await bringTrust(world.db, { firmId: world.firm.firmId, matterId }, trust);
  return { externalId: number, matterId };
}

function put(externalId: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  const path = `PUT /v1/trust-balances/${externalId}`;
  return call<Schemas['Imported']>(world.url, path, { key: world.key, body, headers });
}

async function refused(externalId: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  const answer = await call(world.url, `PUT /v1/trust-balances/${externalId}`, {
    ...{ key: world.key, body, headers },
  });
  return [answer.status, answer.body.code];
}

function get(externalId: string) {
  const path = `GET /v1/trust-balances/${externalId}`;
  return call<Schemas['TrustBalance'] & { code?: string }>(world.url, path, { key: world.key });
}

async function differing() {
  const path = 'GET /v1/trust-balances?differs=true&limit=100';
  const { body } = await call<BalancePage>(world.url, path, { key: world.key });
  return body.data.map(({ matterExternalId }) => matterExternalId);
}

function tasksOf(...matterIds: readonly MatterId[]) {
  return world.db
    .select()
    .from(obligations)
    .where(
      and(inArray(obligations.kind, Object.values(BALANCE_TASKS)), inArray(obligations.subject, matterIds)),
    )
    .orderBy(asc(obligations.openedAt), asc(obligations.id));
}

/** So that what earlier tests left open speaks for nothing here. */
async function completeAll(): Promise<void> {
  await world.db
    .update(obligations)
    .set({ status: 'void', settledAt: new Date(), settledBy: 'makewhole', nextMessageAt: null })
    .where(inArray(obligations.kind, Object.values(BALANCE_TASKS)));
}

async function eventsOf(externalId: string) {
  const rows = await world.db.select().from(firmEvents).where(eq(firmEvents.type, 'trust_balance.imported'));
  return rows.filter(({ data }) => data['externalId'] === externalId);
}

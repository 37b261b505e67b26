// What the portal's lists, matter pages and search ask for: matters and clients, saved views, the shape of an ID, payments
// that look alike.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAVED_VIEWS_MAX } from '@makewhole/db/saved-views/saved-views';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Call, type Schemas } from './call.ts';
import { givePerson, signIn, type Session } from './user-calls.ts';

let world: ApiWorld;
let owner: Session;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await signIn(world, await givePerson(world, 'owner'));
}, 120_000);
afterAll(() => world.stop());

const get = <Body>(path: string, options: Call = {}) =>
  call<Body>(world.url, `GET ${path}`, { key: world.key, ...options });

describe('the directory', () => {
  it('finds a matter by words of its number, name and client, with its trust balance and its people', async () => {
    const { body } = await get<Schemas['DirectoryMatterPage']>('/v1/directory/matters?q=dana+LEASE+014');
    expect(body.data).toMatchObject([
      {
        ...{ id: world.firm.matterId, number: '2026-014', name: 'Whitfield lease', closed: false },
        ...{ client: { name: 'Dana Whitfield' }, trust: { balance: 5_000_00, held: 0 } },
      },
    ]);
    const one = await get<Schemas['DirectoryMatterDetail']>(`/v1/directory/matters/${world.firm.matterId}`);
    expect(one.body.people.map(({ name }) => name)).toEqual(['Luis Brandt', 'Nora Adler']);
    expect((await get('/v1/directory/matters?q=nobody')).body).toEqual({ data: [], nextCursor: null });
  });

  it('shows no trust balance to those who may not read reports', async () => {
    const viewer = await signIn(world, await givePerson(world, 'viewer'));
    const answer = await viewer<Schemas['DirectoryMatter']>(
      `GET /v1/directory/matters/${world.firm.matterId}`,
    );
    expect([answer.status, answer.body.trust]).toEqual([200, null]);
  });

  it('leads from a client to its matters, payments and refunds, page by page', async () => {
    const transactionId = await world.pay();
    const { body: clients } = await get<Schemas['DirectoryClientPage']>('/v1/directory/clients?q=whitfield');
    const clientId = clients.data[0]?.id ?? '';
    expect((await get(`/v1/directory/clients/${clientId}`)).body).toMatchObject({ name: 'Dana Whitfield' });
    const of = `clientId=${clientId}`;
    const matters = await get<Schemas['DirectoryMatterPage']>(`/v1/directory/matters?${of}&limit=1`);
    expect(matters.body.data).toHaveLength(1);
    const paid = await get<Schemas['PaymentPage']>(`/v1/payments?${of}`);
    expect(paid.body.data.map((payment) => payment.transactionId)).toContain(transactionId);
    expect((await get<Schemas['RefundPage']>(`/v1/refunds?${of}`)).status).toBe(200);
    const none = await get<Schemas['PaymentPage']>('/v1/payments?matterId=mat_none');
    expect(none.body.data).toEqual([]);
  });
});

describe('saved views', () => {
  const save = (name: string, query = 'type=sale&method=ach', session = owner) =>
    session<Schemas['SavedView'] & { code: string }>('POST /v1/saved-views', { name, query });

  it('are their person’s alone, have one name each, and go when they are deleted', async () => {
    const { status, body } = await save('ACH');
    expect(status).toBe(201);
    expect((await save('ACH')).body.id).toBe(body.id);
    expect((await save('ach', 'type=refund')).body.code).toBe('saved_view_name_taken');
    const colleague = await signIn(world, await givePerson(world, 'owner'));
    expect((await colleague('GET /v1/saved-views')).body).toEqual({ data: [] });
    expect((await colleague(`DELETE /v1/saved-views/${body.id}`)).body.code).toBe('saved_view_not_found');
    expect((await save('ACH', 'type=sale', colleague)).status).toBe(201);
    expect((await owner(`DELETE /v1/saved-views/${body.id}`)).status).toBe(204);
    expect((await owner('GET /v1/saved-views')).body).toEqual({ data: [] });
  });

  it('are a limited number, also when they are saved at once', async () => {
    const statuses = await Promise.all(
      Array.from({ length: SAVED_VIEWS_MAX + 3 }, async (_, n) => (await save(`View ${n}`)).status),
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(SAVED_VIEWS_MAX);
    expect((await save('One more')).body.code).toBe('too_many_saved_views');
  });
});

it('an ID that was not found is explained by its shape, by what the firm’s company issues, and is never looked up', async () => {
  const explain = async (transactionId: string) => {
    const answer = await owner<Schemas['TransactionIdShape']>('POST /v1/transaction-ids/explain', {
      transactionId,
    });
    expect(answer.status, answer.text).toBe(200);
    return answer.body.faults.map(({ code }) => code);
  };
  expect(await explain('txn_7Hq2mXvR4bKp9sL')).toEqual(['too_short']);
  expect(await explain('txn_7Hq2mXvR4bKp9sLw\u200b')).toEqual(['invisible_character']);
  expect(await explain('pi_3MtwBwLkdIwHu7ix28a3tqPa')).toEqual(['other_company']);
  expect(await explain('txn_7Hq2mXvR4bKp9sLw')).toEqual([]);
  expect(await explain('4111 1111 1111 1111')).toEqual(['whole_row']);
});

describe('a payment that looks like another one', () => {
  it('names the other: same payer, amount and matter within less than seven days', async () => {
    const parts = [{ of: 'trust', amount: 777_00 }] as const;
    const [one, other] = [await world.pay({ parts }), await world.pay({ parts })];
    const alone = await world.pay({ parts: [{ of: 'trust', amount: 778_00 }] });
    const duplicatesOf = async (id: string) =>
      (await get<Schemas['PaymentDetail']>(`/v1/payments/${id}`)).body.likelyDuplicates.map(
        ({ transactionId }) => transactionId,
      );
    expect(await duplicatesOf(one)).toEqual([other]);
    expect(await duplicatesOf(other)).toEqual([one]);
    expect(await duplicatesOf(alone)).toEqual([]);
  });

  it('is not flagged if each paid an invoice of its own', async () => {
    const parts = [{ of: 'invoice', amount: 555_00 }] as const;
    const [one] = [await world.pay({ parts }), await world.pay({ parts })];
    const { body } = await get<Schemas['PaymentDetail']>(`/v1/payments/${one}`);
    expect(body.likelyDuplicates).toEqual([]);
  });
});

it('rows that were selected are exported, and no others', async () => {
  const ids = [await world.pay(), await world.pay(), await world.pay()];
  const key = await giveKey(world.db, world.firm, ['read']);
  const path = `/v1/exports/payments?transactionIds=${encodeURIComponent(`${ids[0]} ${ids[2]}`)}`;
  const { status, text } = await call(world.url, `GET ${path}`, { key });
  expect(status).toBe(200);
  expect(ids.map((id) => text.includes(id))).toEqual([true, false, true]);
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WantedPayment } from '../../support/small-firm.ts';
import { createApiWorld, giveKey, NOWHERE, type ApiWorld } from './api-world.ts';
import { call, type Call, type Schemas } from './call.ts';

type Page = Schemas['PaymentPage'];

const UNSETTLED: WantedPayment = { parts: [{ of: 'invoice', amount: 1_250_00 }], unsettled: true };

let world: ApiWorld;
let transactionId: string;
const get = <Body = Schemas['Problem']>(path: string, options: Call = {}) =>
  call<Body>(world.url, `GET ${path}`, { key: world.key, ...options });

beforeAll(async () => {
  world = await createApiWorld();
  transactionId = await world.pay();
});
afterAll(() => world.stop());

describe('GET /v1/payments/{transactionId}', () => {
  it('gives the payment with its items and whether it can be refunded', async () => {
    const { status, body } = await get(`/v1/payments/${transactionId}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      transactionId,
      type: 'sale',
      status: 'settled',
      amount: 125_000,
      currency: 'USD',
      method: 'card',
      last4: '4242',
      payer: { name: 'Dana Whitfield', email: 'dana@example.com' },
      matter: { number: '2026-014', name: 'Whitfield lease' },
      items: [{ account: 'operating', amount: 125_000 }],
      legs: [{ account: 'operating', amount: 125_000 }],
      refundId: null,
      refundOf: null,
      disputed: false,
      dispute: null,
      eligibility: { refundable: true, code: null, message: null, refundableFrom: null },
    });
  });

  it('says what each item is for, as the processor does, and takes no surcharge in trust', async () => {
    const surcharge = { ...CONSULTATION, description: 'Surcharge', amount: 120, kind: 'surcharge' };
    const advice = { ...CONSULTATION, amount: 4_080 };
    const id = await payAtProcessor(world, [advice, surcharge]);
    const { body } = await get(`/v1/payments/${id}`);
    expect(body).toMatchObject({
      items: [{ kind: null }, { kind: 'surcharge', amount: 120 }],
      allocations: [
        { kind: 'surcharge', invoiceNumber: null, amount: 120 },
        { kind: null, invoiceNumber: null, amount: 4_080 },
      ],
    });
    const wrong = await payAtProcessor(world, [advice, { ...surcharge, account: 'trust' }]);
    const refused = await get(`/v1/payments/${wrong}`);
    expect([refused.status, refused.body.code]).toEqual([422, 'processor_record_unusable']);
  });

  it('says what the money was applied to: invoices, trust, and what no invoice took', async () => {
    const id = await world.pay({
      parts: [
        { of: 'invoice', amount: 800_00 },
        { of: 'unapplied', amount: 50_00 },
        { of: 'trust', amount: 400_00 },
      ],
    });
    const { body } = await get<Schemas['PaymentDetail']>(`/v1/payments/${id}`);
    expect(body.allocations).toMatchObject([
      { account: 'operating', invoiceNumber: expect.any(String), amount: 80_000, reversedAt: null },
      { account: 'operating', invoiceNumber: null, amount: 5_000 },
      { account: 'trust', invoiceNumber: null, amount: 40_000 },
    ]);
  });

  const NOT_EXACT: readonly (readonly [string, (id: string) => string])[] = [
    ['a part of it', (id) => id.slice(0, -1)],
    ['one character more', (id) => `${id}0`],
    ['another case', (id) => id.toUpperCase()],
    ['a space behind it', (id) => `${id}%20`],
    ['a space before it', (id) => `%20${id}`],
    ['a line end behind it', (id) => `${id}%0A`],
    ['a NUL behind it', (id) => `${id}%00`],
    ['a slash in it', (id) => id.replace('_', '%2F')],
    ['a zero-width space in it', (id) => id.replace('_', '_%E2%80%8B')],
    ['a full-width letter in it', (id) => id.replace('t', '%EF%BD%94')],
    ['percent signs escaped twice', (id) => id.replace('_', '%255F')],
    ['a wildcard of LIKE', (id) => id.replace('_', '%25')],
    ['another character where LIKE takes any', (id) => id.replace('_', '-')],
    ['three hundred characters', () => 'x'.repeat(300)],
  ];

  it.each(NOT_EXACT)('answers 404 to %s', async (_what, change) => {
    const { status, body } = await get(`/v1/payments/${change(transactionId)}`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'transaction_not_found', status: 404 });
    expect(body.detail).toContain('must be exact');
  });

  it.each(['%FF', '%ZZ', '%E2%80'])('answers 404 to %s, which is no UTF-8', async (bytes) => {
    const { status, body } = await get(`/v1/payments/${transactionId}${bytes}`);
    expect(status).toBe(404);
    expect(body.code).toBe('not_found');
  });

  it('answers 404 to another firm', async () => {
    const { status, body } = await get(`/v1/payments/${transactionId}`, { key: world.otherKey });
    expect([status, body.code]).toEqual([404, 'transaction_not_found']);
  });

  it('takes over a payment that only the processor knows yet, for its own firm alone', async () => {
    const id = await payAtProcessor(world);
    const foreign = await get(`/v1/payments/${id}`, { key: world.otherKey });
    expect(foreign.status).toBe(404);
    const { status, body } = await get(`/v1/payments/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ transactionId: id, amount: 4_200, eligibility: { refundable: true } });
  });

  it('learns that a payment has settled since it was taken over', async () => {
    const id = await world.pay(UNSETTLED);
    const before = await get<Schemas['Payment']>(`/v1/payments/${id}`);
    expect(before.body).toMatchObject({ status: 'captured', eligibility: { code: 'not_settled' } });
    await world.sandbox.settle(id);
    const { body } = await get<Schemas['Payment']>(`/v1/payments/${id}`);
    expect(body).toMatchObject({ status: 'settled', eligibility: { refundable: true } });
    expect(body.settledAt).not.toBeNull();
  });

  it('says that the processor cannot be asked, rather than that there is no such payment', async () => {
    const lonely = await createApiWorld({ PROCESSOR_URL: `http://${NOWHERE}` });
    const ids = [await lonely.pay(), await lonely.pay(UNSETTLED), 'txn_unheard_of'];
    const answers = await Promise.all(
      ids.map((id) => call(lonely.url, `GET /v1/payments/${id}`, { key: lonely.key })),
    );
    await lonely.stop();
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 503]);
    expect(answers[1]?.body).toMatchObject({ eligibility: { code: 'not_settled' } });
    expect(answers[2]?.body.code).toBe('processor_unavailable');
  });
});

describe('GET /v1/payments', () => {
  it('gives pages with a cursor, and counts by type', async () => {
    const busy = await createApiWorld();
    const ids = [await busy.pay(), await busy.pay(), await busy.pay()];
    const first = await call<Page>(busy.url, 'GET /v1/payments?limit=2', { key: busy.key });
    const next = encodeURIComponent(first.body.nextCursor ?? '');
    const second = await call<Page>(busy.url, `GET /v1/payments?limit=2&cursor=${next}`, { key: busy.key });
    const foreign = await call(busy.url, 'GET /v1/payments', { key: busy.otherKey });
    await busy.stop();
    expect(first.body.counts).toEqual({ sale: 3, authorization: 0, refund: 0 });
    expect(first.body.data).toHaveLength(2);
    expect(second.body.nextCursor).toBeNull();
    const seen = [...first.body.data, ...second.body.data].map((payment) => payment.transactionId);
    expect(seen.sort()).toEqual([...ids].sort());
    expect(foreign.body).toEqual({
      data: [],
      nextCursor: null,
      counts: { sale: 0, authorization: 0, refund: 0 },
    });
  });

  it('finds by a part of an ID here, and only here', async () => {
    const part = transactionId.slice(4, 12);
    const { body } = await get<Page>(`/v1/payments?q=${part}`);
    expect(body.data.map((payment) => payment.transactionId)).toEqual([transactionId]);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=ten',
    'limit=2.5',
    'sort=newest',
    'type=sales',
    'cursor=nonsense',
    'unknown=1',
    'limit=1&limit=2',
  ])('refuses %s', async (query) => {
    const { status, headers, body } = await get(`/v1/payments?${query}`);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body.requestId).toBe(headers.get('x-request-id'));
  });

  it('is for whoever may read', async () => {
    const reader = await giveKey(world.db, world.firm, ['read']);
    expect((await get('/v1/payments', { key: reader })).status).toBe(200);
  });
});

const CONSULTATION = {
  ...{ description: 'Consultation', invoiceNumber: null, account: 'operating', amount: 4_200 },
};

async function payAtProcessor(
  { sandbox, firm }: ApiWorld,
  items: readonly object[] = [CONSULTATION],
): Promise<string> {
  const id = `txn_${randomUUID()}`;
  const at = new Date(Date.now() - 10 * 86_400_000).toISOString();
  await sandbox.post('/control/payments', {
    payments: [
      {
        id,
        account: firm.processorAccount,
        type: 'sale',
        amount: 4_200,
        currency: 'USD',
        method: 'card',
        last4: '1881',
        payer: { name: 'Amy Roe', email: null },
        matterNumber: '2026-014',
        disputed: false,
        createdAt: at,
        capturedAt: at,
        settledAt: at,
        items,
      },
    ],
  });
  return id;
}

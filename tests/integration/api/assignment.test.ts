import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const AT = '2026-11-02T15:00:00.000Z';

it('gives a payment its matter, by ID or number, and the same again changes nothing', async () => {
  const byId = await unassigned();
  const refused = await askForRefund<Schemas['Problem']>(world, { transactionId: byId });
  expect([refused.status, refused.body.reason]).toEqual([422, 'matter_unknown']);
  for (const times of ['once', 'again']) {
    const { status, body } = await assign(byId, { matterId: world.firm.matterId });
    expect([times, status, body.matter?.id]).toEqual([times, 200, world.firm.matterId]);
  }
  expect((await askForRefund(world, { transactionId: byId })).status).toBe(202);
  const { body } = await assign(await unassigned(), { matterNumber: ' 2026-014 ' });
  expect(body).toMatchObject({ matter: { number: '2026-014' }, eligibility: { refundable: true } });
});

it('says what the payment names and the firm does not have', async () => {
  const id = await unassigned({ matterNumber: '2026-9999' });
  const { body } = await call<Schemas['PaymentDetail']>(world.url, `GET /v1/payments/${id}`, {
    key: world.key,
  });
  expect(body).toMatchObject({ matter: null, unknownMatterNumber: '2026-9999' });
});

it.each([
  ['a matter that the firm has not', { matterNumber: '2026-015' }, 404, 'matter_not_found'],
  ['no matter', {}, 400, 'invalid_request'],
  ['a matter by both', { matterNumber: '2026-014', matterId: 'mat_1' }, 400, 'invalid_request'],
])('refuses %s', async (_what, body, status, code) => {
  const answer = await assign<Schemas['Problem']>(await unassigned(), body);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

it('refuses while a refund stands, naming it, and for a payment of another firm', async () => {
  const id = await unassigned({}, 'operating');
  const { body: refund } = await askForRefund(world, { transactionId: id });
  const standing = await assign<Schemas['Problem']>(id, { matterNumber: '2026-014' });
  expect([standing.status, standing.body.code]).toEqual([409, 'already_refunded']);
  expect(standing.body.refundId).toBe(refund.id);
  const owned = await world.pay();
  const foreign = await call(world.url, `PUT /v1/payments/${owned}/assignment`, {
    key: world.otherKey,
    body: { matterNumber: '2026-014' },
  });
  expect([foreign.status, foreign.body.code]).toEqual([404, 'transaction_not_found']);
});

function assign<Body = Schemas['PaymentDetail']>(transactionId: string, body: object) {
  return call<Body>(world.url, `PUT /v1/payments/${transactionId}/assignment`, { key: world.key, body });
}

/** A settled payment that only the processor knows, of nobody knows which matter. */
async function unassigned(changes: object = {}, account = 'trust'): Promise<string> {
  const id = `txn_${randomUUID()}`;
  const payment = {
    id,
    account: world.firm.processorAccount,
    type: 'sale',
    amount: 90_00,
    currency: 'USD',
    method: 'card',
    last4: '4242',
    payer: { name: 'Dana Whitfield', email: null },
    matterNumber: null,
    createdAt: AT,
    capturedAt: AT,
    settledAt: AT,
    items: [{ description: 'Retainer', invoiceNumber: null, account, amount: 90_00 }],
    ...changes,
  };
  await world.sandbox.post('/control/payments', { payments: [payment] });
  return id;
}

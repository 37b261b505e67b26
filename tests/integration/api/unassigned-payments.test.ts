// A payment of which the processor does not say whether it is operating or trust money: kept and shown, never guessed,
// and refused until a person assigns it.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firmEvents } from '@makewhole/db/schema/firms';
import { processorConnections } from '@makewhole/db/schema/connections';
import { postings } from '@makewhole/db/schema/ledger';
import { losses } from '@makewhole/db/schema/losses';
import { giveInvoice } from '../../support/small-firm.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const AT = '2026-11-02T15:00:00.000Z';
const OPERATING = { account: 'operating', amount: 90_00 };
const TRUST = { account: 'trust', amount: 90_00 };

it('is kept with what it names, is in no books, and is refused with what to do', async () => {
  const id = await unassigned({ description: 'Consultation', invoiceNumbers: ['INV-1', 'INV-2'] });
  expect(await get(id)).toMatchObject({
    unassigned: true,
    description: 'Consultation',
    namedInvoiceNumbers: ['INV-1', 'INV-2'],
    items: [],
    legs: [],
    eligibility: { refundable: false, code: 'allocation_unknown' },
  });
  expect(await postingsOf(id)).toEqual([]);
  const { status, body } = await askForRefund<Schemas['Problem']>(world, { transactionId: id });
  expect([status, body.code, body.reason]).toEqual([422, 'not_refundable', 'allocation_unknown']);
  expect(body.detail).toContain('Assign it first');
});

it('is booked and can be refunded once it is assigned, and the same again changes nothing', async () => {
  const id = await unassigned();
  const invoiceNumber = await giveInvoice(world.db, world.firm, 60_00);
  const body = {
    matterNumber: '2026-014',
    items: [
      { account: 'operating', amount: 60_00, invoiceNumber },
      { account: 'trust', amount: 30_00, description: 'Retainer' },
    ],
  };
  for (const times of ['once', 'again']) {
    const answer = await assign(id, body);
    expect([times, answer.status, answer.body.unassigned, answer.body.eligibility]).toMatchObject([
      times,
      200,
      false,
      { refundable: true },
    ]);
    expect(answer.body.legs).toEqual([
      { account: 'operating', amount: 60_00 },
      { account: 'trust', amount: 30_00 },
    ]);
    expect(answer.body.items).toMatchObject([{ invoiceNumber }, { description: 'Retainer' }]);
  }
  expect(await postingsOf(id)).toEqual(['receipt', 'receipt']);
  expect(await assignmentsOf(id)).toMatchObject([
    {
      items: [
        { account: 'operating', amount: 60_00 },
        { account: 'trust', amount: 30_00 },
      ],
    },
  ]);
  expect((await askForRefund(world, { transactionId: id })).status).toBe(202);
  const again = await assign(id, body);
  expect(again.status).toBe(200);
});

it('can be assigned in a batch, tried first, and again without a change', async () => {
  const [one, two] = [await unassigned(), await unassigned()];
  for (const id of [one, two]) await get(id);
  const rows = [
    { transactionId: one, matterNumber: '2026-014', items: [OPERATING] },
    { transactionId: two, items: [{ ...TRUST, amount: 89_99 }] },
    { transactionId: 'txn_nowhere', items: [TRUST] },
  ];
  const assignAll = async (dryRun: boolean) => {
    const answer = await call<Schemas['AssignmentBatchAnswer']>(
      world.url,
      'POST /v1/payments/assignments/batch',
      { key: world.key, body: { rows, dryRun } },
    );
    expect(answer.status, answer.text).toBe(200);
    return answer.body.rows.map(({ status, code }) => [status, code]);
  };
  const refused = [
    ['refused', 'items_disagree'],
    ['refused', 'transaction_not_found'],
  ];
  expect(await assignAll(true)).toEqual([['updated', null], ...refused]);
  expect((await get(one)).unassigned).toBe(true);
  expect(await assignAll(false)).toEqual([['updated', null], ...refused]);
  expect(await postingsOf(one)).toEqual(['receipt']);
  expect(await assignAll(false)).toEqual([['unchanged', null], ...refused]);
  expect(await assignmentsOf(one)).toHaveLength(1);
});

it('may be assigned without a matter, and be given one later', async () => {
  const id = await unassigned();
  expect((await assign(id, { items: [TRUST] })).body.eligibility.code).toBe('matter_unknown');
  expect((await assign(id, { matterNumber: '2026-014' })).body.eligibility.refundable).toBe(true);
  expect(await postingsOf(id)).toEqual(['receipt', 'receipt_assigned']);
});

it.each([
  ['items that sum to less', { items: [{ ...TRUST, amount: 89_99 }] }, 422, 'items_disagree'],
  ['no items', { items: [] }, 400, 'invalid_request'],
  [
    'trust money that pays an invoice',
    { items: [{ ...TRUST, invoiceNumber: 'INV-1' }] },
    400,
    'invalid_request',
  ],
  ['an item of nothing', { items: [OPERATING, { ...TRUST, amount: 0 }] }, 400, 'invalid_request'],
  ['a card number', { items: [{ ...TRUST, description: '4111 1111 1111 1111' }] }, 400, 'invalid_request'],
  ['a matter that the firm lacks', { matterNumber: '2026-77', items: [TRUST] }, 404, 'matter_not_found'],
])('is not assigned to %s', async (_what, body, status, code) => {
  const id = await unassigned();
  const answer = await assign<Schemas['Problem']>(id, body);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect((await get(id)).unassigned).toBe(true);
});

it('keeps what it was assigned to', async () => {
  const id = await unassigned();
  await assign(id, { items: [OPERATING] });
  const { status, body } = await assign<Schemas['Problem']>(id, { items: [TRUST] });
  expect([status, body.code]).toEqual([409, 'not_assignable']);
  const { body: refund } = await askForRefund(world, { transactionId: id });
  const running = await assign<Schemas['Problem']>(id, { items: [TRUST] });
  expect([running.status, running.body.code, running.body.refundId]).toEqual([
    409,
    'already_refunded',
    refund.id,
  ]);
});

it('is not assigned before it is captured', async () => {
  const id = await unassigned({ type: 'authorization', capturedAt: null, settledAt: null });
  const { status, body } = await assign<Schemas['Problem']>(id, { items: [OPERATING] });
  expect([status, body.code]).toEqual([409, 'not_assignable']);
});

it('belongs to the account that its connection pays out to, if that is not both', async () => {
  const id = await unassigned({ invoiceNumbers: ['INV-LATER'], matterNumber: '2026-014' });
  expect((await get(id)).unassigned).toBe(true);
  await paysOutTo('operating');
  const other = await unassigned({ invoiceNumbers: ['INV-LATER'], matterNumber: '2026-014' });
  for (const one of [other, id]) {
    const looked = await get(one);
    expect(looked).toMatchObject({
      unassigned: false,
      items: [{ account: 'operating', amount: 90_00, unknownInvoiceNumber: 'INV-LATER' }],
      eligibility: { refundable: true },
    });
  }
  await paysOutTo('mixed');
});

it('has its dispute in the books once it is assigned, and not before', async () => {
  const id = await unassigned({ disputed: true });
  expect((await get(id)).eligibility.code).toBe('disputed');
  expect(await lossesOf(id)).toEqual([]);
  await assign(id, { matterNumber: '2026-014', items: [TRUST] });
  expect(await lossesOf(id)).toMatchObject([{ kind: 'dispute', status: 'open', trustAmount: 90_00 }]);
});

it('is listed apart', async () => {
  const id = await unassigned();
  await get(id);
  const list = async (unassigned: string, key = world.key) => {
    const { body } = await call<Schemas['PaymentPage']>(
      world.url,
      `GET /v1/payments?unassigned=${unassigned}&limit=100`,
      { key },
    );
    return { ids: body.data.map(({ transactionId }) => transactionId), counts: body.counts };
  };
  const listed = await list('true');
  expect(listed.ids).toContain(id);
  expect(listed.counts.sale).toBe(listed.ids.length - listed.counts.authorization);
  expect((await list('false')).ids).not.toContain(id);
  expect((await list('true', world.otherKey)).ids).toEqual([]);
  const foreign = await call(world.url, `PUT /v1/payments/${id}/assignment`, {
    key: world.otherKey,
    body: { items: [OPERATING] },
  });
  expect([foreign.status, foreign.body.code]).toEqual([404, 'transaction_not_found']);
});

async function get(id: string): Promise<Schemas['PaymentDetail']> {
  const { body } = await call<Schemas['PaymentDetail']>(world.url, `GET /v1/payments/${id}`, {
    key: world.key,
  });
  return body;
}

function assign<Body = Schemas['PaymentDetail']>(id: string, body: object) {
  return call<Body>(world.url, `PUT /v1/payments/${id}/assignment`, { key: world.key, body });
}

async function postingsOf(transactionId: string): Promise<string[]> {
  const rows = await world.db.select().from(postings).where(eq(postings.firmId, world.firm.firmId));
  return rows.filter((row) => row.transactionId === transactionId).map(({ step }) => step);
}

async function lossesOf(transactionId: string) {
  const rows = await world.db.select().from(losses).where(eq(losses.firmId, world.firm.firmId));
  return rows.filter((row) => row.transactionId === transactionId);
}

async function assignmentsOf(transactionId: string) {
  const rows = await world.db.select().from(firmEvents).where(eq(firmEvents.firmId, world.firm.firmId));
  return rows
    .filter(({ type, data }) => type === 'payment.assigned' && data['transactionId'] === transactionId)
    .map(({ data }) => data);
}

async function paysOutTo(account: 'mixed' | 'operating'): Promise<void> {
  await world.db
    .update(processorConnections)
    .set({ paysOutTo: account })
    .where(eq(processorConnections.id, world.firm.connectionId));
}

/** A settled payment that only the processor knows, which has no items. */
async function unassigned(changes: object = {}): Promise<string> {
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
    items: null,
    ...changes,
  };
  await world.sandbox.post('/control/payments', { payments: [payment] });
  return id;
}

import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { addPayment, askRefund, samplePayment } from '../test-support/sample-payments.ts';
import { startSandbox, type SandboxProcess } from '../test-support/sandbox-process.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const look = (id: string, account?: string) =>
  sandbox.get(`/v1/payments/${encodeURIComponent(id)}`, account === undefined ? {} : { account });

test('a payment is found by its exact ID, with everything about it', async () => {
  const id = await addPayment(sandbox, { disputed: false });
  const { status, json } = await look(id);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    ...samplePayment({ id }),
    status: 'settled',
    disputed: false,
    dispute: null,
    refundedAmount: 0,
    refunds: [],
  });
});

test('an ID that is nearly right is not found', async () => {
  const id = await addPayment(sandbox, { id: `txn_Ab%41é${randomUUID()}` });
  expect((await look(id)).status).toBe(200);
  const near = [
    id.toLowerCase(),
    id.toUpperCase(),
    id.slice(0, -1),
    `${id}a`,
    ` ${id}`,
    `${id} `,
    `${id}\0`,
    id.replace('%41', 'A'),
    id.normalize('NFD'),
    '%',
    '_',
  ];
  for (const other of near) {
    const { status, json } = await look(other);
    expect([other, status, json.error?.code]).toEqual([other, 404, 'payment_not_found']);
  }
});

test.each(['a/b', 'a%2Fb', 'a%252Fb', 'a b', 'a+b', 'a?b#c', "x' OR '1'='1", 'ünïcødé', 'a\\b', '%E0%A4%A'])(
  'the ID %s is found and nothing else is',
  async (strange) => {
    const id = `${strange}${randomUUID()}`;
    await addPayment(sandbox, { id });
    const { status, json } = await look(id);
    expect([status, json.id]).toEqual([200, id]);
  },
);

test('a path that is no encoding of a text is not found, also where a payment is called that', async () => {
  const id = `%FF${randomUUID()}`;
  await addPayment(sandbox, { id });
  const status = await new Promise((resolve) => {
    const headers = { authorization: 'Bearer test-key', 'processor-account': 'acct_test' };
    request(`${sandbox.url}/v1/payments/${id}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  expect(status).toBe(404);
});

test("another merchant's payment is not found", async () => {
  const id = await addPayment(sandbox);
  expect((await look(id, 'acct_other')).status).toBe(404);
});

test('without the key, or without the account, nothing is answered', async () => {
  const id = await addPayment(sandbox);
  const path = `/v1/payments/${id}`;
  const wrongKey = await sandbox.get(path, { headers: { authorization: 'Bearer test-keY' } });
  const noAccount = await sandbox.get(path, { account: '' });
  expect([wrongKey.status, wrongKey.json.error?.code]).toEqual([401, 'unauthorized']);
  expect([noAccount.status, noAccount.json.error?.code]).toEqual([400, 'account_missing']);
});

test('sending the seed again adds what is new and resets nothing', async () => {
  const first = samplePayment();
  const second = samplePayment();
  await sandbox.post('/control/payments', { payments: [first] });
  await askRefund(sandbox, first.id);
  const again = await sandbox.post('/control/payments', { payments: [first, second] });
  expect(again.json).toEqual({ added: 1, kept: 1 });
  expect((await look(first.id)).json).toMatchObject({ status: 'refunded', refundedAmount: 12_500 });
});

test.each([
  [{ items: [{ description: 'x', invoiceNumber: null, account: 'trust', amount: 1 }] }, 'items sum to 1'],
  [{ capturedAt: null, settledAt: null }, 'a sale has a capturedAt'],
  [{ type: 'authorization', capturedAt: null }, 'capturedAt is missing'],
  [{ status: 'captured' }, 'does not go with'],
  [{ status: 'refunded' }, 'needs refunds of its amount'],
  [{ amount: 12.5 }, 'amount'],
  [{ colour: 'red' }, 'colour'],
])('a seed payment that contradicts itself is refused with the reason: %j', async (differently, reason) => {
  const { status, text } = await sandbox.post('/control/payments', {
    payments: [samplePayment(differently)],
  });
  expect(status).toBe(400);
  expect(text).toContain(reason);
});

test('a payment can be seeded with refunds that were made before', async () => {
  const refund = { amount: 12_500, status: 'succeeded', createdAt: '2026-03-05T15:00:00Z' };
  const id = await addPayment(sandbox, {
    status: 'refunded',
    refunds: [{ id: `re_${randomUUID()}`, reference: 'rf_before', ...refund }],
  });
  const { json } = await look(id);
  expect(json).toMatchObject({
    status: 'refunded',
    refunds: [{ reference: 'rf_before', status: 'succeeded' }],
  });
});

test('the list gives each payment once, page by page, and a changed one again', async () => {
  const account = `acct_${randomUUID()}`;
  const payments = Array.from({ length: 5 }, () => samplePayment({ account }));
  await sandbox.post('/control/payments', { payments });
  const page = (cursor: string) => sandbox.get(`/v1/payments?limit=2${cursor}`, { account });

  const first = await page('');
  const second = await page(`&cursor=${first.json.nextCursor}`);
  await sandbox.post('/control/dispute', { transactionId: payments[0]?.id });
  const third = await page(`&cursor=${second.json.nextCursor}`);

  const ids = [first, second, third].flatMap(({ json }) => (json.data ?? []).map((payment) => payment.id));
  expect(ids).toEqual([...payments.map((payment) => payment.id), payments[0]?.id]);
  expect(third.json.nextCursor).toBeNull();
});

test('the list can begin at a time, and refuses what it cannot read', async () => {
  const account = `acct_${randomUUID()}`;
  await sandbox.post('/control/payments', { payments: [samplePayment({ account })] });
  const list = (query: string) => sandbox.get(`/v1/payments?${query}`, { account });
  expect((await list('since=2020-01-01T00:00:00Z')).json.data).toHaveLength(1);
  expect((await list('since=2999-01-01T00:00:00Z')).json.data).toHaveLength(0);
  for (const bad of ['since=yesterday', 'cursor=abc', 'limit=0', 'limit=1000']) {
    expect((await list(bad)).json.error?.code).toBe('invalid_request');
  }
});

test('an authorization is voided once; captured money is not', async () => {
  const authorization = await addPayment(sandbox, {
    type: 'authorization',
    capturedAt: null,
    settledAt: null,
  });
  const sale = await addPayment(sandbox);
  const release = (id: string, key: string) => sandbox.post(`/v1/payments/${id}/void`, {}, { key });
  const key = randomUUID();

  const first = await release(authorization, key);
  expect([first.status, first.json.status]).toEqual([200, 'voided']);
  expect((await release(authorization, key)).text).toBe(first.text);
  expect((await release(authorization, randomUUID())).json.error?.code).toBe('payment_voided');
  expect((await release(sale, randomUUID())).json.error?.code).toBe('payment_already_captured');
  expect((await release('txn_nobody', randomUUID())).json.error?.code).toBe('payment_not_found');
});

test('a payment of nothing cannot be disputed', async () => {
  const items = [{ description: 'Card check', invoiceNumber: null, account: 'operating', amount: 0 }];
  const id = await addPayment(sandbox, { amount: 0, items });
  const { status, json } = await sandbox.post('/control/dispute', { transactionId: id });
  expect([status, json.error?.code]).toEqual([409, 'nothing_to_do']);
});

test('a dispute has its amount and fee, an inquiry is free, and becomes a chargeback of the same ID', async () => {
  const id = await addPayment(sandbox, { method: 'card' });
  const asked = { transactionId: id, kind: 'inquiry', debitedFrom: 'trust' };
  const inquiry = await sandbox.post('/control/dispute', asked);
  const dispute = z.looseObject({ id: z.string() }).parse((await look(id)).json['dispute']);
  expect(inquiry.status).toBe(200);
  expect(dispute).toMatchObject({ kind: 'inquiry', fee: 0, debitedFrom: 'trust', amount: 12_500 });
  await sandbox.post('/control/dispute', { transactionId: id });
  expect((await look(id)).json['dispute']).toMatchObject({ id: dispute.id, kind: 'chargeback', fee: 15_00 });
});

test('a returned payment has its code, and where it was taken', async () => {
  const id = await addPayment(sandbox, { method: 'ach' });
  const returned = { transactionId: id, target: 'payment', code: 'R10', debitedFrom: 'trust' };
  await sandbox.post('/control/return', returned);
  expect((await look(id)).json).toMatchObject({
    status: 'returned',
    returned: { code: 'R10', debitedFrom: 'trust' },
  });
});

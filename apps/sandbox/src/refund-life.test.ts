import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPayment, askRefund } from '../test-support/sample-payments.ts';
import { startSandbox, type SandboxProcess } from '../test-support/sandbox-process.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const control = (step: string, transactionId: string, more: object = {}) =>
  sandbox.post(`/control/${step}`, { transactionId, ...more });
const payment = async (id: string) => (await sandbox.get(`/v1/payments/${id}`)).json;

test('a refund begins pending, and is found by its ID and by our reference at once', async () => {
  const id = await addPayment(sandbox);
  const reference = `rf_${randomUUID()} & more`;
  const { status, json } = await askRefund(sandbox, id, { reference });
  expect(status).toBe(200);
  expect(json).toMatchObject({
    paymentId: id,
    amount: 12_500,
    currency: 'USD',
    status: 'pending',
    reference,
  });
  expect((await sandbox.get(`/v1/refunds/${json.id}`)).json).toEqual(json);
  const found = await sandbox.get(`/v1/refunds?reference=${encodeURIComponent(reference)}`);
  expect(found.json).toEqual({ data: [json], nextCursor: null });
});

test('a reference that is nearly right finds nothing, and none is an error', async () => {
  const id = await addPayment(sandbox);
  const reference = `rf_A${randomUUID()}`;
  await askRefund(sandbox, id, { reference });
  expect((await sandbox.get(`/v1/refunds?reference=${reference.toLowerCase()}`)).json.data).toEqual([]);
  expect((await sandbox.get('/v1/refunds')).json.error?.code).toBe('invalid_request');
});

test("another merchant sees none of a merchant's refunds", async () => {
  const id = await addPayment(sandbox);
  const { json } = await askRefund(sandbox, id, { reference: 'rf_mine' });
  const account = 'acct_other';
  expect((await sandbox.get(`/v1/refunds/${json.id}`, { account })).json.error?.code).toBe(
    'refund_not_found',
  );
  expect((await sandbox.get('/v1/refunds?reference=rf_mine', { account })).json.data).toEqual([]);
});

test.each([
  ['payment_not_captured', { type: 'authorization', capturedAt: null, settledAt: null }, {}],
  ['payment_voided', { type: 'authorization', capturedAt: null, settledAt: null, status: 'voided' }, {}],
  ['payment_returned', { method: 'ach', status: 'returned' }, {}],
  ['payment_disputed', { disputed: true }, {}],
  ['currency_mismatch', {}, { currency: 'EUR' }],
  ['amount_exceeds_remaining', {}, { amount: 12_501 }],
])('a refund is refused with %s', async (code, seed, request) => {
  const id = await addPayment(sandbox, seed);
  const { status, json } = await askRefund(sandbox, id, request);
  expect([status, json.error?.code]).toEqual([422, code]);
});

test.each([{ amount: 0 }, { amount: 1.5 }, { currency: 'usd' }, { reference: '' }, { colour: 'red' }])(
  'a malformed refund is refused: %j',
  async (request) => {
    const id = await addPayment(sandbox);
    const { status, json } = await askRefund(sandbox, id, request);
    expect([status, json.error?.code]).toEqual([400, 'invalid_request']);
  },
);

test('parts can be refunded until nothing is left', async () => {
  const id = await addPayment(sandbox);
  expect((await askRefund(sandbox, id, { amount: 12_000 })).status).toBe(200);
  expect((await askRefund(sandbox, id, { amount: 501 })).json.error?.code).toBe('amount_exceeds_remaining');
  expect(await payment(id)).toMatchObject({ status: 'settled', refundedAmount: 12_000 });
  expect((await askRefund(sandbox, id, { amount: 500 })).status).toBe(200);
  expect((await askRefund(sandbox, id, { amount: 1 })).json.error?.code).toBe('already_refunded');
  expect(await payment(id)).toMatchObject({ status: 'refunded', refundedAmount: 12_500 });
});

test('a pending refund succeeds when it is settled, and can be returned after that', async () => {
  const id = await addPayment(sandbox, { method: 'ach' });
  await askRefund(sandbox, id);
  expect((await control('settle', id)).json.refund?.status).toBe('succeeded');
  const returned = await control('return', id, { target: 'refund' });
  expect(returned.json.refund).toMatchObject({ status: 'returned', failureCode: 'account_closed' });
  expect(returned.json.refund?.succeededAt).toEqual(expect.any(String));
});

test('a refund that failed or was returned gives the payment back to be refunded again', async () => {
  const id = await addPayment(sandbox);
  await askRefund(sandbox, id);
  const failed = await control('fail', id, { code: 'insufficient_funds' });
  expect(failed.json.refund).toMatchObject({ status: 'failed', failureCode: 'insufficient_funds' });
  expect(await payment(id)).toMatchObject({ status: 'settled', refundedAmount: 0 });
  await askRefund(sandbox, id);
  await control('return', id, { target: 'refund' });
  expect((await askRefund(sandbox, id)).status).toBe(200);
});

test('a captured payment settles by control when no refund is pending', async () => {
  const id = await addPayment(sandbox, { settledAt: null });
  expect((await payment(id)).status).toBe('captured');
  await control('settle', id);
  expect(await payment(id)).toMatchObject({ status: 'settled', settledAt: expect.any(String) });
  expect((await control('settle', id)).json.error?.code).toBe('nothing_to_do');
});

test('an ACH payment bounces, also after it was refunded; a card payment does not', async () => {
  const ach = await addPayment(sandbox, { method: 'ach' });
  const card = await addPayment(sandbox);
  await askRefund(sandbox, ach);
  expect((await control('return', ach, { target: 'payment' })).json.payment?.returnedAt).toEqual(
    expect.any(String),
  );
  expect((await control('return', card, { target: 'payment' })).json.error?.code).toBe('nothing_to_do');
});

test('a dispute is opened, and won or lost: only a won one lets the payment be refunded', async () => {
  const won = await addPayment(sandbox);
  const lost = await addPayment(sandbox);
  for (const id of [won, lost]) {
    expect((await control('dispute', id)).json.payment).toMatchObject({
      disputed: true,
      dispute: { status: 'open' },
    });
    expect((await control('dispute', id)).json.error?.code).toBe('nothing_to_do');
  }
  expect((await control('dispute-close', won, { outcome: 'won' })).json.payment?.disputed).toBe(false);
  expect((await control('dispute-close', lost, { outcome: 'lost' })).json.payment?.disputed).toBe(true);
  expect((await askRefund(sandbox, won)).status).toBe(200);
  expect((await askRefund(sandbox, lost)).json.error?.code).toBe('payment_disputed');
});

test('a refund made elsewhere has no reference and takes what is left', async () => {
  const id = await addPayment(sandbox);
  expect((await control('refund', id)).json.refund).toMatchObject({ amount: 12_500, reference: null });
  expect((await askRefund(sandbox, id)).json.error?.code).toBe('already_refunded');
  expect((await control('refund', id)).json.error?.code).toBe('already_refunded');
  const listed = await sandbox.get(`/control/refunds?transactionId=${id}`);
  expect(listed.list).toMatchObject([{ transactionId: id, status: 'pending', idempotencyKey: null }]);
});

test('a step for a payment that is not there, or with nothing to step, is refused', async () => {
  const id = await addPayment(sandbox);
  expect((await control('settle', 'txn_nobody')).json.error?.code).toBe('payment_not_found');
  expect((await control('fail', id)).json.error?.code).toBe('nothing_to_do');
  expect((await control('return', id, { target: 'moon' })).json.error?.code).toBe('invalid_request');
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPayment, askRefund } from '../test-support/sample-payments.ts';
import { startSandbox, type SandboxProcess } from '../test-support/sandbox-process.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const arm = async (fault: object) => {
  const { status, text } = await sandbox.post('/control/faults', fault);
  expect([status, text]).toEqual([201, expect.any(String)]);
};
const refundsOf = async (id: string) => (await sandbox.get(`/control/refunds?transactionId=${id}`)).list;
/** What the caller sees of a request that may get no answer. */
const seen = (request: Promise<{ status: number }>) =>
  request.then(
    ({ status }) => status,
    (error: unknown) => (error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'cut'),
  );

test('timeout_after_success makes the refund, never answers, and answers the retry', async () => {
  const id = await addPayment(sandbox);
  const asked = { key: randomUUID(), reference: 'rf_1' };
  await arm({ kind: 'timeout_after_success', transactionId: id });
  expect(await seen(askRefund(sandbox, id, { ...asked, timeoutMs: 1_000 }))).toBe('timeout');
  expect(await refundsOf(id)).toHaveLength(1);
  const { status, headers } = await askRefund(sandbox, id, asked);
  expect([status, headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  expect(await refundsOf(id)).toHaveLength(1);
});

test('timeout_after_success with 0 ms makes the refund and cuts the connection', async () => {
  const id = await addPayment(sandbox);
  await arm({ kind: 'timeout_after_success', transactionId: id, ms: 0 });
  expect(await seen(askRefund(sandbox, id))).toBe('cut');
  expect(await refundsOf(id)).toHaveLength(1);
});

test('timeout_after_success waits for a success: a refusal is answered', async () => {
  const id = await addPayment(sandbox, { disputed: true });
  await arm({ kind: 'timeout_after_success', transactionId: id });
  expect(await seen(askRefund(sandbox, id))).toBe(422);
});

test.each([
  ['timeout_before', 'timeout'],
  ['cut_connection', 'cut'],
  ['error_500', 500],
  ['error_429', 429],
])('%s does nothing, and leaves the key free', async (kind, looksLike) => {
  const id = await addPayment(sandbox);
  const asked = { key: randomUUID(), reference: 'rf_2' };
  await arm({ kind, transactionId: id });
  const waiting = looksLike === 'timeout' ? { ...asked, timeoutMs: 500 } : asked;
  expect(await seen(askRefund(sandbox, id, waiting))).toBe(looksLike);
  expect(await refundsOf(id)).toEqual([]);
  expect(await seen(askRefund(sandbox, id, asked))).toBe(200);
});

test('error_429 says when to come again', async () => {
  const id = await addPayment(sandbox);
  await arm({ kind: 'error_429', transactionId: id, ms: 2500 });
  expect((await askRefund(sandbox, id)).headers.get('retry-after')).toBe('3');
});

test('saved_500 answers 500 under its key for ever, and nothing was made', async () => {
  const id = await addPayment(sandbox);
  const asked = { key: randomUUID(), reference: 'rf_3' };
  await arm({ kind: 'saved_500', transactionId: id });
  const first = await askRefund(sandbox, id, asked);
  const again = await askRefund(sandbox, id, asked);
  expect([first.status, again.status, again.text]).toEqual([500, 500, first.text]);
  expect(await refundsOf(id)).toEqual([]);
  expect((await askRefund(sandbox, id)).status).toBe(200);
});

test('saved_500 can hide a refund that was made', async () => {
  const id = await addPayment(sandbox);
  await arm({ kind: 'saved_500', transactionId: id, refundMade: true });
  expect((await askRefund(sandbox, id, { reference: 'rf_hidden' })).status).toBe(500);
  expect((await sandbox.get('/v1/refunds?reference=rf_hidden')).json.data).toHaveLength(1);
});

test('slow does it later, also when the caller has gone', async () => {
  const id = await addPayment(sandbox);
  await arm({ kind: 'slow', transactionId: id, ms: 2_000 });
  expect(await seen(askRefund(sandbox, id, { timeoutMs: 500 }))).toBe('timeout');
  expect(await refundsOf(id)).toEqual([]);
  await expect.poll(() => refundsOf(id), { timeout: 10_000 }).toHaveLength(1);
});

test('garbled_answer makes the refund and answers half a JSON text', async () => {
  const id = await addPayment(sandbox);
  await arm({ kind: 'garbled_answer', transactionId: id });
  const { status, text } = await askRefund(sandbox, id);
  expect(status).toBe(200);
  expect(() => void JSON.parse(text)).toThrow();
  expect(await refundsOf(id)).toHaveLength(1);
});

test('amount_mismatch answers another amount or currency than was asked for, and saves that answer', async () => {
  const id = await addPayment(sandbox);
  const asked = { key: randomUUID(), reference: 'rf_4' };
  await arm({ kind: 'amount_mismatch', transactionId: id });
  const first = await askRefund(sandbox, id, asked);
  expect(first.json).toMatchObject({ amount: 12_499, currency: 'USD' });
  expect((await askRefund(sandbox, id, asked)).text).toBe(first.text);
  expect(await refundsOf(id)).toMatchObject([{ amount: 12_500 }]);

  await arm({ kind: 'amount_mismatch', operation: 'lookup', transactionId: id, currency: 'EUR' });
  expect((await sandbox.get(`/v1/payments/${id}`)).json).toMatchObject({ amount: 12_500, currency: 'EUR' });
});

test('forget_key forgets a key that is known, and waits for one', async () => {
  const id = await addPayment(sandbox);
  const asked = { key: randomUUID(), reference: 'rf_5', amount: 100 };
  await arm({ kind: 'forget_key', transactionId: id });
  const first = await askRefund(sandbox, id, asked);
  const second = await askRefund(sandbox, id, asked);
  expect(second.json.id).not.toBe(first.json.id);
  expect(await refundsOf(id)).toHaveLength(2);
});

test('lookup_unavailable answers 503 to lookups of the payment and of its refunds, and to nothing else', async () => {
  const id = await addPayment(sandbox);
  const { json } = await askRefund(sandbox, id, { reference: 'rf_6' });
  await arm({ kind: 'lookup_unavailable', transactionId: id, times: 3 });
  const lookups = [`/v1/payments/${id}`, `/v1/refunds/${json.id}`, '/v1/refunds?reference=rf_6'];
  for (const path of lookups) expect((await sandbox.get(path)).status).toBe(503);
  for (const path of lookups) expect((await sandbox.get(path)).status).toBe(200);
});

test('a lookup by reference can be struck while there is no refund yet', async () => {
  await arm({ kind: 'lookup_unavailable', reference: 'rf_none' });
  expect((await sandbox.get('/v1/refunds?reference=rf_other')).status).toBe(200);
  expect((await sandbox.get('/v1/refunds?reference=rf_none')).status).toBe(503);
});

test('a fault strikes so many times, in the order of arming, and only its own payment', async () => {
  const id = await addPayment(sandbox);
  const other = await addPayment(sandbox);
  await arm({ kind: 'error_500', transactionId: id, times: 2 });
  await arm({ kind: 'error_429', transactionId: id });
  expect((await askRefund(sandbox, other)).status).toBe(200);
  const statuses = [];
  for (let sends = 0; sends < 4; sends += 1) statuses.push((await askRefund(sandbox, id)).status);
  expect(statuses).toEqual([500, 500, 429, 200]);
});

test('a void is struck when the fault says so', async () => {
  const id = await addPayment(sandbox, { type: 'authorization', capturedAt: null, settledAt: null });
  const key = randomUUID();
  await arm({ kind: 'timeout_after_success', operation: 'void', transactionId: id, ms: 0 });
  expect(await seen(sandbox.post(`/v1/payments/${id}/void`, {}, { key }))).toBe('cut');
  expect((await sandbox.post(`/v1/payments/${id}/void`, {}, { key })).json.status).toBe('voided');
});

test('armed faults can be listed and disarmed', async () => {
  await arm({ kind: 'webhook_late', transactionId: 'txn_nobody', ms: 50, times: 3 });
  const listed = (await sandbox.get('/control/faults')).list;
  expect(listed).toContainEqual(
    expect.objectContaining({ kind: 'webhook_late', operation: 'webhook', remaining: 3, ms: 50 }),
  );
  expect((await sandbox.remove('/control/faults')).status).toBe(204);
  expect((await sandbox.get('/control/faults')).list).toEqual([]);
});

test.each([
  { kind: 'meteor' },
  { kind: 'slow', times: 0 },
  { kind: 'forget_key', operation: 'lookup' },
  { kind: 'slow', colour: 'red' },
])('a fault that does not exist is refused: %j', async (fault) => {
  expect((await sandbox.post('/control/faults', fault)).json.error?.code).toBe('invalid_request');
});

test('what was sent can be read, with the fault that struck it', async () => {
  const id = await addPayment(sandbox);
  await arm({ kind: 'cut_connection', transactionId: id });
  const key = randomUUID();
  await seen(askRefund(sandbox, id, { key }));
  const { list } = await sandbox.get('/control/requests?limit=1');
  expect(list).toMatchObject([
    { method: 'POST', path: '/v1/refunds', idempotencyKey: key, status: null, fault: 'cut_connection' },
  ]);
  expect((await sandbox.get('/control/requests?limit=100000')).json.error?.code).toBe('invalid_request');
});

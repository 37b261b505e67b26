import { afterEach, beforeEach, expect, test } from 'vitest';
import { addPayment, askRefund } from '../test-support/sample-payments.ts';
import { startSandbox, type SandboxProcess } from '../test-support/sandbox-process.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../test-support/webhook-receiver.ts';
import { retryAfter } from './webhook-outbox.ts';

let merchant: WebhookReceiver;
let sandbox: SandboxProcess;
beforeEach(async () => {
  merchant = await startWebhookReceiver();
  sandbox = await startSandbox({ webhookUrl: merchant.url });
});
afterEach(async () => {
  await sandbox.stop();
  merchant.stop();
});

const control = (step: string, transactionId: string, more: object = {}) =>
  sandbox.post(`/control/${step}`, { transactionId, ...more });
const arm = (kind: string, more: object) => sandbox.post('/control/faults', { kind, ...more });

test('each thing that happens is told once, signed and in its order', async () => {
  const id = await addPayment(sandbox, { method: 'ach' });
  await askRefund(sandbox, id);
  await control('settle', id);
  await control('return', id, { target: 'refund' });
  await control('refund', id);
  await control('fail', id);
  await control('dispute', id);
  await control('dispute-close', id, { outcome: 'won' });
  await control('return', id, { target: 'payment' });
  const expected = [
    'refund.created',
    'refund.succeeded',
    'refund.returned',
    'refund.created',
    'refund.failed',
    'payment.disputed',
    'dispute.closed',
    'payment.returned',
  ];
  await expect.poll(merchant.types).toEqual(expected);
  expect(new Set(merchant.received.map((event) => event.id)).size).toBe(expected.length);
  expect(merchant.received[1]?.data.refund).toMatchObject({ paymentId: id, status: 'succeeded' });
  expect(merchant.received[5]?.data.payment).toMatchObject({ id, disputed: true });
});

test('a refused delivery is tried again under the same event ID, with the same body', async () => {
  merchant.answerNext(500, 302);
  await askRefund(sandbox, await addPayment(sandbox));
  await expect.poll(() => merchant.received.length, { timeout: 5_000 }).toBe(3);
  const [first, second, third] = merchant.received;
  expect([second?.id, third?.id]).toEqual([first?.id, first?.id]);
  expect([second?.body, third?.body]).toEqual([first?.body, first?.body]);
});

test('a merchant that refuses one event still hears of the other payments', async () => {
  merchant.answerNext(500);
  const first = await addPayment(sandbox);
  const second = await addPayment(sandbox);
  await askRefund(sandbox, first);
  await askRefund(sandbox, second);
  await expect.poll(() => merchant.received.length, { timeout: 5_000 }).toBe(3);
});

test('the intervals grow up to half a minute, and end', () => {
  expect([1, 2, 3, 6, 7, 99].map(retryAfter)).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000]);
  expect(retryAfter(100)).toBeNull();
});

test('webhook_duplicate tells it twice under one ID', async () => {
  const id = await addPayment(sandbox);
  await arm('webhook_duplicate', { transactionId: id });
  await askRefund(sandbox, id);
  await expect.poll(merchant.types).toEqual(['refund.created', 'refund.created']);
  expect(merchant.received[0]?.id).toBe(merchant.received[1]?.id);
});

test('webhook_missing never tells it', async () => {
  const id = await addPayment(sandbox);
  await arm('webhook_missing', { transactionId: id, eventType: 'refund.succeeded' });
  await askRefund(sandbox, id);
  await control('settle', id);
  await control('return', id, { target: 'refund' });
  await expect.poll(merchant.types).toEqual(['refund.created', 'refund.returned']);
  const told = await sandbox.get(`/control/webhooks?transactionId=${id}`);
  expect(told.list).toMatchObject([
    { type: 'refund.created', state: 'delivered', attempts: 1 },
    { type: 'refund.succeeded', state: 'dropped', attempts: 0 },
    { type: 'refund.returned', state: 'delivered', attempts: 1 },
  ]);
});

test('webhook_late tells it later', async () => {
  const id = await addPayment(sandbox);
  await arm('webhook_late', { transactionId: id, ms: 300 });
  const before = Date.now();
  await askRefund(sandbox, id);
  await expect.poll(merchant.types).toEqual(['refund.created']);
  expect(Date.now() - before).toBeGreaterThanOrEqual(300);
});

test('webhook_out_of_order tells it after the next event of the payment', async () => {
  const id = await addPayment(sandbox);
  await arm('webhook_out_of_order', { transactionId: id });
  await askRefund(sandbox, id);
  await control('settle', id);
  await expect.poll(merchant.types).toEqual(['refund.succeeded', 'refund.created']);
});

test('webhook_out_of_order does not swallow an event that stays the last one', async () => {
  const id = await addPayment(sandbox);
  await arm('webhook_out_of_order', { transactionId: id, ms: 200 });
  await askRefund(sandbox, id);
  await expect.poll(merchant.types).toEqual(['refund.created']);
});

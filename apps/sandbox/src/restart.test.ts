import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { addPayment, askRefund } from '../test-support/sample-payments.ts';
import { startSandbox, type SandboxProcess } from '../test-support/sandbox-process.ts';
import { startWebhookReceiver } from '../test-support/webhook-receiver.ts';

const refundsOf = async (sandbox: SandboxProcess, id: string) =>
  (await sandbox.get(`/control/refunds?transactionId=${id}`)).list;

test('killed between doing and answering, it gives the retry the answer of what it did', async () => {
  const first = await startSandbox();
  const id = await addPayment(first);
  const asked = { key: randomUUID(), reference: 'rf_1' };
  await first.post('/control/faults', { kind: 'timeout_after_success', transactionId: id });
  const lost = askRefund(first, id, asked).then(
    () => 'answered',
    () => 'lost',
  );
  await expect.poll(() => refundsOf(first, id)).toHaveLength(1);
  await first.kill9();
  expect(await lost).toBe('lost');

  const second = await startSandbox({ databasePath: first.databasePath });
  const retried = await askRefund(second, id, asked);
  expect([retried.status, retried.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  expect(await refundsOf(second, id)).toMatchObject([{ id: retried.json.id, idempotencyKey: asked.key }]);
  await second.stop();
});

test('killed before doing, it has done nothing and the key is free', async () => {
  const first = await startSandbox();
  const id = await addPayment(first);
  const asked = { key: randomUUID(), reference: 'rf_2' };
  await first.post('/control/faults', { kind: 'slow', transactionId: id, ms: 60_000 });
  const lost = askRefund(first, id, asked).catch(() => 'lost');
  await expect
    .poll(async () => (await askRefund(first, id, asked)).json.error?.code)
    .toBe('idempotency_in_progress');
  await first.kill9();
  expect(await lost).toBe('lost');

  const second = await startSandbox({ databasePath: first.databasePath });
  expect(await refundsOf(second, id)).toEqual([]);
  expect((await askRefund(second, id, asked)).status).toBe(200);
  await second.stop();
});

test('a refund settles by itself when its time has come, whatever the clock was set to', async () => {
  const sandbox = await startSandbox({ settleAfterMs: 300 });
  await sandbox.post('/control/clock', { offsetMs: 86_400_000 });
  const id = await addPayment(sandbox);
  const { json } = await askRefund(sandbox, id);
  expect(json.status).toBe('pending');
  await expect.poll(() => refundsOf(sandbox, id)).toMatchObject([{ status: 'succeeded' }]);
  await sandbox.stop();
});

test('what was to settle while it was down is settled and told after its start', async () => {
  const first = await startSandbox({ settleAfterMs: 200 });
  const id = await addPayment(first);
  const { json } = await askRefund(first, id);
  await first.kill9();
  const dueAt = Date.parse(String(json.createdAt)) + 200;
  await expect.poll(() => Date.now()).toBeGreaterThan(dueAt);

  const merchant = await startWebhookReceiver();
  const second = await startSandbox({ databasePath: first.databasePath, webhookUrl: merchant.url });
  // In either order: the first may still be waiting out a retry that the first process began.
  const told = () => merchant.types().toSorted();
  await expect.poll(told, { timeout: 5_000 }).toEqual(['refund.created', 'refund.succeeded']);
  expect(await refundsOf(second, id)).toMatchObject([{ status: 'succeeded' }]);
  await second.stop();
  merchant.stop();
});

test('moving the clock settles what is due by it', async () => {
  const sandbox = await startSandbox({ settleAfterMs: 86_400_000 });
  const id = await addPayment(sandbox);
  await askRefund(sandbox, id);
  await sandbox.post('/control/clock', { offsetMs: 86_400_000 });
  await expect.poll(() => refundsOf(sandbox, id)).toMatchObject([{ status: 'succeeded' }]);
  await sandbox.stop();
});

test('an event that could not be delivered keeps its ID over a restart', async () => {
  const merchant = await startWebhookReceiver();
  merchant.answerNext(503);
  const first = await startSandbox({ webhookUrl: merchant.url });
  await askRefund(first, await addPayment(first));
  await expect.poll(() => merchant.received.length).toBe(1);
  await first.kill9();

  const second = await startSandbox({ databasePath: first.databasePath, webhookUrl: merchant.url });
  await expect.poll(() => merchant.received.length, { timeout: 5_000 }).toBe(2);
  expect(merchant.received[1]?.id).toBe(merchant.received[0]?.id);
  await second.stop();
  merchant.stop();
});

test('the clock, the armed faults and the state of a dispute survive a kill', async () => {
  const first = await startSandbox();
  const id = await addPayment(first);
  await first.post('/control/clock', { offsetMs: 86_400_000 });
  await first.post('/control/faults', { kind: 'error_500', transactionId: id });
  await first.post('/control/dispute', { transactionId: id });
  await first.kill9();

  const second = await startSandbox({ databasePath: first.databasePath });
  expect((await askRefund(second, id)).status).toBe(500);
  expect((await askRefund(second, id)).json.error?.code).toBe('payment_disputed');
  const other = await addPayment(second);
  const { createdAt } = (await askRefund(second, other)).json;
  expect(Date.parse(String(createdAt)) - Date.now()).toBeGreaterThan(86_000_000);
  await second.stop();
});

test('asked to end, it cuts what it never answered and ends well', async () => {
  const sandbox = await startSandbox();
  const id = await addPayment(sandbox);
  await sandbox.post('/control/faults', { kind: 'timeout_before', transactionId: id });
  const lost = askRefund(sandbox, id).catch(() => 'lost');
  await expect
    .poll(async () => (await sandbox.get('/control/requests?limit=1')).list)
    .toMatchObject([{ fault: 'timeout_before' }]);
  await sandbox.stop();
  expect(await lost).toBe('lost');
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPayment, askRefund } from '../test-support/sample-payments.ts';
import { startSandbox, type SandboxProcess } from '../test-support/sandbox-process.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const HOUR_MS = 60 * 60 * 1000;
const refundsOf = async (id: string) => (await sandbox.get(`/control/refunds?transactionId=${id}`)).list;

test('the same key and body gets the same bytes again, also when the refund has moved on', async () => {
  const id = await addPayment(sandbox);
  const asked = { key: randomUUID(), reference: 'rf_1' };
  const first = await askRefund(sandbox, id, asked);
  await sandbox.post('/control/settle', { transactionId: id });
  const again = await askRefund(sandbox, id, asked);
  expect([again.status, again.text]).toEqual([200, first.text]);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(await refundsOf(id)).toHaveLength(1);
});

test('the same key with another body is an error and does nothing', async () => {
  const id = await addPayment(sandbox);
  const key = randomUUID();
  await askRefund(sandbox, id, { key, amount: 100, reference: 'rf_2' });
  const other = await askRefund(sandbox, id, { key, amount: 200, reference: 'rf_2' });
  expect([other.status, other.json.error?.code]).toEqual([400, 'idempotency_key_reused']);
  expect(await refundsOf(id)).toHaveLength(1);
});

test('twenty sends of one key that race make one refund', async () => {
  const id = await addPayment(sandbox);
  const asked = { key: randomUUID(), reference: 'rf_3' };
  const answers = await Promise.all(Array.from({ length: 20 }, () => askRefund(sandbox, id, asked)));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await refundsOf(id)).toHaveLength(1);
});

test('while a key is being worked on it is in progress for everybody else', async () => {
  const id = await addPayment(sandbox);
  const asked = { key: randomUUID(), reference: 'rf_4' };
  await sandbox.post('/control/faults', { kind: 'slow', transactionId: id, ms: 400 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => askRefund(sandbox, id, asked)));
  const codes = answers.map(({ status, json }) => (status === 200 ? 'made' : json.error?.code));
  expect(codes.filter((code) => code === 'made')).toHaveLength(1);
  expect(codes.filter((code) => code === 'idempotency_in_progress')).toHaveLength(19);
  expect(answers.map(({ status }) => status)).toContain(409);
  expect(await refundsOf(id)).toHaveLength(1);
});

test('a refusal is saved like a success, and is given again when its reason is gone', async () => {
  const id = await addPayment(sandbox, { disputed: true });
  const asked = { key: randomUUID(), reference: 'rf_5' };
  const first = await askRefund(sandbox, id, asked);
  await sandbox.post('/control/dispute-close', { transactionId: id, outcome: 'won' });
  expect((await askRefund(sandbox, id, asked)).text).toBe(first.text);
  expect((await askRefund(sandbox, id)).status).toBe(200);
});

test('bad input is not saved: the key is still free', async () => {
  const id = await addPayment(sandbox);
  const key = randomUUID();
  expect((await askRefund(sandbox, id, { key, amount: -5 })).status).toBe(400);
  expect((await askRefund(sandbox, id, { key })).status).toBe(200);
});

test('without a key, or with one that is too long, nothing is done', async () => {
  const id = await addPayment(sandbox);
  for (const key of ['', 'k'.repeat(256)]) {
    const { status, json } = await askRefund(sandbox, id, { key });
    expect([status, json.error?.code]).toEqual([400, 'idempotency_key_missing']);
  }
  expect(await refundsOf(id)).toEqual([]);
});

test('two merchants may use the same key', async () => {
  const other = `acct_${randomUUID()}`;
  const mine = await addPayment(sandbox);
  const theirs = await addPayment(sandbox, { account: other });
  const key = randomUUID();
  const body = { paymentId: theirs, amount: 12_500, currency: 'USD', reference: 'rf_6' };
  expect((await askRefund(sandbox, mine, { key })).status).toBe(200);
  expect((await sandbox.post('/v1/refunds', body, { key, account: other })).status).toBe(200);
});

test('a key is remembered for 24 hours and then forgotten', async () => {
  const id = await addPayment(sandbox);
  const asked = { key: randomUUID(), amount: 100, reference: 'rf_7' };
  const first = await askRefund(sandbox, id, asked);
  await sandbox.post('/control/clock', { offsetMs: 24 * HOUR_MS - 60_000 });
  expect((await askRefund(sandbox, id, asked)).text).toBe(first.text);
  await sandbox.post('/control/clock', { offsetMs: 24 * HOUR_MS + 60_000 });
  expect((await askRefund(sandbox, id, asked)).json.id).not.toBe(first.json.id);
  expect(await refundsOf(id)).toHaveLength(2);
});

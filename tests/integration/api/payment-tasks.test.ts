// What is owed about a payment through the API (B16): listed with the payment and in the queue, and settled once.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { beginSubmission } from '@makewhole/db/refunds/submit-refund';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const taskOf = async (transactionId: string) => {
  const path = `GET /v1/payments/${transactionId}`;
  const { body } = await call<Schemas['PaymentDetail']>(world.url, path, { key: world.key });
  const [task] = body.tasks;
  if (task === undefined) throw new Error('Nothing is owed about the payment');
  return task;
};

const settle = (id: string, body: unknown, key = world.key) =>
  call(world.url, `POST /v1/obligations/${id}/settle`, { key, body });

it('a client whose refund failed is paid by check, which is taken once and by those who may', async () => {
  const { body: refund } = await askForRefund(world, { transactionId: await world.pay() });
  const key = { firmId: world.firm.firmId, refundId: asId<RefundId>(refund.id) };
  await beginSubmission(world.db, key, new Date());
  await failRefund(world.db, key, { code: 'card_closed', message: 'The card is closed.', at: new Date() });
  const task = await taskOf(refund.transactionId);
  expect(task).toMatchObject({ kind: 'repayment', status: 'open', owner: 'admin', answer: null });
  const queue = await call<Schemas['ObligationPage']>(world.url, 'GET /v1/obligations?kind=repayment', {
    key: world.key,
  });
  expect(queue.body.data).toMatchObject([{ id: task.id, refundId: refund.id }]);

  const check = { kind: 'repayment', paidBy: 'check', reference: '1042', date: '2026-11-20' };
  const reads = await giveKey(world.db, world.firm, ['read']);
  expect((await settle(task.id, check, reads)).status).toBe(403);
  expect((await settle(task.id, { kind: 'dispute', note: 'Sent' })).status).toBe(404);
  expect((await settle(task.id, { kind: 'repayment', paidBy: 'credit', note: 'Agreed' })).status).toBe(400);
  expect((await settle(task.id, check)).status).toBe(200);
  expect((await settle(task.id, check)).status).toBe(200);
  const other = await settle(task.id, { ...check, reference: '1043' });
  expect([other.status, other.body.code]).toEqual([409, 'already_decided']);
  expect(await taskOf(refund.transactionId)).toMatchObject({ status: 'done', answer: { reference: '1042' } });
});

it('a dispute that the processor reports is shown with its reason, amount and deadline, is due two days before, and answered', async () => {
  const transactionId = await world.pay();
  const respondBy = '2027-01-15T22:00:00.000Z';
  await world.sandbox.post('/control/dispute', { transactionId, reason: 'duplicate', respondBy });
  await expect
    .poll(async () => (await taskOf(transactionId).catch(() => null))?.status, { timeout: 15_000 })
    .toBe('open');
  const task = await taskOf(transactionId);
  expect(task).toMatchObject({ kind: 'dispute', owner: 'lawyer', dueAt: '2027-01-13T22:00:00.000Z' });
  const { body } = await call<Schemas['PaymentDetail']>(world.url, `GET /v1/payments/${transactionId}`, {
    key: world.key,
  });
  expect(body.dispute).toMatchObject({ status: 'open', reason: 'duplicate', amount: 1_250_00, respondBy });
  const forRefunds = await giveKey(world.db, world.firm, ['read', 'refund']);
  const answer = { kind: 'dispute', note: 'Sent the receipt' };
  expect((await settle(task.id, answer, forRefunds)).status).toBe(403);
  expect((await settle(task.id, answer)).status).toBe(200);
});

// What is owed about a payment through the API (B16): listed with the payment and in the queue, and settled once.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeRefund } from '@makewhole/db/refunds/open-refunds';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { beginSubmission } from '@makewhole/db/refunds/submit-refund';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const taskOf = async (transactionId: string) => {
  const path = `GET /v1/payments/${transactionId}`;
  const { body } = await call<Schemas['PaymentDetail']>(world.url, path, { key: world.key });
  const task = body.tasks.find(({ kind }) => kind === 'repayment' || kind === 'dispute');
  if (task === undefined) throw new Error('Nothing is owed about the payment');
  return task;
};

const settle = (id: string, body: unknown, key = world.key) =>
  call(world.url, `POST /v1/obligations/${id}/settle`, { key, body });
const say = (id: string, body: unknown, { headers }: Session) =>
  call<Schemas['PaymentTask']>(world.url, `POST /v1/obligations/${id}/settle`, { headers, body });

it('a client whose refund failed is paid by check, which is confirmed by a second lawyer or owner, and taken once', async () => {
  const { body: refund } = await askForRefund(world, { transactionId: await world.pay() });
  const key = { firmId: world.firm.firmId, refundId: asId<RefundId>(refund.id) };
  await beginSubmission(world.db, key, new Date());
  await failRefund(world.db, key, { code: 'card_closed', message: 'The card is closed.', at: new Date() });
  await closeRefund(world.db, key, new Date());
  const task = await taskOf(refund.transactionId);
  expect(task).toMatchObject({
    kind: 'repayment',
    status: 'open',
    owner: 'lawyer',
    answer: null,
    claim: null,
  });
  const queue = await call<Schemas['ObligationPage']>(world.url, 'GET /v1/obligations?kind=repayment', {
    key: world.key,
  });
  expect(queue.body.data).toMatchObject([{ id: task.id, refundId: refund.id }]);

  const date = new Date().toISOString().slice(0, 10);
  const check = { kind: 'repayment', paidBy: 'check', reference: '1042', date };
  const [admin, lawyer, owner] = [
    await sessionOf(world, world.firm, 'admin'),
    await sessionOf(world, world.firm, 'lawyer'),
    await sessionOf(world, world.firm, 'owner'),
  ];
  // No key says that a client was paid, whatever its scopes.
  expect((await settle(task.id, check)).status).toBe(403);
  expect((await say(task.id, check, admin)).status).toBe(403);
  expect((await settle(task.id, { kind: 'dispute', note: 'Sent' })).status).toBe(404);
  expect((await say(task.id, { kind: 'repayment', paidBy: 'credit', note: 'Agreed' }, lawyer)).status).toBe(
    400,
  );
  const other = await say(task.id, { ...check, payee: 'Somebody Else' }, lawyer);
  expect([other.status, other.body]).toMatchObject([422, { code: 'direction_needed' }]);
  const said = await say(task.id, check, lawyer);
  expect(said).toMatchObject({
    status: 202,
    body: { status: 'open', claim: { by: lawyer.principalId, answer: { reference: '1042' } } },
  });
  expect((await say(task.id, check, lawyer)).status).toBe(202);
  const asked = await askForRefund(world, { transactionId: refund.transactionId });
  expect([asked.status, asked.body]).toMatchObject([422, { reason: 'repaid_another_way' }]);
  const withdrawn = { kind: 'repayment', paidBy: 'withdrawn', note: 'Never sent' };
  expect(await say(task.id, withdrawn, owner)).toMatchObject({ status: 200, body: { claim: null } });
  expect((await say(task.id, check, owner)).status).toBe(202);
  expect((await say(task.id, check, lawyer)).status).toBe(200);
  expect((await say(task.id, check, lawyer)).status).toBe(200);
  const different = await say(task.id, { ...check, reference: '1043' }, owner);
  expect([different.status, different.body]).toMatchObject([409, { code: 'already_decided' }]);
  expect(await taskOf(refund.transactionId)).toMatchObject({
    status: 'done',
    answer: { reference: '1042', recordedBy: owner.principalId },
  });
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

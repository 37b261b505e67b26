// Voids over the API (R12): noted once, refused with the reason, and never another firm's.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const AUTHORIZATION = { parts: [{ of: 'unapplied', amount: 90_00 }], authorized: true } as const;

function askVoid(transactionId: string, key = world.key) {
  return call<Schemas['Void'] & Pick<Schemas['Problem'], 'code' | 'reason'>>(
    world.url,
    `POST /v1/payments/${transactionId}/void`,
    {
      key,
    },
  );
}

it('is one void, however many ask for it at once', async () => {
  const transactionId = await world.pay(AUTHORIZATION);
  const answers = await Promise.all(Array.from({ length: 10 }, () => askVoid(transactionId)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 202));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  const { body } = await call<Schemas['Void']>(world.url, `GET /v1/payments/${transactionId}/void`, {
    key: world.key,
  });
  expect(body).toMatchObject({ transactionId, status: 'requested', endedAt: null, refusal: null });
});

it('is refused for money that was taken, also where only the processor knows that it was', async () => {
  const sale = await askVoid(await world.pay());
  expect([sale.status, sale.body.code, sale.body.reason]).toEqual([
    422,
    'not_voidable',
    'not_an_authorization',
  ]);
  const now = new Date().toISOString();
  const captured = await askVoid(
    await world.pay({ ...AUTHORIZATION, atProcessor: { capturedAt: now, settledAt: null } }),
  );
  expect([captured.status, captured.body.code, captured.body.reason]).toEqual([
    422,
    'not_voidable',
    'already_captured',
  ]);
});

it('is not found for an ID that is not exact, for another firm, and where none was asked for', async () => {
  const transactionId = await world.pay(AUTHORIZATION);
  for (const answer of [
    await askVoid(transactionId.toUpperCase()),
    await askVoid(transactionId, world.otherKey),
  ]) {
    expect([answer.status, answer.body.code]).toEqual([404, 'transaction_not_found']);
  }
  const none = await call(world.url, `GET /v1/payments/${transactionId}/void`, {
    key: world.key,
  });
  expect([none.status, none.body.code]).toEqual([404, 'void_not_found']);
});

it('is no matter of a key that may only read', async () => {
  const transactionId = await world.pay(AUTHORIZATION);
  const answer = await askVoid(transactionId, await giveKey(world.db, world.firm, ['read']));
  expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
});

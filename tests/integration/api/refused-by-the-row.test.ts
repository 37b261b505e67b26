// What the refund's row alone refuses is answered without its workflow, which has room for so many instructions: nobody
// who sends a refused one again and again can use that up. Here Temporal is away.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import { authorizeSteps } from '../../support/authorize-steps.ts';
import { acceptedRefund, payOut, viewOf } from '../refunds/walk-by-stores.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call } from './call.ts';

let world: ApiWorld;
let refund: { readonly firmId: FirmId; readonly refundId: RefundId };
beforeAll(async () => {
  world = await createApiWorld();
  refund = await acceptedRefund(world.db, world.firm, [{ of: 'trust', amount: 30_00 }]);
  await payOut(world.db, refund);
  await authorizeSteps(world.db, refund, world.firm.people.lawyer);
});
afterAll(() => world.stop());

const step = (name: string, amount: number) =>
  call(world.url, `POST /v1/refunds/${refund.refundId}/trust-steps/${name}`, {
    key: world.key,
    body: { date: new Date().toISOString().slice(0, 10), reference: 'CHK 1', amount, currency: 'USD' },
  });

it.each([
  ['a step before its turn', 'transfer', 30_00, 'out_of_order'],
  ['a step of another amount', 'payment', 29_99, 'amount_mismatch'],
])('%s', async (_, name, amount, code) => {
  const before = await viewOf(world.db, refund);
  for (const answer of [await step(name, amount), await step(name, amount)]) {
    expect(answer.body.code).toBe(code);
  }
  expect(await viewOf(world.db, refund)).toEqual(before);
});

it('what the row would take waits for the workflow, and is not taken before', async () => {
  const before = await viewOf(world.db, refund);
  expect((await step('payment', 30_00)).status).toBe(503);
  expect(await viewOf(world.db, refund)).toEqual(before);
});

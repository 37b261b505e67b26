// The nightly booking of payouts (BK4) against the sandbox in its own process, from the company's list to the API.
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changeConnection } from '@makewhole/db/firms/change-connection';
import { findFirstConnection } from '@makewhole/db/connections/find-connection';
import { debitOperating, reverseInvoicePayments } from '@makewhole/db/refunds/post-acceptance';
import { bookPayouts } from '@makewhole/worker/activities/book-payouts';
import type { Dependencies } from '@makewhole/worker/activities/dependencies';
import { refundAtProcessor } from '@makewhole/worker/activities/refund-at-processor';
import { SANDBOX_API_KEY } from '../../support/sandbox-control.ts';
import { askRefund, byOwner } from '../../support/small-firm.ts';
import { today } from '../../support/today.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { connectedSandbox } from '../../support/connected-sandbox.ts';

let world: ApiWorld;
let outside: Dependencies;
beforeAll(async () => {
  world = await createApiWorld();
  const processor = connectedSandbox(world.db, { url: world.sandbox.url, apiKey: SANDBOX_API_KEY });
  // It sends no email and delivers no webhook.
  outside = { db: world.db, processor } as unknown as Dependencies;
});
afterAll(() => world.stop());

const night = () => new MockActivityEnvironment().run(bookPayouts(outside), { after: null, limit: 50 });

it('books each payout once, fees and refunds netted, and lists it with what it is made of', async () => {
  const { db, firm, sandbox } = world;
  const { id: connectionId } = await findFirstConnection(db, firm.firmId);
  await changeConnection(db, byOwner(firm), connectionId, { settles: 'net' });
  const kept = await world.pay({ parts: [{ of: 'invoice', amount: 640_00 }] });
  const paidBack = await world.pay({ parts: [{ of: 'invoice', amount: 100_00 }] });
  const asked = await askRefund(db, firm, paidBack);
  if (asked.kind !== 'noted') throw new Error(asked.kind);
  const refund = { firmId: firm.firmId, refundId: asked.refund.id };
  const at = new Date();
  await new MockActivityEnvironment().run(refundAtProcessor(outside), { ...refund, at: at.toISOString() });
  const make = (status: string) =>
    sandbox.post('/control/payout', {
      ...{ account: firm.processorAccount, bankAccount: 'operating', feePerPayment: 3_00 },
      ...{ arrivesOn: today(), status },
    });
  await make('pending');
  // On its way, and then with a refund that is not booked yet.
  expect(await night()).toMatchObject({ booked: 0, unexplained: 0, failed: 0 });
  await sandbox.post('/control/payout-change', { id: 'po_1', status: 'paid' });
  expect(await night()).toMatchObject({ booked: 0, unexplained: 1 });
  const waiting = await call<Schemas['PayoutPage']>(world.url, 'GET /v1/payouts', { key: world.key });
  expect(waiting.body.data).toMatchObject([{ unexplained: 100_00, bookedAt: null, amount: 634_00 }]);

  await debitOperating(db, refund, at);
  await reverseInvoicePayments(db, refund, at);
  expect(await night()).toMatchObject({ booked: 1, unexplained: 0 });
  expect(await night()).toMatchObject({ booked: 1, unexplained: 0 });
  const listed = await call<Schemas['PayoutPage']>(world.url, 'GET /v1/payouts', { key: world.key });
  expect(listed.body.data).toMatchObject([
    {
      ...{ connectionId, processorPayoutId: 'po_1', account: 'operating', amount: 634_00, fees: 6_00 },
      ...{ unexplained: 0, status: 'paid', arrivesOn: today(), bankLineId: null },
    },
  ]);
  const items = listed.body.data[0]?.items.map(({ kind, amount, fee }) => [kind, amount, fee].join(' '));
  expect(items?.toSorted()).toEqual(['payment 10000 300', 'payment 64000 300', 'refund -10000 0']);
  expect(listed.body.data[0]?.items.some(({ subject }) => subject === kept)).toBe(true);
  const left = await db.execute<{ account: string; amount: number }>(
    `SELECT account, sum(amount)::int AS amount FROM ledger_entries WHERE firm_id = '${firm.firmId}'
       AND account IN ('processor_balance', 'processor_fees', 'refunds_clearing') GROUP BY 1 ORDER BY 1`,
  );
  expect([...left]).toEqual([
    { account: 'processor_balance', amount: 0 },
    { account: 'processor_fees', amount: 6_00 },
    { account: 'refunds_clearing', amount: 0 },
  ]);

  const other = await call<Schemas['PayoutPage']>(world.url, 'GET /v1/payouts', { key: world.otherKey });
  expect(other.body.data).toEqual([]);
});

it('leaves out a company that cannot be asked, and says how many', async () => {
  await world.sandbox.post('/control/faults', { kind: 'error_500', operation: 'lookup', times: 1 });
  expect(await night()).toMatchObject({ failed: 1 });
});

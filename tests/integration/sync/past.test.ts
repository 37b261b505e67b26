// What a sync takes over of a connection's past (ADR 55), and what it leaves.
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { obligations } from '@makewhole/db/schema/obligations';
import { payments } from '@makewhole/db/schema/payments';
import { processorConnections } from '@makewhole/db/schema/connections';
import { ledgerEntries } from '@makewhole/db/schema/ledger';
import { refunds } from '@makewhole/db/schema/refunds';
import type { TransactionId } from '@makewhole/domain/ids';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../../support/refund-world.ts';
import { begin, changeRow, givePast, pastIdOf, rowOf, takePage, takePast } from '../../support/sync-world.ts';
import { bookRefund } from '../../workflow/refund-walk.ts';
import { differencesOf, reconcile } from '../reconciliation/run-reconciliation.ts';

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

it('marks what was refunded elsewhere before, blocks its payment, and nobody is asked to explain it, at night neither', async () => {
  const world = await servers.anotherFirm();
  await givePast(world, 3);
  await world.sandbox.post('/control/refund', { transactionId: pastIdOf(world, 1) });
  await begin(world);
  const row = await takePast(world);
  expect(row).toMatchObject({ state: 'following', counts: { added: 3, refunded: 1, refund_marked: 1 } });
  await reconcile(world);
  expect(await differencesOf(world)).toMatchObject([{ kind: 'refunded_elsewhere', status: 'settled' }]);
  expect(await tasksOf(world)).toEqual([]);
  const { firmId } = world.firm;
  const blocked = and(eq(payments.firmId, firmId), eq(payments.refundedElsewhere, true));
  expect(await world.db.select().from(payments).where(blocked)).toMatchObject([
    { transactionId: pastIdOf(world, 1) },
  ]);
});

it('asks somebody to explain what is refunded elsewhere after it began', async () => {
  const world = await servers.anotherFirm();
  await givePast(world, 2);
  await begin(world);
  await takePast(world);
  await world.sandbox.post('/control/refund', { transactionId: pastIdOf(world, 1) });
  await takePage(world);
  expect((await rowOf(world)).followed).toMatchObject({ refund_reported: 1 });
  expect(await differencesOf(world)).toMatchObject([{ kind: 'refunded_elsewhere', status: 'open' }]);
});

it('leaves a payment alone whose refund runs, and counts it; but not one whose refund is closed', async () => {
  const world = await servers.anotherFirm();
  const running = await world.pay({ parts: [{ of: 'unapplied', amount: 50_00 }] });
  await world.request(running);
  const { transactionId: closed } = await bookRefund(world, { parts: [{ of: 'unapplied', amount: 60_00 }] });
  const refundClosed = and(eq(refunds.firmId, world.firm.firmId), eq(refunds.transactionId, closed));
  await world.db.update(refunds).set({ closedAt: new Date() }).where(refundClosed);
  const before = await paymentOf(world, running);
  await begin(world, { days: 40 });
  const row = await takePast(world);
  expect(row.counts).toMatchObject({ left_alone: 1, updated: 1 });
  expect(row.samples).toMatchObject({ left_alone: [running] });
  expect(await paymentOf(world, running)).toEqual(before);
});

it('copies a payment that is disputed though its refund runs', async () => {
  const world = await servers.anotherFirm();
  const transactionId = await world.pay({ parts: [{ of: 'unapplied', amount: 50_00 }] });
  const refund = await world.request(transactionId);
  await world.start(refund);
  await world.sandbox.post('/control/dispute', { transactionId });
  await begin(world, { days: 40 });
  await takePast(world);
  expect(await paymentOf(world, transactionId)).toMatchObject({ disputed: true });
});

it('counts what it cannot take over, by why, with its ID', async () => {
  const world = await servers.anotherFirm();
  await givePast(world, 3);
  const [foreign, other] = [pastIdOf(world, 0), pastIdOf(world, 1)];
  const listCreatedPayments: FirmWorld['processor']['listCreatedPayments'] = async (request) => {
    const page = await world.processor.listCreatedPayments(request);
    if (page.kind !== 'page') return page;
    const items = page.items.map((item) => ({
      ...item,
      ...(item.transactionId === foreign && { currency: 'EUR' }),
      ...(item.transactionId === other && { method: 'other' as const }),
    }));
    return { ...page, items };
  };
  await begin(world);
  const row = await takePast(world, { processor: { listCreatedPayments } });
  expect(row.counts).toMatchObject({ added: 1, other_currency: 1, other_method: 1 });
  expect(row.samples).toMatchObject({ other_currency: [foreign], other_method: [other] });
  expect(await tasksOf(world)).toEqual([]);
});

it('goes further back when it is asked to, and reads nothing twice for it', async () => {
  const world = await servers.anotherFirm();
  await givePast(world, 8);
  await begin(world, { days: 3 });
  const first = await takePast(world);
  const { added = 0 } = first.counts;
  expect(added).toBeLessThan(8);
  await begin(world, { days: 21 });
  const asked: string[] = [];
  const listCreatedPayments: FirmWorld['processor']['listCreatedPayments'] = (request) => {
    asked.push(request.to);
    return world.processor.listCreatedPayments(request);
  };
  const second = await takePast(world, { processor: { listCreatedPayments } });
  expect(second).toMatchObject({ state: 'following', counts: { added: 8 } });
  expect(asked[0]).toBe(first.since.toISOString());
});

it('keeps nothing of a dry run but what it counted', async () => {
  const world = await servers.anotherFirm();
  await givePast(world, 30);
  await world.sandbox.post('/control/refund', { transactionId: pastIdOf(world, 1) });
  const isTrial = true as const;
  await begin(world, { isTrial });
  const row = await takePast(world, { isTrial });
  expect(row).toMatchObject({
    state: 'done',
    counts: { added: 30, refunded: 1, refund_marked: 1 },
    followed: {},
  });
  const { db, firm } = world;
  expect(await db.select().from(payments).where(eq(payments.firmId, firm.firmId))).toEqual([]);
  expect(await differencesOf(world)).toEqual([]);
  const booked = and(eq(ledgerEntries.firmId, firm.firmId), eq(ledgerEntries.account, 'operating_bank'));
  expect(await db.select().from(ledgerEntries).where(booked)).toEqual([]);
  await begin(world);
  expect((await takePast(world)).counts).toMatchObject({ added: 30, refund_marked: 1 });
  await begin(world, { isTrial });
  expect((await takePast(world, { isTrial })).counts).toMatchObject({ updated: 30, refund_known: 1 });
});

it('ends where the connection is disabled, and the row says so', async () => {
  const world = await servers.anotherFirm();
  await begin(world);
  const disabled = { status: 'disabled' as const };
  const { connectionId } = world.firm;
  await world.db.update(processorConnections).set(disabled).where(eq(processorConnections.id, connectionId));
  expect(await takePage(world)).toEqual({ kind: 'ended' });
  expect(await rowOf(world)).toMatchObject({ waitingFor: 'connection_disabled', pages: 0 });
});

it('waits while a refund is being handed over, also where that began after the page was asked for', async () => {
  const world = await servers.anotherFirm();
  await givePast(world, 3);
  const transactionId = await world.pay({ parts: [{ of: 'unapplied', amount: 50_00 }] });
  const refund = await world.request(transactionId);
  const status = (to: 'submitting' | 'requested') =>
    world.db.update(refunds).set({ status: to }).where(eq(refunds.id, refund.id));
  await begin(world);
  await takePage(world);
  const listCreatedPayments: FirmWorld['processor']['listCreatedPayments'] = async (request) => {
    const page = await world.processor.listCreatedPayments(request);
    await status('submitting');
    return page;
  };
  expect(await takePage(world, { processor: { listCreatedPayments } })).toMatchObject({ kind: 'wait' });
  expect(await rowOf(world)).toMatchObject({ waitingFor: 'refund_being_sent', pages: 1 });
  expect(await takePage(world)).toMatchObject({ kind: 'wait', untilNudged: false });
  // A refund that waits for something else does not hold the payments up for good.
  await changeRow(world, { waitingSince: new Date(Date.now() - 11 * 60_000) });
  expect(await takePage(world)).toEqual({ kind: 'page' });
});

function tasksOf({ db, firm }: FirmWorld) {
  return db.select().from(obligations).where(eq(obligations.firmId, firm.firmId));
}

async function paymentOf({ db, firm }: FirmWorld, transactionId: TransactionId) {
  const ofKey = and(eq(payments.firmId, firm.firmId), eq(payments.transactionId, transactionId));
  return (await db.select().from(payments).where(ofKey))[0];
}

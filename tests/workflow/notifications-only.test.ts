// A company without keys that can only be heard (ADR 40): a refund is sent once, and ends by a signed webhook alone.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFacts } from '@makewhole/db/processor-events/list-facts';
import { processorEvents } from '@makewhole/db/schema/processor-events';
import type { TransactionId } from '@makewhole/domain/ids';
import { listDifferences } from '@makewhole/db/reconciliation/list-differences';
import { startKeylessWorld, type KeylessWorld } from '../support/keyless-world.ts';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';
import { until } from '../support/until.ts';
import { connectedSandbox } from '../support/connected-sandbox.ts';
import { isClosed, milestones } from './refund-walk.ts';

let world: RefundWorld;
let heard: KeylessWorld;
beforeAll(async () => {
  world = await createRefundWorld();
  heard = await startKeylessWorld(world);
});
afterAll(async () => {
  await heard.stop();
  await world.stop();
});

const begin = async (transactionId: TransactionId) => {
  const refund = await world.request(transactionId);
  await world.start(refund);
  return refund;
};

const isSentOnce = async (transactionId: TransactionId) =>
  expect(await heard.sandbox.refunds(transactionId)).toHaveLength(1);

describe('a refund at a company that only notifies', () => {
  it('goes from its request to its end by webhooks, each of which came twice and counts once', async () => {
    const transactionId = await heard.pay();
    const refund = await begin(transactionId);
    await world.seen(refund, ({ status }) => status === 'processing');
    await heard.sandbox.settle(transactionId);
    expect((await isClosed(world, refund)).status).toBe('succeeded');
    await isSentOnce(transactionId);
    const events = await world.db
      .select({
        type: processorEvents.type,
        isFact: processorEvents.isFact,
        payload: processorEvents.payload,
      })
      .from(processorEvents)
      .where(eq(processorEvents.transactionId, transactionId));
    expect(events.map(({ type }) => type).toSorted()).toEqual(
      ['payment.updated', 'refund.created', 'refund.succeeded'].toSorted(),
    );
    expect(events.every(({ isFact }) => isFact)).toBe(true);
    expect(await milestones(world, refund)).not.toContain('refund.late');
  });

  it('whose answer was lost is found by what was reported, and nothing is sent again', async () => {
    const transactionId = await heard.pay();
    heard.relay.hold(transactionId);
    await heard.sandbox.arm({ kind: 'timeout_after_success', transactionId, ms: 50 });
    const refund = await begin(transactionId);
    await world.seen(refund, ({ status }) => status === 'outcome_unknown');
    await world.passHours(refund, 0.5);
    expect((await world.find(refund.id)).status).toBe('outcome_unknown');
    await heard.relay.release(transactionId);
    await heard.sandbox.settle(transactionId);
    await world.passHours(refund, 0.5);
    expect((await isClosed(world, refund)).status).toBe('succeeded');
    await isSentOnce(transactionId);
  });

  it('whose answer was lost and of which nothing is heard is never sent again: a person is told', async () => {
    const transactionId = await heard.pay();
    await heard.sandbox.arm({ kind: 'timeout_before', transactionId, ms: 50 });
    const refund = await begin(transactionId);
    await world.seen(refund, ({ status }) => status === 'outcome_unknown');
    await world.passHours(refund, 30);
    const { status, obligations } = await world.find(refund.id);
    expect(status).toBe('outcome_unknown');
    expect(obligations).toMatchObject([{ subject: 'outcome_unknown', status: 'open' }]);
    expect(await heard.sandbox.refunds(transactionId)).toEqual([]);
  });

  it('is taken up when its webhooks come before its answer', async () => {
    const transactionId = await heard.pay();
    await heard.sandbox.arm({ kind: 'garbled_answer', transactionId });
    const refund = await begin(transactionId);
    await world.seen(refund, ({ status }) => status === 'outcome_unknown' || status === 'processing');
    await heard.sandbox.settle(transactionId);
    await world.passHours(refund, 0.5);
    expect((await isClosed(world, refund)).status).toBe('succeeded');
    await isSentOnce(transactionId);
  });

  it('of which nothing is heard after its acceptance is late, and a person is told; the webhook ends that', async () => {
    const transactionId = await heard.pay();
    heard.relay.hold(transactionId);
    const refund = await begin(transactionId);
    await world.seen(refund, ({ status }) => status === 'processing');
    await heard.sandbox.settle(transactionId);
    await world.passHours(refund, 24 * 10);
    const late = await world.seen(refund, ({ obligations }) => obligations.length > 0);
    expect(late.status).toBe('processing');
    expect(late.obligations).toMatchObject([{ subject: 'late', status: 'open' }]);
    await heard.relay.release(transactionId);
    expect((await isClosed(world, refund)).status).toBe('succeeded');
    await isSentOnce(transactionId);
  });

  it('and made at the company itself is told to a person, though nothing lists it (B12)', async () => {
    const transactionId = await heard.pay();
    await heard.sandbox.post('/control/refund', { transactionId });
    const found = await until(
      async () => {
        const page = await listDifferences(world.db, { firmId: world.firm.firmId, limit: 100 });
        return page?.data.filter((one) => one.transactionId === transactionId) ?? [];
      },
      ({ length }) => length > 0,
      () => 'no difference',
    );
    expect(found).toMatchObject([{ kind: 'refunded_elsewhere', status: 'open' }]);
    expect((await world.ask(transactionId)).kind).not.toBe('noted');
  });
});

describe('what was reported', () => {
  it('is the record for a worker that starts anew, without the texts that nobody reads', async () => {
    const transactionId = await heard.pay();
    const { connectionId } = heard;
    const facts = await listFacts(world.db, { connectionId, transactionId, limit: 10 });
    expect(facts).toMatchObject([{ type: 'payment.updated', payment: { amount: 125_00, refunds: [] } }]);
    const anew = connectedSandbox(world.db, { url: 'http://127.0.0.1:9', apiKey: 'none' });
    expect(await anew.getPayment({ connectionId, transactionId })).toMatchObject({
      kind: 'found',
      payment: { transactionId, amount: 125_00, status: 'settled', refundedAmount: 0 },
    });
    expect(await anew.getRefund({ connectionId, transactionId, refundId: 're_none' })).toMatchObject({
      kind: 'unavailable',
      cause: 'not_reported',
    });
  });
});

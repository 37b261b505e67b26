// A workflow that an operator ends, or that is ended some other way, is not the end of its refund: the row says how far
// it came, and the next run goes on from there.
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptRefund, beginSubmission, recordSend } from '@makewhole/db/refunds/submit-refund';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';
import { SANDBOX_API_KEY } from '../support/sandbox-control.ts';
import { bookRefund, booksOf, decide, isClosed, settle } from './refund-walk.ts';
import { closeRefund } from '@makewhole/db/refunds/open-refunds';
import { connectedSandbox } from '../support/connected-sandbox.ts';

const PAID_AN_INVOICE = { parts: [{ of: 'invoice', amount: 60_00 }] } as const;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe.concurrent('a refund whose workflow', () => {
  it('is asked to cancel goes on as if nothing was asked', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, PAID_AN_INVOICE);
    await world.handleOf(refund).cancel();
    await settle(world, refund);
    expect(await decide(world, refund, 'still_due')).toEqual({ ok: true });
    await isClosed(world, refund);
    expect(await world.handleOf(refund).result()).toBe('succeeded');
  });

  it('was terminated in its settlement window is started again and closed, with everything booked once', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, PAID_AN_INVOICE);
    const before = booksOf(await world.find(refund.id));
    await world.handleOf(refund).terminate('to see what happens');
    await world.sandbox.settle(refund.transactionId);
    await world.start(refund);
    await world.seen(refund, ({ status }) => status === 'succeeded');
    expect(await decide(world, refund, 'still_due')).toEqual({ ok: true });
    const closed = await isClosed(world, refund);
    expect(booksOf(closed)).toEqual(before);
    expect(await world.sandbox.refunds(refund.transactionId)).toHaveLength(1);
  });

  it('ended between the acceptance and the books has its books moved by the next run', async () => {
    const world = await servers.anotherFirm();
    const refund = await world.request(await world.pay(PAID_AN_INVOICE));
    const key = { firmId: refund.firmId, refundId: refund.id };
    await beginSubmission(world.db, key, new Date());
    await recordSend(world.db, key, new Date());
    await acceptRefund(world.db, key, {
      processorRefundId: 're_of_an_earlier_run',
      at: new Date(),
      creditDaysOf,
    });
    expect(await world.start(refund)).toBeTruthy();
    const booked = await world.seen(
      refund,
      ({ postings, obligations }) => postings.length === 2 && obligations.length === 1,
    );
    expect(booked.obligations).toMatchObject([{ kind: 'invoice_decision' }]);
  });

  it.each([
    ['succeeds though nobody reports it again', false],
    ['succeeds though its payment is disputed by now', true],
  ])('ended, and whose row is of a backup from before the hand-over, %s', async (_, isDisputed) => {
    const world = await servers.anotherFirm();
    const refund = await world.request(await world.pay(PAID_AN_INVOICE));
    const { id, transactionId, amount, currency } = refund;
    const { sandbox, firm } = world;
    const processor = connectedSandbox(world.db, { url: sandbox.url, apiKey: SANDBOX_API_KEY });
    await processor.refund({
      connectionId: firm.connectionId,
      transactionId,
      amount,
      currency,
      idempotencyKey: id,
      reference: id,
      timeoutMs: 20_000,
    });
    await sandbox.settle(transactionId);
    if (isDisputed) await sandbox.post('/control/dispute', { transactionId });
    await world.start(refund);
    await world.seen(refund, ({ status }) => status === 'succeeded');
    expect(await sandbox.refunds(transactionId)).toHaveLength(1);
  });
});

describe.concurrent('the books', () => {
  it('do not let a refund close that succeeded and was never booked, though its clearing is zero (B10)', async () => {
    const world = await servers.anotherFirm();
    const refund = await world.request(await world.pay(PAID_AN_INVOICE));
    const key = { firmId: refund.firmId, refundId: refund.id };
    await beginSubmission(world.db, key, new Date());
    await acceptRefund(world.db, key, { processorRefundId: 're_never_booked', at: new Date(), creditDaysOf });
    await markSucceeded(world.db, key, new Date());
    expect(await closeRefund(world.db, key, new Date())).toMatchObject({ kind: 'open', clearing: 0 });
  });
});

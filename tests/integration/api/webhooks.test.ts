import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listUnhandledProcessorEvents } from '@makewhole/db/processor-events/unhandled-processor-events';
import { processorEvents } from '@makewhole/db/schema/processor-events';
import { listDifferences } from '@makewhole/db/reconciliation/list-differences';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { relayProcessorEvents } from '@makewhole/worker/activities/sweep';
import { SANDBOX_API_KEY } from '../../support/sandbox-control.ts';
import { secondsNow, signed } from '../../support/standard-webhook.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { findPayment } from '@makewhole/db/payments/payment-view';
import { connectedSandbox } from '../../support/connected-sandbox.ts';

// Temporal is away here: what is kept is what the sweep will tell.
let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const PATH = 'POST /v1/processor/webhooks';
const unhandled = () => listUnhandledProcessorEvents(world.db, { now: new Date(), limit: 100 });

describe('POST /v1/processor/webhooks', () => {
  it('keeps what is reported of a refund once, however often it comes', async () => {
    const refund = await askForOne();
    const report = reportOf(refund);
    const answers = await Promise.all([1, 2, 3].map(() => deliver('evt_1', report)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const kept = (await unhandled()).filter(({ refundId }) => refundId === refund.id);
    expect(kept).toMatchObject([{ id: 'evt_1', refundId: refund.id, transactionId: refund.transactionId }]);
  });

  it('answers 200 to a report about a refund, a payment or an account that is none of ours', async () => {
    const before = await unhandled();
    const refund = await askForOne();
    const strangers = [
      { ...reportOf(refund), reference: 'made at the dashboard' },
      { ...reportOf(refund), reference: null },
      { ...reportOf(refund), account: 'acct_of_nobody' },
    ];
    for (const report of strangers) expect((await deliver(randomUUID(), report)).status).toBe(200);
    expect(await unhandled()).toEqual(before);
  });

  it('believes no refund of one firm that is reported on the account of another', async () => {
    const before = await unhandled();
    const report = { ...reportOf(await askForOne()), account: world.otherFirm.processorAccount };
    expect((await deliver(randomUUID(), report)).status).toBe(200);
    expect(await unhandled()).toEqual(before);
  });

  it('answers 200 to a signed event of a kind that it does not know', async () => {
    const body = JSON.stringify({ type: 'payout.paid', timestamp: new Date().toISOString(), data: {} });
    expect((await send('evt_odd', body)).status).toBe(200);
  });

  it('takes a report of up to a megabyte, as of a payment with many items', async () => {
    const bodyOf = (padding: number) =>
      JSON.stringify({ type: 'payout.paid', timestamp: new Date().toISOString(), data: 'x'.repeat(padding) });
    expect((await send(randomUUID(), bodyOf(900_000))).status).toBe(200);
    const tooLarge = await send(randomUUID(), bodyOf(1_100_000));
    expect([tooLarge.status, tooLarge.body.code]).toEqual([413, 'too_large']);
  });

  it('shows a dispute on the payment as soon as the processor tells of it', async () => {
    const transactionId = await world.pay();
    await world.sandbox.post('/control/dispute', { transactionId });
    const look = async () => {
      const path = `GET /v1/payments/${transactionId}`;
      return (await call<Schemas['PaymentDetail']>(world.url, path, { key: world.key })).body;
    };
    await expect.poll(look, { timeout: 10_000 }).toMatchObject({
      disputed: true,
      dispute: { status: 'open', openedAt: expect.any(String), closedAt: null },
      eligibility: { refundable: false, code: 'disputed' },
    });
    await world.sandbox.post('/control/dispute-close', { transactionId, outcome: 'won' });
    await expect
      .poll(look, { timeout: 10_000 })
      .toMatchObject({ disputed: false, dispute: { status: 'won', closedAt: expect.any(String) } });
  });

  it('hears at once of a refund that was made elsewhere, and lets no second one be asked for (B12)', async () => {
    const transactionId = await world.pay();
    await world.sandbox.post('/control/refund', { transactionId });
    const { firmId } = world.firm;
    const found = async () => {
      const page = await listDifferences(world.db, { firmId, limit: 100 });
      return page?.data.filter((one) => one.transactionId === transactionId);
    };
    await expect
      .poll(found, { timeout: 15_000 })
      .toMatchObject([{ kind: 'refunded_elsewhere', status: 'open', refundId: null }]);
    const { status, body } = await askForRefund<Schemas['Problem']>(world, { transactionId });
    expect([status, body.code, body.reason]).toEqual([409, 'already_refunded', 'refunded_elsewhere']);
    expect(body.refundId).toBeUndefined();

    await world.sandbox.fail(transactionId);
    await expect.poll(found, { timeout: 15_000 }).toMatchObject([{ status: 'gone' }]);
    expect((await askForRefund(world, { transactionId })).status).toBe(202);
  });

  it('keeps what is reported of a refund that was made elsewhere for the refund as which it was booked (B12)', async () => {
    const transactionId = await world.pay();
    await world.sandbox.post('/control/refund', { transactionId });
    const { firmId } = world.firm;
    const found = async () => {
      const page = await listDifferences(world.db, { firmId, limit: 100 });
      return page?.data.find((one) => one.transactionId === transactionId)?.id;
    };
    await expect.poll(found, { timeout: 15_000 }).toBeDefined();
    const booked = await call<Schemas['Refund']>(
      world.url,
      `POST /v1/reconciliation-differences/${await found()}/book`,
      { key: world.key, body: { reason: 'Refunded by telephone' } },
    );
    expect(booked.status).toBe(202);
    await world.sandbox.settle(transactionId);
    const kept = async () => (await unhandled()).filter(({ refundId }) => refundId === booked.body.id);
    await expect.poll(kept, { timeout: 15_000 }).toMatchObject([{ type: 'refund.succeeded', transactionId }]);
  });

  it('keeps a return or a dispute of a payment for the refund that stands for it', async () => {
    const { id, transactionId } = await askForOne();
    await world.sandbox.post('/control/dispute', { transactionId });
    await expect
      .poll(async () => (await unhandled()).filter(({ refundId }) => refundId === id), { timeout: 15_000 })
      .toMatchObject([{ type: 'payment.disputed', transactionId }]);
  });

  it('keeps a report about what nobody can use, and has a person look at the record (B14)', async () => {
    const refund = await askForOne();
    const differences = async () =>
      (await listDifferences(world.db, { firmId: world.firm.firmId, limit: 100 }))?.data ?? [];
    const withNul = { ...reportOf(refund), reference: 'by\0hand', paymentId: `txn_nul_${randomUUID()}` };
    for (const id of ['evt_nul', 'evt_nul']) expect((await deliver(id, withNul)).status).toBe(200);
    const found = (await differences()).filter(({ transactionId }) => transactionId === withNul.paymentId);
    expect(found).toMatchObject([
      { kind: 'payment_unusable', status: 'open', processorRefundId: withNul.id },
    ]);
    const [kept] = await world.db.select().from(processorEvents).where(eq(processorEvents.id, 'evt_nul'));
    expect(kept).toMatchObject({ refundId: null, transactionId: withNul.paymentId });

    const payment = paymentWithNul();
    await world.sandbox.post('/control/payments', { payments: [payment] });
    await world.sandbox.post('/control/dispute', { transactionId: payment.id });
    const ofPayment = async () => (await differences()).filter((one) => one.transactionId === payment.id);
    await expect.poll(ofPayment, { timeout: 10_000 }).toMatchObject([{ kind: 'payment_unusable' }]);
  });

  it('asks what a payment is, whatever a report of it says and whatever clock it goes by', async () => {
    const { account, ...told } = await reportedPayment();
    const look = () =>
      call<Schemas['PaymentDetail']>(world.url, `GET /v1/payments/${told.id}`, { key: world.key });
    const report = (type: string, timestamp: string) =>
      send(randomUUID(), JSON.stringify({ type, timestamp, data: { payment: { ...told, account } } }));
    // Nobody disputes it: the report is a late one, of a dispute that was won, or none of theirs.
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    expect((await report('payment.disputed', new Date().toISOString())).status).toBe(200);
    await expect.poll(isAllFollowed, { timeout: 10_000 }).toBe(true);
    expect((await look()).body).toMatchObject({ disputed: false, eligibility: { refundable: true } });
    // Their clock is a day behind ours; what they say now is newer than what we knew all the same.
    await world.sandbox.arm({ kind: 'webhook_missing', transactionId: told.id });
    await world.sandbox.post('/control/dispute', { transactionId: told.id });
    expect((await report('payment.disputed', yesterday)).status).toBe(200);
    await expect.poll(async () => (await look()).body.disputed, { timeout: 10_000 }).toBe(true);

    async function isAllFollowed() {
      return (await unhandled()).every(({ transactionId }) => transactionId !== told.id);
    }
  });

  it('leaves a report of a payment for the sweep while the processor cannot be asked', async () => {
    const { account, ...told } = await reportedPayment();
    await world.sandbox.arm({ kind: 'webhook_missing', transactionId: told.id });
    await world.sandbox.post('/control/dispute', { transactionId: told.id });
    await world.sandbox.arm({ kind: 'error_500', operation: 'lookup', times: 1 });
    const event = { type: 'payment.disputed', timestamp: new Date().toISOString() };
    await send('evt_away', JSON.stringify({ ...event, data: { payment: { ...told, account } } }));
    await expect.poll(() => world.sandbox.armed(), { timeout: 10_000 }).toEqual([]);
    const { db, firm } = world;
    const transactionId = asId<TransactionId>(told.id);
    const copy = () => findPayment(db, { firmId: firm.firmId, transactionId });
    expect(await copy()).toMatchObject({ disputed: false });
    const waiting = async () => (await unhandled()).filter(({ id }) => id === 'evt_away');
    expect(await waiting()).toMatchObject([{ refundId: null, transactionId }]);
    const processor = connectedSandbox(world.db, { url: world.sandbox.url, apiKey: SANDBOX_API_KEY });
    // Of a payment without a refund no workflow is told; those of the other tests cannot be.
    const sweep = relayProcessorEvents({ db, processor } as Parameters<typeof relayProcessorEvents>[0]);
    await sweep().catch(() => undefined);
    expect(await copy()).toMatchObject({ disputed: true });
    expect(await waiting()).toEqual([]);
  });

  it('refuses what is not signed by the processor, or was signed long ago', async () => {
    const body = JSON.stringify(eventOf(reportOf(await askForOne())));
    const now = Math.floor(Date.now() / 1000);
    const forged = [
      {},
      signed('evt_9', body, now, 'whsec_bm90IHRoZSBzZWNyZXQ='),
      signed('evt_9', `${body} `, now),
      signed('evt_9', body, now - 3_600),
      { ...signed('evt_9', body, now), 'webhook-id': 'evt_10' },
    ];
    for (const headers of forged) {
      const answer = await call(world.url, PATH, { body, headers });
      expect([answer.status, answer.body.code]).toEqual([401, 'webhook_forged']);
    }
  });
});

async function askForOne(): Promise<Schemas['Refund']> {
  const { body } = await askForRefund(world, { transactionId: await world.pay() });
  return body;
}

/** A payment without a refund, as a report names it. */
async function reportedPayment() {
  const id: string = await world.pay();
  return { id, account: world.firm.processorAccount, dispute: null };
}

/** As a company keeps it whose own clients' forms let everything through. */
function paymentWithNul() {
  const at = new Date().toISOString();
  return {
    id: `txn_nul_${randomUUID()}`,
    account: world.firm.processorAccount,
    type: 'sale',
    amount: 42_00,
    currency: 'USD',
    method: 'card',
    last4: '1881',
    payer: { name: 'Ann\0Lee', email: null },
    matterNumber: null,
    createdAt: at,
    capturedAt: at,
    settledAt: at,
    items: [{ description: 'Fees', invoiceNumber: null, account: 'operating', amount: 42_00 }],
  };
}

/** A refund as the processor tells of it. */
function reportOf(refund: Schemas['Refund']) {
  return {
    id: `re_${randomUUID()}`,
    account: world.firm.processorAccount,
    paymentId: refund.transactionId,
    amount: refund.amount,
    currency: refund.currency,
    status: 'succeeded',
    reference: refund.id as string | null,
    failureCode: null,
    createdAt: new Date().toISOString(),
    succeededAt: new Date().toISOString(),
    failedAt: null,
    returnedAt: null,
  };
}

function eventOf(report: ReturnType<typeof reportOf>) {
  return { type: 'refund.succeeded', timestamp: new Date().toISOString(), data: { refund: report } };
}

function deliver(id: string, report: ReturnType<typeof reportOf>) {
  return send(id, JSON.stringify(eventOf(report)));
}

function send(id: string, body: string) {
  return call(world.url, PATH, { body, headers: signed(id, body, secondsNow()) });
}

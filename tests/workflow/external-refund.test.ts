// A refund that somebody made at the payment company is booked as one of ours (B12): its money is never sent again, and
// everything else follows as for every refund.
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookExternalRefund, type Booking } from '@makewhole/db/refunds/book-external-refund';
import { listDifferences } from '@makewhole/db/reconciliation/list-differences';
import { recordExternalRefund } from '@makewhole/db/payments/external-refund';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { payments } from '@makewhole/db/schema/payments';
import type { TransactionId } from '@makewhole/domain/ids';
import type { ProcessorRefund } from '@makewhole/processor/port';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { SANDBOX_API_KEY } from '../support/sandbox-control.ts';
import type { WantedPayment } from '../support/small-firm.ts';
import { booksOf, decide, isClosed, takeStep, trustOf } from './refund-walk.ts';
import { findPayment } from '@makewhole/db/payments/payment-view';
import { connectedSandbox } from '../support/connected-sandbox.ts';

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

const SPLIT: WantedPayment = {
  parts: [
    { of: 'invoice', amount: 70_00 },
    { of: 'trust', amount: 30_00 },
  ],
};

/** Refunds a payment at the company itself, and has it noticed. */
async function refundAtTheProcessor(world: FirmWorld, transactionId: TransactionId) {
  const { db, firm, sandbox } = world;
  await sandbox.post('/control/refund', { transactionId });
  const processor = connectedSandbox(db, { url: sandbox.url, apiKey: SANDBOX_API_KEY });
  const answer = await processor.getPayment({ connectionId: firm.connectionId, transactionId });
  const refund = answer.kind === 'found' ? answer.payment.refunds[0] : undefined;
  if (refund === undefined) throw new Error('The company has no refund');
  await recordExternalRefund(db, { firmId: firm.firmId, refund, reconciliationId: null, at: new Date() });
  return refund;
}

async function book(world: FirmWorld, refund: ProcessorRefund): Promise<Booking> {
  const { firmId, people } = world.firm;
  const page = await listDifferences(world.db, { firmId, limit: 100 });
  const difference = page?.data.find((one) => one.processorRefundId === refund.id);
  return bookExternalRefund(world.db, {
    firmId,
    differenceId: difference?.id ?? '',
    principalId: people.admin,
    reason: 'Refunded by telephone',
    refund,
    now: new Date(),
    creditDaysOf,
  });
}

async function booked(world: FirmWorld, refund: ProcessorRefund): Promise<RefundView> {
  const booking = await book(world, refund);
  if (booking.kind !== 'booked') throw new Error(`It was not booked: ${JSON.stringify(booking)}`);
  return booking.refund;
}

describe.concurrent('a refund that was made elsewhere', () => {
  it('is carried to its closing like every other one, and made no second time', async () => {
    const world = await servers.anotherFirm(500_00);
    const transactionId = await world.pay(SPLIT);
    const elsewhere = await refundAtTheProcessor(world, transactionId);
    const refund = await booked(world, elsewhere);
    expect(refund).toMatchObject({ status: 'processing', processorRefundId: elsewhere.id });
    expect(await trustOf(world)).toEqual({ balance: 500_00, held: 30_00 });
    await world.start(refund);
    await world.sandbox.settle(transactionId);
    await world.tell(refund);
    await world.seen(refund, ({ status }) => status === 'succeeded');
    for (const step of ['payment', 'deposit', 'transfer'] as const) {
      expect(await takeStep(world, refund, step)).toEqual({ ok: true });
    }
    expect(await decide(world, refund, 'still_due')).toEqual({ ok: true });
    const closed = await isClosed(world, refund);
    expect(booksOf(closed)).toEqual([
      'invoice_reversal/operating: refunds_clearing -7000, accounts_receivable +7000',
      'operating_debit/operating: operating_bank -7000, refunds_clearing +7000',
      'operating_debit/trust: operating_bank -3000, refunds_clearing +3000',
      'trust_deposit/trust: refunds_clearing -3000, operating_bank +3000',
      'trust_payment/trust: trust_bank -3000, client_trust_liability +3000',
    ]);
    expect(await trustOf(world)).toEqual({ balance: 470_00, held: 0 });
    expect(await world.sandbox.refunds(transactionId)).toHaveLength(1);
    const { firmId } = world.firm;
    const page = await listDifferences(world.db, { firmId, limit: 10 });
    expect(page?.data.map(({ status }) => status)).toEqual(['gone']);
    expect(await findPayment(world.db, { firmId, transactionId })).toMatchObject({
      refundId: refund.id,
      refundedElsewhere: false,
    });
  });

  it('that settled before it was booked succeeds though nobody reports it again', async () => {
    const world = await servers.anotherFirm();
    const transactionId = await world.pay({ parts: [{ of: 'unapplied', amount: 70_00 }] });
    const elsewhere = await refundAtTheProcessor(world, transactionId);
    await world.sandbox.settle(transactionId);
    const refund = await booked(world, elsewhere);
    await world.start(refund);
    await world.seen(refund, ({ status }) => status === 'succeeded');
  });

  it('is booked once, however many do it at once', async () => {
    const world = await servers.anotherFirm();
    const elsewhere = await refundAtTheProcessor(world, await world.pay(SPLIT));
    const bookings = await Promise.all(Array.from({ length: 6 }, () => book(world, elsewhere)));
    expect(bookings.filter(({ kind }) => kind === 'booked')).toHaveLength(1);
    expect(bookings.filter(({ kind }) => kind === 'already_refunded')).toHaveLength(5);
  });

  it('is not booked where only a part was paid back, or the trust balance is too small, or it came back', async () => {
    const world = await servers.anotherFirm(20_00);
    const elsewhere = await refundAtTheProcessor(world, await world.pay(SPLIT));
    expect(await book(world, { ...elsewhere, amount: 1 as ProcessorRefund['amount'] })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('Only a part') as string,
    });
    expect(await book(world, { ...elsewhere, status: 'returned' })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('came back') as string,
    });
    expect(await book(world, elsewhere)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('trust balance') as string,
    });
    expect(await trustOf(world)).toEqual({ balance: 20_00, held: 0 });
  });

  it('of a trust payment without a matter is not booked: nobody could take its trust steps', async () => {
    const world = await servers.anotherFirm(500_00);
    const transactionId = await world.pay(SPLIT);
    const elsewhere = await refundAtTheProcessor(world, transactionId);
    const { firmId } = world.firm;
    const mine = and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId));
    await world.db.update(payments).set({ matterId: null }).where(mine);
    expect(await book(world, elsewhere)).toMatchObject({ kind: 'refused', reason: 'matter_unknown' });
    await world.db.update(payments).set({ matterId: world.firm.matterId }).where(mine);
    expect((await booked(world, elsewhere)).status).toBe('processing');
  });
});

// Each kind of payment from its request to the closing of its refund, with every posting by number (R5, R6, R8, B10).
import { SANDBOX_DAYS } from '../support/sandbox-days.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { promiseFor } from '@makewhole/domain/bank-calendar';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';
import {
  allocationsOf,
  bookRefund,
  booksOf,
  clearingOf,
  decide,
  isClosed,
  milestones,
  settle,
  takeStep,
  trustOf,
} from './refund-walk.ts';

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe('a payment to trust whose money is gone', () => {
  it.concurrent('ends its steps by a lawyer, and closes (T6)', async () => {
    const world = await servers.anotherFirm(500_00);
    const refund = await bookRefund(world, { parts: [{ of: 'trust', amount: 30_00 }] });
    await settle(world, refund);
    const body = { reason: 'It paid an invoice', invoiceNumber: '10431' };
    const command = { kind: 'trust_not_recoverable', body, actor: world.firm.people.lawyer } as const;
    expect(await world.instruct(refund, 'recordTrustStep', command, 'trust_payment')).toEqual({ ok: true });
    const closed = await isClosed(world, refund);
    expect(booksOf(closed)).toEqual([
      'operating_debit/trust: operating_bank -3000, refunds_clearing +3000',
      'trust_money_gone/trust: refunds_clearing -3000, client_receivable +3000',
    ]);
    expect(await trustOf(world)).toEqual({ balance: 500_00, held: 0 });
    expect(await world.handleOf(refund).result()).toBe('succeeded');
  });
});

describe('a payment to operating', () => {
  it.concurrent('by card for one invoice that is written off (R8)', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, { parts: [{ of: 'invoice', amount: 125_00 }] });
    expect(booksOf(refund)).toEqual([
      'invoice_reversal/operating: refunds_clearing -12500, accounts_receivable +12500',
      'operating_debit/operating: operating_bank -12500, refunds_clearing +12500',
    ]);
    expect(await allocationsOf(world, refund)).toEqual([{ amount: 125_00, reversedBy: refund.id }]);

    await settle(world, refund);
    expect(await decide(world, refund, 'write_off')).toEqual({ ok: true });
    const closed = await isClosed(world, refund);
    expect(booksOf(closed)).toEqual([
      'invoice_reversal/operating: refunds_clearing -12500, accounts_receivable +12500',
      'operating_debit/operating: operating_bank -12500, refunds_clearing +12500',
      'write_off/operating: accounts_receivable -12500, write_offs +12500',
    ]);
    expect(clearingOf(closed, 'operating')).toBe(0);
    expect(await milestones(world, refund)).toEqual([
      'refund.requested',
      'refund.submitting',
      'refund.sent',
      'refund.processing',
      'refund.succeeded',
      'refund.closed',
    ]);
    expect(await world.sandbox.refunds(refund.transactionId)).toMatchObject([
      { id: closed.processorRefundId, reference: refund.id, amount: 125_00, status: 'succeeded' },
    ]);
    expect(await world.handleOf(refund).result()).toBe('succeeded');
  });

  it.concurrent('by card for two invoices and more than they took, each decided in its own way', async () => {
    const world = await servers.anotherFirm();
    const parts = [
      { of: 'invoice', amount: 80_00 },
      { of: 'invoice', amount: 45_50 },
      { of: 'unapplied', amount: 4_50 },
    ] as const;
    const refund = await bookRefund(world, { parts });
    expect(await allocationsOf(world, refund)).toEqual([
      { amount: 45_50, reversedBy: refund.id },
      { amount: 80_00, reversedBy: refund.id },
    ]);
    expect(await decide(world, refund, 'credit_note', 80_00)).toEqual({ ok: true });
    expect(await decide(world, refund, 'still_due', 45_50)).toEqual({ ok: true });
    await settle(world, refund);
    const closed = await isClosed(world, refund);
    expect(booksOf(closed)).toEqual([
      'credit_note/operating: accounts_receivable -8000, credit_notes +8000',
      'invoice_reversal/operating: refunds_clearing -4550, accounts_receivable +4550',
      'invoice_reversal/operating: refunds_clearing -8000, accounts_receivable +8000',
      'operating_debit/operating: operating_bank -13000, refunds_clearing +13000',
      'unapplied_reversal/operating: refunds_clearing -450, unapplied_receipts +450',
    ]);
    expect(clearingOf(closed, 'operating')).toBe(0);
    expect(closed.obligations.map(({ kind, decision }) => [kind, decision]).sort()).toEqual([
      ['invoice_decision', 'credit_note'],
      ['invoice_decision', 'still_due'],
    ]);
  });

  it.concurrent('that no invoice took at all owes no decision and closes by itself', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, { parts: [{ of: 'unapplied', amount: 60_00 }] });
    expect(refund.obligations).toEqual([]);
    await settle(world, refund);
    expect(booksOf(await isClosed(world, refund))).toEqual([
      'operating_debit/operating: operating_bank -6000, refunds_clearing +6000',
      'unapplied_reversal/operating: refunds_clearing -6000, unapplied_receipts +6000',
    ]);
  });

  it.concurrent('by ACH, with the promise of one to two bank days (R6, R7)', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, { method: 'ach', parts: [{ of: 'invoice', amount: 300_00 }] });
    const promise = promiseFor(refund.requestedAt.toISOString(), SANDBOX_DAYS);
    expect(refund).toMatchObject({
      method: 'ach',
      expectedEarliest: promise.earliest,
      expectedLatest: promise.latest,
      late: false,
    });
    await settle(world, refund);
    await decide(world, refund, 'still_due');
    expect(booksOf(await isClosed(world, refund))).toEqual([
      'invoice_reversal/operating: refunds_clearing -30000, accounts_receivable +30000',
      'operating_debit/operating: operating_bank -30000, refunds_clearing +30000',
    ]);
  });
});

describe('a payment to trust', () => {
  it.concurrent(
    'leaves operating, and is made good from trust in three steps, each with its books (R5, B4)',
    async () => {
      const world = await servers.anotherFirm(1_000_00);
      const transactionId = await world.pay({ parts: [{ of: 'trust', amount: 400_00 }] });
      const noted = await world.request(transactionId);
      expect(await trustOf(world)).toEqual({ balance: 1_000_00, held: 400_00 });
      await world.start(noted);
      const refund = await world.seen(noted, ({ status }) => status === 'processing');
      await settle(world, refund);
      expect(clearingOf(await world.find(refund.id), 'trust')).toBe(400_00);
      expect(await trustOf(world)).toEqual({ balance: 1_000_00, held: 400_00 });

      expect(await takeStep(world, refund, 'payment')).toEqual({ ok: true });
      expect(await trustOf(world)).toEqual({ balance: 600_00, held: 0 });
      expect(clearingOf(await world.find(refund.id), 'trust')).toBe(400_00);

      expect(await takeStep(world, refund, 'deposit')).toEqual({ ok: true });
      const deposited = await world.find(refund.id);
      expect(clearingOf(deposited, 'trust')).toBe(0);
      expect(deposited.closedAt).toBeNull();

      expect(await takeStep(world, refund, 'transfer')).toEqual({ ok: true });
      const closed = await isClosed(world, refund);
      expect(booksOf(closed)).toEqual([
        'operating_debit/trust: operating_bank -40000, refunds_clearing +40000',
        'trust_deposit/trust: refunds_clearing -40000, operating_bank +40000',
        'trust_payment/trust: trust_bank -40000, client_trust_liability +40000',
      ]);
      const liability = closed.postings.flatMap(({ entries }) => entries).filter(({ matterId }) => matterId);
      expect(liability).toMatchObject([{ account: 'client_trust_liability', matterId: world.firm.matterId }]);
      expect(await trustOf(world)).toEqual({ balance: 600_00, held: 0 });
      expect(await milestones(world, refund)).toContain('refund.closed');
    },
  );
});

describe('a payment split over operating and trust', () => {
  it.concurrent('is two legs, each with books of its own, and closes when both are done (R6)', async () => {
    const world = await servers.anotherFirm(500_00);
    const parts = [
      { of: 'invoice', amount: 70_00 },
      { of: 'trust', amount: 30_00 },
    ] as const;
    const refund = await bookRefund(world, { method: 'ach', parts });
    expect([clearingOf(refund, 'operating'), clearingOf(refund, 'trust')]).toEqual([0, 30_00]);
    expect(await world.sandbox.refunds(refund.transactionId)).toMatchObject([{ amount: 100_00 }]);

    expect(await decide(world, refund, 'write_off')).toEqual({ ok: true });
    const decided = await world.find(refund.id);
    expect([decided.status, decided.closedAt]).toEqual(['processing', null]);
    await settle(world, refund);
    for (const step of ['payment', 'deposit', 'transfer'] as const) await takeStep(world, refund, step);
    const closed = await isClosed(world, refund);
    expect(booksOf(closed)).toEqual([
      'invoice_reversal/operating: refunds_clearing -7000, accounts_receivable +7000',
      'operating_debit/operating: operating_bank -7000, refunds_clearing +7000',
      'operating_debit/trust: operating_bank -3000, refunds_clearing +3000',
      'trust_deposit/trust: refunds_clearing -3000, operating_bank +3000',
      'trust_payment/trust: trust_bank -3000, client_trust_liability +3000',
      'write_off/operating: accounts_receivable -7000, write_offs +7000',
    ]);
    expect([clearingOf(closed, 'operating'), clearingOf(closed, 'trust')]).toEqual([0, 0]);
    expect(await trustOf(world)).toEqual({ balance: 470_00, held: 0 });
    expect(await milestones(world, refund)).toContain('refund.closed');
  });
});

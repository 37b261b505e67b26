// What the exact-ID check at the processor refuses, and what a refund that stands or ended means for the next one (R4, R12).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REFUSAL_MESSAGES, type RefusalCode } from '@makewhole/domain/eligibility';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import type { WantedPayment } from '../support/small-firm.ts';
import {
  bookRefund,
  fail,
  isClosed,
  mailAbout,
  milestones,
  settle,
  stepsFromAcceptance,
  takeStep,
  trustOf,
} from './refund-walk.ts';

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

type Case = {
  readonly when: string;
  readonly code: RefusalCode;
  readonly atProcessor?: WantedPayment['atProcessor'];
  readonly happens?: (world: FirmWorld, transactionId: string) => Promise<unknown>;
};

const CASES: readonly Case[] = [
  {
    when: 'the client disputes the payment, which only the processor knows (R12)',
    code: 'disputed',
    happens: ({ sandbox }, transactionId) => sandbox.post('/control/dispute', { transactionId }),
  },
  { when: 'the processor has no such payment (R1)', code: 'record_mismatch', atProcessor: null },
  {
    when: 'the processor has another amount',
    code: 'record_mismatch',
    atProcessor: {
      amount: 99_99,
      items: [{ description: 'Retainer', invoiceNumber: null, account: 'trust', amount: 99_99 }],
    },
  },
  { when: 'the processor has another method', code: 'record_mismatch', atProcessor: { method: 'ach' } },
  {
    when: 'it was refunded at the processor already (R4)',
    code: 'refunded_elsewhere',
    happens: ({ sandbox }, transactionId) => sandbox.post('/control/refund', { transactionId }),
  },
  {
    when: 'a part of it was refunded at the processor',
    code: 'refunded_elsewhere',
    happens: ({ sandbox }, transactionId) => sandbox.post('/control/refund', { transactionId, amount: 1 }),
  },
  { when: 'the bank returned the payment', code: 'payment_returned', atProcessor: { status: 'returned' } },
  { when: 'it was voided', code: 'voided', atProcessor: { status: 'voided' } },
  {
    when: 'it is an authorization',
    code: 'not_captured',
    atProcessor: { type: 'authorization', capturedAt: null, settledAt: null },
  },
  { when: 'it has not settled', code: 'not_settled', atProcessor: { settledAt: null } },
];

describe.concurrent('a refund is rejected', () => {
  it.each(CASES.map((one) => [one.when, one] as const))(
    'when %s',
    async (_, { code, atProcessor, happens }) => {
      const world = await servers.anotherFirm(100_00);
      const wanted = { parts: [{ of: 'trust', amount: 100_00 }] } as const;
      const transactionId = await world.pay(atProcessor === undefined ? wanted : { ...wanted, atProcessor });
      await happens?.(world, transactionId);
      const before = await world.sandbox.refunds(transactionId);
      const refund = await world.request(transactionId);
      expect(await trustOf(world)).toEqual({ balance: 100_00, held: 100_00 });
      await world.start(refund);

      expect(await world.handleOf(refund).result()).toBe('rejected');
      const rejected = await world.find(refund.id);
      expect(rejected).toMatchObject({
        status: 'rejected',
        failureCode: code,
        failureMessage: REFUSAL_MESSAGES[code],
        postings: [],
        obligations: [],
        processorRefundId: null,
      });
      expect(rejected.closedAt).not.toBeNull();
      expect(await trustOf(world)).toEqual({ balance: 100_00, held: 0 });
      expect(await milestones(world, refund)).toEqual(['refund.requested', 'refund.rejected']);
      expect(await world.sandbox.refunds(transactionId)).toEqual(before);
      expect(mailAbout(world, refund)).toEqual([]);
      expect((await world.ask(transactionId)).kind).toBe('noted');
    },
  );

  it('by the processor itself, when it refuses what the check had let pass', async () => {
    const world = await servers.anotherFirm();
    const transactionId = await world.pay({ parts: [{ of: 'trust', amount: 100_00 }] });
    // The processor asks us to wait a little, and meanwhile the client disputes.
    await world.sandbox.arm({ kind: 'error_429', transactionId, ms: 2_000 });
    const refund = await world.request(transactionId);
    await world.start(refund);
    await world.seen(refund, ({ status }) => status === 'submitting');
    await world.sandbox.post('/control/dispute', { transactionId });

    expect(await world.handleOf(refund).result()).toBe('failed');
    expect(await world.find(refund.id)).toMatchObject({ failureCode: 'disputed', postings: [] });
    // Held for the client, who is still to be paid (ADR 32).
    expect(await trustOf(world)).toMatchObject({ held: 100_00 });
    expect(await world.sandbox.refunds(transactionId)).toEqual([]);
  });
});

describe.concurrent('a payment (R4)', () => {
  it('cannot be refunded again while a refund is open, nor after it succeeded and was closed', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, { parts: [{ of: 'unapplied', amount: 100_00 }] });
    const refused = { kind: 'already_refunded', refundId: refund.id };
    expect(await world.ask(refund.transactionId)).toEqual(refused);
    await settle(world, refund);
    await isClosed(world, refund);
    expect(await world.ask(refund.transactionId)).toEqual(refused);
  });

  it('can be refunded again after a refund failed, not before that one is closed', async () => {
    const world = await servers.anotherFirm(1_000_00);
    await stepsFromAcceptance(world);
    const refund = await bookRefund(world, { parts: [{ of: 'trust', amount: 100_00 }] });
    for (const step of ['payment', 'deposit', 'transfer'] as const) await takeStep(world, refund, step);
    await fail(world, refund);
    // The transfer back to trust is still owed.
    expect(await world.ask(refund.transactionId)).toEqual({ kind: 'already_refunded', refundId: refund.id });
    const other = await bookRefund(world, { parts: [{ of: 'trust', amount: 100_00 }] });
    await fail(world, other);
    await isClosed(world, other);
    const again = await world.request(other.transactionId);
    await world.start(again);
    const taken = await world.seen(again, ({ status }) => status === 'processing');
    expect(taken.processorRefundId).not.toBe((await world.find(other.id)).processorRefundId);
    expect(await world.sandbox.refunds(other.transactionId)).toHaveLength(2);
  });
});

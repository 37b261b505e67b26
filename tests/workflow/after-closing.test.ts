// What comes after a refund was closed (B6, R12): its credit returned, the payment itself lost, a report that nobody can
// explain. The workflow runs again from the row, and the refund is closed again only when everything agrees.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raiseAttention } from '@makewhole/db/obligations/attention';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { payments } from '@makewhole/db/schema/payments';
import { TRUST_STEPS } from '@makewhole/domain/obligations';
import type { PaymentMethod } from '@makewhole/domain/payments';
import { LEDGER_ACCOUNTS, balanceOf } from '@makewhole/domain/postings';
import { and, eq } from 'drizzle-orm';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { PAID_AN_INVOICE, attentionsOf, closedRefund, report, runEnded } from './closed-refund.ts';
import {
  allocationsOf,
  bookRefund,
  decide,
  isClosed,
  mailSeen,
  milestones,
  settle,
  takeStep,
  trustOf,
  verifiedEvents,
} from './refund-walk.ts';

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

it('takes the trace number that comes after a refund was closed', async () => {
  const world = await servers.anotherFirm();
  const refund = await bookRefund(world, { ...PAID_AN_INVOICE });
  await world.sandbox.post('/control/settle', { transactionId: refund.transactionId, traced: false });
  await world.tell(refund);
  await world.seen(refund, ({ status }) => status === 'succeeded');
  await decide(world, refund, 'still_due');
  expect((await isClosed(world, refund)).traceNumber).toBeNull();
  await runEnded(world, refund);
  await world.sandbox.post('/control/trace', { transactionId: refund.transactionId });
  expect(await report(world, refund, 'refund.updated')).toBe('resumed');
  await runEnded(world, refund);
  expect(await world.find(refund.id)).toMatchObject({
    status: 'succeeded',
    traceNumber: expect.stringMatching(/^7\d{22}$/),
  });
});

describe.concurrent('the credit of a refund that comes back after it was closed', () => {
  it.each(['still_due', 'write_off', 'credit_note'] as const)(
    'puts books, invoice and people right after a decision "%s"',
    async (decision) => {
      const world = await servers.anotherFirm();
      const refund = await closedRefund(world, decision);
      await world.sandbox.returnRefund(refund.transactionId);
      await report(world, refund, 'refund.returned');

      const failed = await failedAndClosed(world, refund);
      expect(failed).toMatchObject({ status: 'failed', failureCode: expect.any(String) });
      // The client is owed it; the decision about the invoice stands (BK2).
      const against = {
        still_due: 'accounts_receivable',
        write_off: 'write_offs',
        credit_note: 'credit_notes',
      };
      expect(accountsThatMoved(failed)).toEqual([against[decision], 'client_refunds_payable']);
      expect(await allocationsOf(world, refund)).toEqual([{ amount: 60_00, reversedBy: refund.id }]);
      await mailSeen(world, refund, 'Refund failed');
      expect((await milestones(world, refund)).slice(-5)).toEqual([
        'refund.succeeded',
        'refund.closed',
        'refund.returned',
        'refund.failed',
        'refund.closed',
      ]);
      await verifiedEvents(world, refund);
    },
  );

  it('is told twice and taken once', async () => {
    const world = await servers.anotherFirm();
    const refund = await closedRefund(world);
    await world.sandbox.returnRefund(refund.transactionId);
    await Promise.all([report(world, refund, 'refund.returned'), report(world, refund, 'refund.returned')]);
    const failed = await failedAndClosed(world, refund);
    await runEnded(world, refund);
    const told = await report(world, refund, 'refund.returned');
    expect(told).toBe('ended');
    expect(await world.find(refund.id)).toEqual(failed);
    expect(await world.sandbox.refunds(refund.transactionId)).toHaveLength(1);
  });

  it('after the trust steps opens the way back of the trust money, which ends it', async () => {
    const world = await servers.anotherFirm(500_00);
    const refund = await bookRefund(world, { parts: [{ of: 'trust', amount: 30_00 }] });
    await settle(world, refund);
    for (const step of TRUST_STEPS) await takeStep(world, refund, step);
    await isClosed(world, refund);
    await runEnded(world, refund);
    await world.sandbox.returnRefund(refund.transactionId);
    await report(world, refund, 'refund.returned');

    // Row and obligations are read one after the other: a change between the two shows in the second alone.
    const owed = await world.seen(
      refund,
      ({ status, obligations }) =>
        status === 'failed' &&
        obligations.some((one) => one.kind === 'trust_restore' && one.status === 'open'),
    );
    expect(owed.closedAt).toBeNull();
    await world.says(refund, { status: 'failed' });
    // The payment cannot be refunded anew before its books agree (R4).
    expect(await world.ask(refund.transactionId)).toMatchObject({ kind: 'already_refunded' });
    expect(await takeStep(world, refund, 'restore')).toEqual({ ok: true });
    expect(accountsThatMoved(await isClosed(world, refund))).toEqual([]);
    // It is held for the client, who is still to be paid.
    expect(await trustOf(world)).toEqual({ balance: 500_00, held: 30_00 });
  });

  it('is found by an update that does not say what it is about', async () => {
    const world = await servers.anotherFirm();
    const refund = await closedRefund(world);
    await world.sandbox.returnRefund(refund.transactionId);
    expect(await report(world, refund, 'refund.updated')).toBe('resumed');
    expect((await failedAndClosed(world, refund)).failureCode).toEqual(expect.any(String));
  });

  it('that turns out to be no such thing changes nothing', async () => {
    const world = await servers.anotherFirm();
    const refund = await closedRefund(world);
    expect(await report(world, refund, 'refund.returned')).toBe('resumed');
    await runEnded(world, refund);
    const { version } = refund;
    expect(await world.find(refund.id)).toMatchObject({ status: 'succeeded', version });
  });
});

describe.concurrent('the payment of a refund', () => {
  const LOST: Record<
    string,
    { method: PaymentMethod; lose: (world: FirmWorld, id: string) => Promise<void> }
  > = {
    'is returned by the bank': {
      method: 'ach',
      lose: async ({ sandbox }, transactionId) => {
        await sandbox.post('/control/return', { transactionId, target: 'payment' });
      },
    },
    'is taken back by a dispute that is lost': {
      method: 'card',
      lose: async ({ sandbox }, transactionId) => {
        await sandbox.post('/control/dispute', { transactionId });
        await sandbox.post('/control/dispute-close', { transactionId, outcome: 'lost' });
      },
    },
  };

  it.each(Object.entries(LOST))(
    '%s after the closing: the client owes it, booked once',
    async (_, { method, lose }) => {
      const world = await servers.anotherFirm();
      const refund = await closedRefund(world, 'still_due', method);
      await lose(world, refund.transactionId);
      await payerInTrouble(world, refund);
      await report(world, refund, 'payment.returned');
      const reopened = await world.seen(
        refund,
        (seen) => attentionsOf(seen).length > 0 && seen.closedAt === null,
      );
      expect(reopened).toMatchObject({ status: 'succeeded', closedAt: null });
      expect(attentionsOf(reopened)).toMatchObject([
        { subject: 'original_bounced', owner: 'lawyer', status: 'open', amount: 60_00 },
      ]);
      expect(balanceOf(reopened.postings, 'client_receivable')).toBe(60_00);
      await mailSeen(world, refund, 'A refund of $60.00 needs attention');

      await report(world, refund, 'payment.returned');
      await world.instruct(refund, 'settleAttention', giveAttention(world), 'attention');
      const closed = await isClosed(world, refund);
      expect(balanceOf(closed.postings, 'client_receivable')).toBe(60_00);
      expect(closed.postings.filter(({ step }) => step === 'original_bounced')).toHaveLength(1);
      expect(balanceOf(closed.postings, 'refunds_clearing')).toBe(0);
    },
  );

  it('is disputed while the refund runs: somebody is asked at once, and it is booked when it is lost', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, PAID_AN_INVOICE);
    const { transactionId } = refund;
    await world.sandbox.post('/control/dispute', { transactionId });
    await payerInTrouble(world, refund);
    await world.tell(refund);
    const alarmed = await world.seen(refund, (seen) => attentionsOf(seen).length > 0);
    expect(attentionsOf(alarmed)).toMatchObject([{ subject: 'payment_disputed', status: 'open' }]);

    await settle(world, refund);
    await world.sandbox.post('/control/dispute-close', { transactionId, outcome: 'lost' });
    await world.tell(refund);
    const lost = await world.seen(refund, (seen) => attentionsOf(seen).length > 1);
    expect(attentionsOf(lost).toSorted(bySubject)).toMatchObject([
      { subject: 'original_bounced', status: 'open' },
      { subject: 'payment_disputed', status: 'done', settledBy: 'makewhole' },
    ]);
    expect(balanceOf(lost.postings, 'client_receivable')).toBe(60_00);
  });

  it('has its dispute won: nothing is booked, and nobody need act any more', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, PAID_AN_INVOICE);
    const { transactionId } = refund;
    await world.sandbox.post('/control/dispute', { transactionId });
    await payerInTrouble(world, refund);
    await world.tell(refund);
    await world.seen(refund, (seen) => attentionsOf(seen).length > 0);
    await world.sandbox.post('/control/dispute-close', { transactionId, outcome: 'won' });
    await settle(world, refund);
    await decide(world, refund, 'still_due');
    const closed = await isClosed(world, refund);
    expect(attentionsOf(closed)).toMatchObject([{ status: 'done', settledBy: 'makewhole' }]);
    expect(balanceOf(closed.postings, 'client_receivable')).toBe(0);
  });
});

describe.concurrent('a report that nothing explains', () => {
  it('asks for attention, again where it was settled before', async () => {
    const world = await servers.anotherFirm();
    const refund = await closedRefund(world);
    await world.sandbox.returnRefund(refund.transactionId);
    await report(world, refund, 'refund.returned');
    const { firmId, id: refundId } = await failedAndClosed(world, refund);
    await runEnded(world, refund);
    expect(await report(world, refund, 'refund.succeeded')).toBe('ended');
    expect(attentionsOf(await world.find(refund.id))).toMatchObject([{ subject: 'processor_disagrees' }]);
    const again = { cause: 'processor_disagrees', at: new Date() } as const;
    const opened = await raiseAttention(world.db, { firmId, refundId }, again);
    expect(opened.filter(({ subject }) => subject === 'processor_disagrees')).toHaveLength(1);
  });
});

/** What a webhook about the payment leaves on our copy of it. */
async function payerInTrouble({ db }: FirmWorld, { firmId, transactionId }: RefundView): Promise<void> {
  await db
    .update(payments)
    .set({ disputed: true })
    .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId)));
}

function failedAndClosed(world: FirmWorld, refund: RefundView): Promise<RefundView> {
  return world.seen(refund, ({ status, closedAt }) => status === 'failed' && closedAt !== null);
}

/** Accounts on which the refund has left something. */
function accountsThatMoved({ postings }: RefundView): string[] {
  return LEDGER_ACCOUNTS.filter((account) => balanceOf(postings, account) !== 0);
}

function bySubject(one: { subject: string }, other: { subject: string }): number {
  return one.subject.localeCompare(other.subject);
}

function giveAttention(world: FirmWorld) {
  const body = { note: 'Billed to the client again' };
  return { kind: 'attention', body, actor: world.firm.people.lawyer } as const;
}

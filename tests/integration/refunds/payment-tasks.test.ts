// What is owed about a payment, whatever its refunds (B16): a client whose refund failed is still to be paid, and a dispute
// is answered by the network's deadline.
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { beforeAll, describe, expect, it } from 'vitest';
import { mirrorPayment, type MirroredPayment } from '@makewhole/db/payments/mirror-payment';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { isRepaid } from '@makewhole/db/repayments/is-repaid';
import { completeRepayment } from '@makewhole/db/repayments/complete-repayment';
import type { RepaymentAnswer } from '@makewhole/domain/repayment';
import { listPaymentTasks } from '@makewhole/db/obligations/payment-tasks';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { acceptRefund, beginSubmission, recordSend } from '@makewhole/db/refunds/submit-refund';
import type { PrincipalId, TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund, createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';
import { acceptedRefund, moveBooks, viewOf, type WalkedRefund } from './walk-by-stores.ts';
import { later, soon, sweepAt } from './sweep-at.ts';
import { closeRefund } from '@makewhole/db/refunds/open-refunds';

const { db } = await openTestDatabase();
const PARTS = [{ of: 'unapplied', amount: 80_00 }] as const;
const LAWYER = 'lawyer@adler.example';
const OWNER = 'owner@adler.example';

let firm: SmallFirm;
beforeAll(async () => {
  firm = await createSmallFirm(db);
});

describe('a refund that failed (F9, B16)', () => {
  async function failedRefund(): Promise<WalkedRefund & { readonly transactionId: TransactionId }> {
    const refund = await acceptedRefund(db, firm, PARTS);
    await moveBooks(db, refund);
    const at = new Date();
    await failRefund(db, refund, { code: 'returned', message: 'It came back.', at });
    return { ...refund, transactionId: (await viewOf(db, refund)).transactionId };
  }
  const taskOf = async (transactionId: TransactionId) => {
    const [task] = await listPaymentTasks(db, firm.firmId, [transactionId]);
    if (task === undefined) throw new Error('Nothing is owed');
    return task;
  };
  const repay = async (transactionId: TransactionId, answer: RepaymentAnswer) => {
    const { id } = await taskOf(transactionId);
    const said = (actor: PrincipalId) =>
      completeRepayment(db, { firmId: firm.firmId, id }, { actor, at: new Date() }, answer);
    await said(firm.people.lawyer);
    return said(firm.people.owner);
  };
  const today = new Date().toISOString().slice(0, 10);
  const CHECK: RepaymentAnswer = { paidBy: 'check', reference: '1042', date: today };

  it('leaves the client to be paid another way, which is told, and a check ends it', async () => {
    const { transactionId, ...refund } = await failedRefund();
    expect((await closeRefund(db, refund, new Date())).kind).toBe('closed');
    expect(await taskOf(transactionId)).toMatchObject({ kind: 'repayment', status: 'open', owner: 'lawyer' });
    const sent = await sweepAt(db, soon());
    const asked = sent.filter(({ subject }) => subject === 'Pay the client another way: $80.00');
    expect(asked.map(({ to }) => to.address).sort()).toEqual([LAWYER, OWNER]);
    expect(await repay(transactionId, CHECK)).toEqual({ kind: 'settled' });
    expect(await repay(transactionId, CHECK)).toEqual({ kind: 'settled' });
    expect(await repay(transactionId, { ...CHECK, reference: '1043' })).toEqual({ kind: 'other' });
    // A refund now would pay the client twice.
    expect(await isRepaid(db, { firmId: firm.firmId, transactionId })).toBe(true);
    expect(await askRefund(db, firm, transactionId)).toMatchObject({
      kind: 'not_refundable',
      refusal: { code: 'repaid_another_way' },
    });
  });

  it('may be refunded again (R4), which ends it once the money has arrived, and no check beside it', async () => {
    const { transactionId, ...refund } = await failedRefund();
    await closeRefund(db, refund, new Date());
    const again = await askRefund(db, firm, transactionId);
    if (again.kind !== 'noted') throw new Error(again.kind);
    const second = { firmId: firm.firmId, refundId: again.refund.id };
    expect(await repay(transactionId, CHECK)).toEqual({
      kind: 'refund_under_way',
      refundId: second.refundId,
    });
    const at = new Date();
    await beginSubmission(db, second, at);
    await recordSend(db, second, at);
    await acceptRefund(db, second, { processorRefundId: `re_${second.refundId}`, at, creditDaysOf });
    await moveBooks(db, second);
    await markSucceeded(db, second, at);
    expect(await taskOf(transactionId)).toMatchObject({
      status: 'done',
      answer: { paidBy: 'refund', refundId: second.refundId },
    });
  });
});

describe('a dispute (F7, B16)', () => {
  const disputed = (transactionId: TransactionId, status: 'open' | 'won' | 'lost'): MirroredPayment => ({
    transactionId,
    type: 'sale',
    status: 'settled',
    amount: money(80_00),
    currency: 'USD',
    method: 'card',
    last4: '4242',
    payer: { name: 'Dana Whitfield', email: null },
    matterNumber: '2026-014',
    createdAt: new Date(),
    settledAt: new Date(),
    disputed: status !== 'won',
    disputeLost: status === 'lost',
    dispute: {
      id: 'dp_1',
      status,
      reason: 'product_not_received',
      amount: money(80_00),
      respondBy: new Date('2026-12-08T22:00:00Z'),
    },
    refundedElsewhere: false,
    items: [{ description: 'Fee', invoiceNumber: null, account: 'operating', amount: money(80_00) }],
  });

  it('is a lawyer’s task two days before the network’s deadline, told at once, without any refund, until it is decided', async () => {
    const small = await createSmallFirm(db);
    const { firmId } = small;
    const transactionId = await givePayment(db, null, small, { parts: PARTS });
    const mirror = (status: 'open' | 'won' | 'lost') =>
      mirrorPayment(db, { firmId, payment: disputed(transactionId, status), asOf: new Date() });
    await mirror('open');
    await mirror('open');
    expect(await listPaymentTasks(db, firmId, [transactionId])).toMatchObject([
      {
        kind: 'dispute',
        subject: 'dp_1',
        status: 'open',
        owner: 'lawyer',
        dueAt: new Date('2026-12-06T22:00:00Z'),
        summary: expect.stringContaining('product not received'),
      },
    ]);
    const sent = await sweepAt(db, soon());
    const told = sent.filter(({ subject }) => subject === 'Respond to the dispute: $80.00');
    expect(told.map(({ to }) => to.address).sort()).toEqual([LAWYER, OWNER]);
    expect(told[0]?.text).toContain('Due: Sunday, December 6, 2026');
    await mirror('lost');
    expect(await listPaymentTasks(db, firmId, [transactionId])).toMatchObject([
      { status: 'done', answer: { outcome: 'lost' } },
    ]);
    expect((await sweepAt(db, later(30))).filter(({ text }) => text.includes(transactionId))).toEqual([]);
  });
});

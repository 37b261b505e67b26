// A client whose refund failed is owed its money by the books (BK2), and their trust money stays held (T8), until exactly
// one of the ends: paid another way, left as credit, owed after all, to the state, or refunded again.
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { beforeAll, describe, expect, it } from 'vitest';
import { cancelRefund } from '@makewhole/db/refunds/cancel-or-reject';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { openPaymentTask } from '@makewhole/db/obligations/payment-tasks';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { closeRefund } from '@makewhole/db/refunds/open-refunds';
import { completeRepayment, withdrawRepayment } from '@makewhole/db/repayments/complete-repayment';
import type { RepaymentAnswer } from '@makewhole/domain/repayment';
import { askRefund, createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';
import {
  CHECK,
  INVOICE,
  TODAY,
  TRUST,
  db,
  requested,
  takeStep,
  failedAt,
  failAgain,
  tasksOf,
  taskOf,
  say,
  paid,
  balancesOf,
  trustOf,
  isReversed,
  faultsOf,
  returned,
  type Life,
} from './failed-refunds.ts';
import { acceptByStores, moveBooks, viewOf } from './walk-by-stores.ts';

let firm: SmallFirm;
beforeAll(async () => {
  firm = await createSmallFirm(db);
});

const LIVES: readonly Life[] = ['submitting', 'unbooked', 'processing', 'succeeded', 'closed'];
/** The payment received, its invoice open again, and its client owed. */
const OWED = { operating_bank: 640_00, client_refunds_payable: -640_00 };

describe('an operating refund of $640.00 that failed (BK2)', () => {
  it.each(LIVES)('while %s leaves the client owed, closes, and asks once for the money', async (life) => {
    const failed = await failedAt(life, firm);
    expect(await balancesOf(failed)).toEqual(OWED);
    expect(await isReversed(failed)).toBe(true);
    expect(await faultsOf(failed)).toEqual([]);
    expect((await closeRefund(db, failed, new Date())).kind).toBe('closed');
    expect(await taskOf(failed)).toMatchObject({ status: 'open', owner: 'lawyer', amount: 640_00 });
    // A late retry of a step does nothing.
    await moveBooks(db, failed);
    expect(await balancesOf(failed)).toEqual(OWED);
  });

  it.each<[RepaymentAnswer, Record<string, number>, number]>([
    [CHECK, {}, 1],
    [{ paidBy: 'transfer', reference: 'W-7', date: TODAY }, {}, 1],
    [
      { paidBy: 'credit', note: 'Agreed', evidenceId: 'ev_1' },
      { operating_bank: 640_00, unapplied_receipts: -640_00 },
      1,
    ],
    [{ paidBy: 'owed', note: 'Owed' }, { operating_bank: 640_00, accounts_receivable: -640_00 }, 0],
    [{ paidBy: 'state', reference: 'UP-1', date: TODAY }, {}, 1],
  ])('ends by $paidBy, and only then asks about the invoice', async (answer, expected, decisions) => {
    const failed = await failedAt('processing', firm);
    await closeRefund(db, failed, new Date());
    await paid(failed, answer);
    expect(await balancesOf(failed)).toEqual(expected);
    expect(await tasksOf(failed, 'invoice_decision')).toHaveLength(decisions);
    expect(await isReversed(failed)).toBe(decisions === 1);
    expect(await faultsOf(failed)).toEqual([]);
    expect(await say(failed, 'lawyer', answer)).toEqual({ kind: 'settled' });
    const again = await askRefund(db, firm, failed.transactionId);
    expect(again.kind).toBe(answer.paidBy === 'owed' ? 'noted' : 'not_refundable');
  });

  it('is refunded again, which ends the task; if that one is canceled or fails, the same task stays', async () => {
    const failed = await failedAt('processing', firm);
    await closeRefund(db, failed, new Date());
    const preview = await previewRefund(db, { ...failed, now: new Date(), creditDaysOf });
    expect(preview?.eligibility).toEqual({ refundable: true });
    expect(preview?.postings.map(({ step }) => step)).toEqual(['operating_debit', 'payable_refunded']);
    const canceled = await requested(firm, failed.transactionId);
    await cancelRefund(db, canceled, { actor: firm.people.admin, at: new Date() });
    const second = { ...failed, ...(await requested(firm, failed.transactionId)) };
    await failAgain(second, 'processing');
    await closeRefund(db, second, new Date());
    expect(await balancesOf(failed)).toEqual(OWED);
    expect(await taskOf(failed)).toMatchObject({ status: 'open', subject: failed.refundId });
    const third = await requested(firm, failed.transactionId);
    expect((await say(failed, 'lawyer')).kind).toBe('refund_under_way');
    await acceptByStores(db, third);
    await moveBooks(db, third);
    await moveBooks(db, third);
    await markSucceeded(db, third, new Date());
    expect(await balancesOf(failed)).toEqual({});
    expect(await taskOf(failed)).toMatchObject({ status: 'done', answer: { paidBy: 'refund' } });
    const { obligations } = await viewOf(db, third);
    expect(obligations.map(({ kind, status }) => [kind, status])).toEqual([['invoice_decision', 'open']]);
    for (const one of [failed, second, third]) expect(await faultsOf(one)).toEqual([]);
    // The third one's credit comes back as well: owed again, with a task of its own.
    await failRefund(db, third, { code: 'R03', message: 'No account.', at: new Date(), cameBack: true });
    expect(await balancesOf(failed)).toEqual(OWED);
    await paid(failed, { paidBy: 'owed', note: 'Owed' });
    expect(await balancesOf(failed)).toEqual({ operating_bank: 640_00, accounts_receivable: -640_00 });
    for (const one of [failed, second, third]) expect(await faultsOf(one)).toEqual([]);
  });

  it('of an earlier release, whose books were put back in full, is completed and posts nothing', async () => {
    const transactionId = await givePayment(db, null, firm, { parts: INVOICE });
    const refund = await requested(firm, transactionId);
    await cancelRefund(db, refund, { actor: firm.people.admin, at: new Date() });
    const key = { firmId: firm.firmId, transactionId, kind: 'repayment', subject: refund.refundId } as const;
    await openPaymentTask(db, key, { summary: 'Pay the client', amount: null, at: new Date() });
    const old = { ...refund, transactionId, of: firm };
    await paid(old, CHECK);
    expect(await balancesOf(old)).toEqual({ operating_bank: 640_00, accounts_receivable: -640_00 });
    expect(await tasksOf(old, 'invoice_decision')).toEqual([]);
    expect((await askRefund(db, firm, transactionId)).kind).toBe('not_refundable');
  });

  it('owes nothing any more once the client’s bank takes the payment back', async () => {
    const failed = await failedAt('processing', firm);
    await closeRefund(db, failed, new Date());
    await returned(failed);
    expect(await taskOf(failed)).toMatchObject({ status: 'done', answer: { outcome: 'payment_lost' } });
    expect(await balancesOf(failed)).toEqual({});
  });
});

describe('a payment that is returned after its client was paid by check', () => {
  it('is owed by the client, who has it twice, and a lawyer recovers it', async () => {
    const failed = await failedAt('processing', firm);
    await closeRefund(db, failed, new Date());
    await paid(failed, CHECK);
    await returned(failed);
    expect(await balancesOf(failed)).toEqual({ operating_bank: -640_00, client_receivable: 640_00 });
    const { closedAt, obligations } = await viewOf(db, failed);
    expect(closedAt).toBeNull();
    expect(obligations).toContainEqual(
      expect.objectContaining({ subject: 'original_bounced', status: 'open' }),
    );
  });

  it('out of trust, is owed by the client as well where the bank debited operating', async () => {
    const of = await createSmallFirm(db, 2_000_00);
    const failed = await failedAt('processing', of, TRUST, 0);
    await paid(failed, CHECK);
    await returned(failed, 'trust');
    expect(await balancesOf(failed)).toEqual({ operating_bank: -1_250_00, client_receivable: 1_250_00 });
    // What is left of the matter's money is free.
    expect(await trustOf(of)).toEqual({ balance: 750_00, held: 0 });
    const other = await givePayment(db, null, of, { parts: [{ of: 'trust', amount: 750_00 }] });
    expect((await askRefund(db, of, other)).kind).toBe('noted');
  });
});

describe('who may say that the client was paid another way', () => {
  it('is a lawyer or owner whom a second one confirms: not an admin, not the same twice, not what differs', async () => {
    const failed = await failedAt('processing', firm);
    expect((await say(failed, 'admin')).kind).toBe('forbidden');
    const other = await createSmallFirm(db);
    const stranger = { firmId: other.firmId, id: (await taskOf(failed)).id };
    const by = { actor: other.people.owner, at: new Date() };
    expect((await completeRepayment(db, stranger, by, CHECK)).kind).toBe('not_found');
    for (let times = 0; times < 2; times += 1)
      expect((await say(failed, 'lawyer')).kind).toBe('awaits_second_person');
    expect((await say(failed, 'owner', { ...CHECK, reference: '1043' })).kind).toBe('awaits_second_person');
    expect((await say(failed, 'lawyer')).kind).toBe('awaits_second_person');
    expect(await balancesOf(failed)).toEqual(OWED);
    expect((await say(failed, 'owner')).kind).toBe('settled');
    expect(await taskOf(failed)).toMatchObject({
      answer: { reference: '1042', recordedBy: firm.people.lawyer },
      settledBy: firm.people.owner,
      claim: null,
    });
    expect((await say(failed, 'owner', { ...CHECK, reference: '1043' })).kind).toBe('other');
    expect(await balancesOf(failed)).toEqual({});
  });

  it('names the payer, or has their direction; a day that has come; and waits for the ACH return window', async () => {
    const failed = await failedAt('processing', firm);
    const faultOf = async (answer: RepaymentAnswer) => (await say(failed, 'lawyer', answer)).kind;
    expect(await faultOf({ ...CHECK, payee: 'Somebody Else' })).toBe('direction_needed');
    expect(await faultOf({ ...CHECK, date: '2026-01-01' })).toBe('date_out_of_range');
    expect(await faultOf({ ...CHECK, date: '2099-01-01' })).toBe('date_out_of_range');
    const transactionId = await givePayment(db, null, firm, { parts: INVOICE, method: 'ach' });
    const ach = { ...(await requested(firm, transactionId)), transactionId, of: firm };
    await failAgain(ach, 'processing');
    expect((await say(ach, 'lawyer')).kind).toBe('still_returnable');
    const early = { ...CHECK, earlyReason: 'A client of twenty years' };
    expect((await say(ach, 'lawyer', early)).kind).toBe('awaits_second_person');
  });

  it('ends it or a new refund does, never both, also at the same moment', async () => {
    for (let times = 0; times < 4; times += 1) {
      const failed = await failedAt('processing', firm);
      await closeRefund(db, failed, new Date());
      const [said, asked] = await Promise.all([
        say(failed, 'lawyer'),
        askRefund(db, firm, failed.transactionId),
      ]);
      const ends = [said.kind === 'awaits_second_person', asked.kind === 'noted'];
      expect(ends.filter(Boolean), `${said.kind} and ${asked.kind}`).toHaveLength(1);
      if (asked.kind === 'noted') continue;
      const { id } = await taskOf(failed);
      const by = { actor: firm.people.lawyer, at: new Date() };
      expect(await withdrawRepayment(db, { firmId: firm.firmId, id }, by, 'Not sent')).toEqual({
        kind: 'withdrawn',
      });
      expect((await askRefund(db, firm, failed.transactionId)).kind).toBe('noted');
    }
  });
});

describe('a trust refund of $1,250.00 that failed (T8)', () => {
  it.each<[Life, number]>([
    ['submitting', 0],
    ['unbooked', 0],
    ['processing', 0],
    ['succeeded', 1],
    ['succeeded', 3],
  ])(
    'while %s, after %i trust steps, keeps the money held, and ends by a trust check',
    async (life, steps) => {
      const of = await createSmallFirm(db, 2_000_00);
      const failed = await failedAt(life, of, TRUST, steps);
      if (steps === 3) {
        expect(await say(failed, 'lawyer')).toEqual({ kind: 'trust_not_restored' });
        expect(await takeStep(of, failed, 'restore')).toEqual({ ok: true });
      }
      expect((await closeRefund(db, failed, new Date())).kind).toBe('closed');
      expect(await trustOf(of)).toEqual({ balance: 2_000_00, held: 1_250_00 });
      // Nobody else's refund gets it.
      const other = await givePayment(db, null, of, { parts: [{ of: 'trust', amount: 750_01 }] });
      expect(await askRefund(db, of, other)).toMatchObject({
        refusal: { code: 'trust_balance_insufficient' },
      });
      await paid(failed, CHECK);
      expect(await trustOf(of)).toEqual({ balance: 750_00, held: 0 });
      expect(await balancesOf(failed)).toEqual({});
      expect(await faultsOf(failed)).toEqual([]);
    },
  );

  it('is held for a new refund, and for the client again if that one is canceled', async () => {
    const of = await createSmallFirm(db, 1_250_00);
    const failed = await failedAt('processing', of, TRUST, 0);
    await closeRefund(db, failed, new Date());
    const preview = await previewRefund(db, { ...failed, now: new Date(), creditDaysOf });
    expect(preview?.eligibility).toEqual({ refundable: true });
    const second = await requested(of, failed.transactionId);
    expect(await trustOf(of)).toEqual({ balance: 1_250_00, held: 1_250_00 });
    await cancelRefund(db, second, { actor: of.people.admin, at: new Date() });
    expect(await trustOf(of)).toEqual({ balance: 1_250_00, held: 1_250_00 });
    await paid(failed, { paidBy: 'owed', note: 'It stays in trust' });
    expect(await trustOf(of)).toEqual({ balance: 1_250_00, held: 0 });
    expect(await balancesOf(failed)).toEqual({ trust_bank: 1_250_00, client_trust_liability: -1_250_00 });
  });
});

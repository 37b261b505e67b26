// A refund that fails after all (B6): at every point of the trust steps and of the invoice decision the books, the invoice
// payments, the trust balance and the obligations are put right, and a step that comes late does nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { dueAt } from '@makewhole/domain/obligation-dates';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { TRUST_STEPS, type TrustStep } from '@makewhole/domain/obligations';
import { sum } from '@makewhole/domain/money';
import { LEDGER_ACCOUNTS, balanceOf, type LedgerAccount } from '@makewhole/domain/postings';
import type { CommandResult } from '@makewhole/domain/contracts/refund';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import {
  allocationsOf,
  bookRefund,
  booksOf,
  clearingOf,
  decide,
  fail,
  isClosed,
  milestones,
  settle,
  stepsFromAcceptance,
  takeStep,
  trustOf,
} from './refund-walk.ts';
import { debitOperating, reverseInvoicePayments } from '@makewhole/db/refunds/post-acceptance';
import { openTrustSteps } from '@makewhole/db/trust/open-trust-steps';
import { findPayment } from '@makewhole/db/payments/payment-view';

const SPLIT = {
  parts: [
    { of: 'invoice', amount: 70_00 },
    { of: 'trust', amount: 30_00 },
  ],
} as const;
const TWO_INVOICES = {
  parts: [
    { of: 'invoice', amount: 80_00 },
    { of: 'invoice', amount: 20_00 },
    { of: 'unapplied', amount: 5_00 },
  ],
} as const;
const WAYS = [
  ['fails in its window', 'fail'],
  ['is returned after it succeeded', 'return'],
] as const;

const SPLIT_BOOKS = [
  'client_payable/operating: client_refunds_payable -7000, refunds_clearing +7000',
  'invoice_reversal/operating: refunds_clearing -7000, accounts_receivable +7000',
  'operating_debit/operating: operating_bank -7000, refunds_clearing +7000',
  'operating_debit/trust: operating_bank -3000, refunds_clearing +3000',
  'undo_operating_debit/operating: operating_bank +7000, refunds_clearing -7000',
  'undo_operating_debit/trust: operating_bank +3000, refunds_clearing -3000',
];
const PAYMENT = 'trust_payment/trust: trust_bank -3000, client_trust_liability +3000';
const DEPOSIT = 'trust_deposit/trust: refunds_clearing -3000, operating_bank +3000';
const UNDO_PAYMENT = 'undo_trust_payment/trust: trust_bank +3000, client_trust_liability -3000';
const UNDO_DEPOSIT = 'undo_trust_deposit/trust: refunds_clearing +3000, operating_bank -3000';

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe.concurrent.each(WAYS)('a split refund that %s', (_, how) => {
  it.each([
    { taken: 'no trust step', count: 0, books: SPLIT_BOOKS },
    { taken: 'step (a)', count: 1, books: [...SPLIT_BOOKS, PAYMENT, UNDO_PAYMENT] },
  ])('after $taken leaves the client owed, and the trust balance held for them', async ({ count, books }) => {
    const world = await servers.anotherFirm(500_00);
    const refund = await failAfter(world, how, TRUST_STEPS.slice(0, count));
    const closed = await isClosed(world, refund);
    expect(booksOf(closed)).toEqual([...books].sort());
    expectOwed(closed);
    expect(await trustOf(world)).toEqual({ balance: 500_00, held: 30_00 });
    expect(await allocationsOf(world, refund)).toEqual([{ amount: 70_00, reversedBy: refund.id }]);
    expect(statusesOf(closed)).toEqual({ open: 0, done: count, void: 4 - count });
    await lateStepsDoNothing(world, closed);
    expect((await milestones(world, closed)).at(-1)).toBe('refund.closed');
    expect(await world.handleOf(refund).result()).toBe('failed');
  });

  it('after steps (a) and (b) asks whether the transfer was made; where not, only the client is owed', async () => {
    const world = await servers.anotherFirm(500_00);
    const refund = await failAfter(world, how, TRUST_STEPS.slice(0, 2));
    const asked = await world.seen(refund, hasQuestion);
    expect(booksOf(asked)).toEqual([...SPLIT_BOOKS, PAYMENT, DEPOSIT].sort());
    expect(statusesOf(asked)).toEqual({ open: 2, done: 2, void: 1 });
    expect(asked.obligations.find(({ kind }) => kind === 'attention')).toMatchObject({ owner: 'lawyer' });
    expect(await answerTransfer(world, asked, {})).toMatchObject({ code: 'answer_needed' });

    expect(await answerTransfer(world, asked, { transferMade: false })).toEqual({ ok: true });
    const closed = await isClosed(world, refund);
    expect(booksOf(closed)).toEqual([...SPLIT_BOOKS, PAYMENT, DEPOSIT, UNDO_PAYMENT, UNDO_DEPOSIT].sort());
    expectOwed(closed);
    expect(await trustOf(world)).toEqual({ balance: 500_00, held: 30_00 });
    expect(await takeStep(world, closed, 'transfer').catch(() => 'gone')).not.toEqual({ ok: true });
    expect(await world.handleOf(refund).result()).toBe('failed');
  });

  it('after steps (a) and (b) owes the way back where the transfer turns out to have been made', async () => {
    const world = await servers.anotherFirm(500_00);
    const refund = await failAfter(world, how, TRUST_STEPS.slice(0, 2));
    const asked = await world.seen(refund, hasQuestion);
    expect(await takeStep(world, asked, 'transfer')).toEqual({ ok: true });
    const owed = await world.find(refund.id);
    expect(owed.obligations.filter(({ status }) => status === 'open')).toMatchObject([
      { kind: 'trust_restore' },
    ]);
    expect(await takeStep(world, owed, 'restore')).toEqual({ ok: true });
    expectOwed(await isClosed(world, refund));
    expect(await trustOf(world)).toEqual({ balance: 500_00, held: 30_00 });
  });

  it('after step (c) owes the transfer back to trust at once, and stays open until then', async () => {
    const world = await servers.anotherFirm(500_00);
    const refund = await failAfter(world, how, TRUST_STEPS);
    const failed = await world.seen(refund, ({ obligations }) => obligations.length === 5);
    expect(booksOf(failed)).toEqual([...SPLIT_BOOKS, PAYMENT, DEPOSIT].sort());
    expect([clearingOf(failed, 'operating'), clearingOf(failed, 'trust')]).toEqual([0, -30_00]);
    expect(await trustOf(world)).toEqual({ balance: 470_00, held: 0 });
    expect(statusesOf(failed)).toEqual({ open: 1, done: 3, void: 1 });
    const owed = failed.obligations.find(({ status }) => status === 'open');
    expect(owed).toMatchObject({ kind: 'trust_restore', owner: 'lawyer', amount: 30_00 });
    // The same bank day before 15:00 Eastern, else the next: on whatever day and hour this test runs.
    const openedAt = owed?.openedAt.toISOString() ?? '';
    expect(owed?.dueAt).toEqual(new Date(dueAt(openedAt, 'trust_restore')));
    await world.says(failed, { status: 'failed', waitingFor: 'obligations' });
    await lateStepsDoNothing(world, failed);
  });

  async function failAfter(world: FirmWorld, way: 'fail' | 'return', steps: readonly TrustStep[]) {
    if (way === 'fail') await stepsFromAcceptance(world);
    const refund = await bookRefund(world, SPLIT);
    if (way === 'return') await settle(world, refund);
    for (const step of steps) expect(await takeStep(world, refund, step)).toEqual({ ok: true });
    return fail(world, refund, way);
  }
});

describe.concurrent.each(WAYS)('a refund of two invoices that %s', (_, how) => {
  it.each([null, 'still_due', 'write_off', 'credit_note'] as const)(
    'after the decision %s leaves the client owed, and the decision standing',
    async (decision) => {
      const world = await servers.anotherFirm();
      const refund = await bookRefund(world, TWO_INVOICES);
      if (decision !== null) expect(await decide(world, refund, decision, 80_00)).toEqual({ ok: true });
      if (how === 'return') await settle(world, refund);
      await fail(world, refund, how);
      const closed = await isClosed(world, refund);
      expect(booksOf(closed)).toEqual([
        'client_payable/operating: client_refunds_payable -10500, refunds_clearing +10500',
        ...(decision === 'credit_note'
          ? ['credit_note/operating: accounts_receivable -8000, credit_notes +8000']
          : []),
        'invoice_reversal/operating: refunds_clearing -2000, accounts_receivable +2000',
        'invoice_reversal/operating: refunds_clearing -8000, accounts_receivable +8000',
        'operating_debit/operating: operating_bank -10500, refunds_clearing +10500',
        'unapplied_reversal/operating: refunds_clearing -500, unapplied_receipts +500',
        'undo_operating_debit/operating: operating_bank +10500, refunds_clearing -10500',
        ...(decision === 'write_off'
          ? ['write_off/operating: accounts_receivable -8000, write_offs +8000']
          : []),
      ]);
      expectOwed(closed);
      expect(await allocationsOf(world, refund)).toEqual([
        { amount: 20_00, reversedBy: refund.id },
        { amount: 80_00, reversedBy: refund.id },
      ]);
      expect(statusesOf(closed)).toMatchObject(
        decision === null ? { done: 0, void: 2 } : { done: 1, void: 1 },
      );
      expect(closed).toMatchObject({
        failureCode: 'account_closed',
        failureMessage: expect.stringMatching(how === 'fail' ? /could not deliver/ : /sent the money back/),
      });
      await lateStepsDoNothing(world, closed);
      const { firmId } = world.firm;
      const wayBack = await findPayment(world.db, {
        firmId,
        transactionId: asId<TransactionId>(closed.processorRefundId ?? ''),
      });
      expect(wayBack).toMatchObject({ type: 'refund', status: 'failed' });
    },
  );
});

describe.concurrent('a failure that races a person', () => {
  it.each(['write_off', 'credit_note'] as const)(
    'who decides %s leaves the client owed, and nothing in between',
    async (decision) => {
      const world = await servers.anotherFirm();
      const outcomes = await Promise.all(
        Array.from({ length: 4 }, async () => {
          const refund = await bookRefund(world, { parts: [{ of: 'invoice', amount: 10_00 }] });
          await world.sandbox.fail(refund.transactionId);
          const [said] = await Promise.all([decide(world, refund, decision), world.tell(refund)]);
          const closed = await isClosed(world, refund);
          expect(closed.status).toBe('failed');
          expectOwed(closed);
          return said.ok || said.code;
        }),
      );
      for (const outcome of outcomes) expect([true, 'no_such_obligation']).toContain(outcome);
    },
  );

  it('who takes trust step (a) leaves the trust balance as it was, held for the clients', async () => {
    const world = await servers.anotherFirm(500_00);
    await stepsFromAcceptance(world);
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        const refund = await bookRefund(world, { parts: [{ of: 'trust', amount: 10_00 }] });
        await world.sandbox.fail(refund.transactionId);
        await Promise.all([takeStep(world, refund, 'payment'), world.tell(refund)]);
        expectOwed(await isClosed(world, refund));
      }),
    );
    expect(await trustOf(world)).toEqual({ balance: 500_00, held: 40_00 });
  });
});

/** A forward step of a worker that was thought dead, or of an attempt that was given up. */
async function lateStepsDoNothing(world: FirmWorld, before: RefundView): Promise<void> {
  const refund = { firmId: world.firm.firmId, refundId: before.id };
  const at = new Date();
  await debitOperating(world.db, refund, at);
  expect(await reverseInvoicePayments(world.db, refund, at)).toEqual([]);
  expect(await openTrustSteps(world.db, refund, at)).toEqual([]);
  const after = await world.find(before.id);
  expect([booksOf(after), after.obligations]).toEqual([booksOf(before), before.obligations]);
}

/** All that is left is what the client is owed: the operating leg, against what the invoices took (BK2). */
function expectOwed({ legs, postings }: RefundView): void {
  const owed = legs.find(({ account }) => account === 'operating')?.amount ?? 0;
  const against = sum(AGAINST.map((account) => balanceOf(postings, account)));
  expect([against, balanceOf(postings, 'client_refunds_payable')]).toEqual([owed, 0 - owed]);
  for (const account of LEDGER_ACCOUNTS) {
    if (account === 'client_refunds_payable' || AGAINST.includes(account)) continue;
    expect([account, balanceOf(postings, account)]).toEqual([account, 0]);
  }
}

const AGAINST: readonly LedgerAccount[] = [
  'accounts_receivable',
  'unapplied_receipts',
  'write_offs',
  'credit_notes',
];

/** How many obligations are in which status. */
function statusesOf({ obligations }: RefundView) {
  const count = (wanted: string) => obligations.filter(({ status }) => status === wanted).length;
  return { open: count('open'), done: count('done'), void: count('void') };
}

function hasQuestion({ obligations }: RefundView): boolean {
  return obligations.some(({ subject, status }) => subject === 'transfer_under_way' && status === 'open');
}

function answerTransfer(
  world: FirmWorld,
  refund: RefundView,
  answer: { readonly transferMade?: false },
): Promise<CommandResult> {
  const body = { note: 'Asked the bank', ...answer };
  const instruction = { kind: 'attention', body, actor: world.firm.people.lawyer } as const;
  return world.instruct(refund, 'settleAttention', instruction, 'attention');
}

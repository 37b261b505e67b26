// The books of a refund in the database: each step once, whoever tries again, and never after its undoing (B6, B10).
import { beforeAll, describe, expect, it } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { listNotifications, prepareNews } from '@makewhole/db/notifications/prepare-notifications';
import { postOnce } from '@makewhole/db/ledger/post-entries';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { postings } from '@makewhole/db/schema/ledger';
import { money } from '@makewhole/domain/money';
import { LEDGER_ACCOUNTS, balanceOf, type Posting } from '@makewhole/domain/postings';
import { openTestDatabase } from '../../support/database.ts';
import { MATTER_USERS, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { acceptedRefund, moveBooks, payOut, viewOf, type WalkedRefund } from './walk-by-stores.ts';
import { debitOperating, reverseInvoicePayments } from '@makewhole/db/refunds/post-acceptance';
import { openTrustSteps } from '@makewhole/db/trust/open-trust-steps';
import { obligations } from '@makewhole/db/schema/obligations';
import { closeRefund } from '@makewhole/db/refunds/open-refunds';

const { db } = await openTestDatabase();
const INVOICE = [{ of: 'invoice', amount: 70_00 }] as const;
const SPLIT = [...INVOICE, { of: 'unapplied', amount: 5_00 }, { of: 'trust', amount: 30_00 }] as const;
const FAILURE = { code: 'account_closed', message: 'The account is closed', at: new Date() };
const at = new Date();

let firm: SmallFirm;
beforeAll(async () => {
  firm = await createSmallFirm(db);
});

describe('a posting', () => {
  const deposit = {
    step: 'trust_deposit',
    leg: 'trust',
    allocationId: null,
    entries: [
      { account: 'refunds_clearing', matterId: null, amount: money(-30_00) },
      { account: 'operating_bank', matterId: null, amount: money(30_00) },
    ],
  } as const;

  it('is made once, also when ten make it at once', async () => {
    const refund = await acceptedRefund(db, firm, SPLIT);
    const made = await Promise.all(Array.from({ length: 10 }, () => postOnce(db, refund, at, deposit)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await postOnce(db, refund, at, deposit)).toBe(false);
    expect((await viewOf(db, refund)).postings).toHaveLength(1);
  });

  it('with the same key is made for another refund', async () => {
    const [one, other] = [await acceptedRefund(db, firm, SPLIT), await acceptedRefund(db, firm, SPLIT)];
    expect(await postOnce(db, one, at, deposit)).toBe(true);
    expect(await postOnce(db, other, at, deposit)).toBe(true);
  });
});

describe('the steps after the acceptance', () => {
  it('tried five times side by side are booked and owed once', async () => {
    const refund = await acceptedRefund(db, firm, SPLIT);
    await Promise.all(Array.from({ length: 5 }, () => moveBooks(db, refund)));
    expect((await viewOf(db, refund)).obligations.map(({ kind }) => kind)).toEqual(['invoice_decision']);
    await Promise.all(Array.from({ length: 5 }, () => payOut(db, refund)));
    const view = await viewOf(db, refund);
    expect(view.postings.map(({ step, leg }) => `${step}/${leg}`).sort()).toEqual([
      'invoice_reversal/operating',
      'operating_debit/operating',
      'operating_debit/trust',
      'unapplied_reversal/operating',
    ]);
    expect(view.obligations.map(({ kind }) => kind).sort()).toEqual([
      'invoice_decision',
      'trust_deposit',
      'trust_payment',
      'trust_transfer',
    ]);
  });
});

describe('a failure before the steps ran', () => {
  it('leaves a void under the key of each, and whatever comes late does nothing', async () => {
    const refund = await acceptedRefund(db, firm, SPLIT);
    await debitOperating(db, refund, at);
    await failRefund(db, refund, FAILURE);
    expect(await voidsOf(refund)).toEqual([
      'credit_note/operating',
      'payable_refunded/operating',
      'surcharge_reversal/operating',
      'trust_deposit/trust',
      'trust_money_gone/trust',
      'trust_payment/trust',
      'write_off/operating',
    ]);
    const failed = await viewOf(db, refund);
    await moveBooks(db, refund);
    expect(await viewOf(db, refund)).toEqual(failed);
    expectOwed(failed.postings);
    expect(failed.obligations).toEqual([]);
  });

  it('holds even against a step that does not look at the status', async () => {
    const refund = await acceptedRefund(db, firm, [{ of: 'unapplied', amount: 60_00 }]);
    await failRefund(db, refund, FAILURE);
    const entries = [
      { account: 'operating_bank', matterId: null, amount: money(-60_00) },
      { account: 'refunds_clearing', matterId: null, amount: money(60_00) },
    ] as const;
    const late = { step: 'operating_debit', leg: 'operating', allocationId: null, entries } as const;
    expect(await postOnce(db, refund, at, late)).toBe(false);
  });

  it('that races the steps leaves the client owed, whatever was booked', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, race));
    for (const { postings: posted, obligations: owed } of outcomes) {
      expectOwed(posted);
      expect(owed.filter(({ status }) => status !== 'void')).toEqual([]);
    }
  });

  it('said five times at once puts everything back once', async () => {
    const refund = await acceptedRefund(db, firm, INVOICE);
    await moveBooks(db, refund);
    await Promise.all(Array.from({ length: 5 }, () => failRefund(db, refund, FAILURE)));
    const undone = (await viewOf(db, refund)).postings.filter(({ step }) => step.startsWith('undo_'));
    expect(undone.map(({ step }) => step)).toEqual(['undo_operating_debit']);
  });

  async function race(_: unknown, nth: number) {
    const refund = await acceptedRefund(db, firm, SPLIT);
    const steps = [debitOperating, reverseInvoicePayments, openTrustSteps].map((step) =>
      step(db, refund, at),
    );
    const failing = failRefund(db, refund, FAILURE);
    await Promise.all(nth % 2 === 0 ? [...steps, failing] : [failing, ...steps]);
    return viewOf(db, refund);
  }
});

describe('closing', () => {
  it('is refused while the refund runs, while something is owed, and while clearing is not zero', async () => {
    const refund = await acceptedRefund(db, firm, INVOICE);
    await debitOperating(db, refund, at);
    expect(await closeRefund(db, refund, at)).toEqual({ kind: 'open', obligations: [], clearing: 70_00 });
    await markSucceeded(db, refund, at);
    expect(await closeRefund(db, refund, at)).toEqual({ kind: 'open', obligations: [], clearing: 70_00 });
    const owed = await reverseInvoicePayments(db, refund, at);
    expect(await closeRefund(db, refund, at)).toEqual({ kind: 'open', obligations: owed, clearing: 0 });
    await db.update(obligations).set({ status: 'done' }).where(eq(obligations.refundId, refund.refundId));
    expect(await closeRefund(db, refund, at)).toEqual({ kind: 'closed' });
    const closed = await viewOf(db, refund);
    expect(await closeRefund(db, refund, new Date(at.getTime() + 1))).toEqual({ kind: 'closed' });
    expect(await viewOf(db, refund)).toEqual(closed);
  });
});

describe('the emails to the matter (R9)', () => {
  it('are one for each user, also when several workers prepare them at once', async () => {
    const refund = await acceptedRefund(db, firm, INVOICE);
    const prepare = () => prepareNews(db, refund, { event: 'refund_processing', at });
    const prepared = await Promise.all([prepare(), prepare(), prepare()]);
    const kept = await listNotifications(db, refund);
    expect(kept.map(({ recipientEmail }) => recipientEmail)).toEqual(
      MATTER_USERS.map(({ email }) => email).sort(),
    );
    for (const messages of prepared) expect(messages).toHaveLength(2);
  });
});

/** Only that the client is owed what was received, which is undone (BK2). */
function expectOwed(posted: readonly Posting[]): void {
  const moved = LEDGER_ACCOUNTS.filter((account) => balanceOf(posted, account) !== 0);
  expect(moved).toEqual(['accounts_receivable', 'unapplied_receipts', 'client_refunds_payable']);
  const [invoiced, unapplied, owed] = moved.map((account) => balanceOf(posted, account));
  expect(-Number(owed)).toBe(Number(invoiced) + Number(unapplied));
}

async function voidsOf({ refundId }: WalkedRefund): Promise<string[]> {
  const rows = await db
    .select({ step: postings.step, leg: postings.leg })
    .from(postings)
    .where(and(eq(postings.refundId, refundId), eq(postings.isVoid, true)));
  return rows.map(({ step, leg }) => `${step}/${leg}`).sort();
}

// A trust leg that the processor draws on trust (T5, ADR 36): its acceptance disburses the client's money, by a lawyer's
// approval, and owes no trust steps.
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { beforeAll, describe, expect, it } from 'vitest';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { writeConnectionRules } from '@makewhole/db/connections/connection-rules';
import type { DrawsOn } from '@makewhole/domain/connections';
import { findFirstConnection } from '@makewhole/db/connections/find-connection';
import { applyCommand, recordCommand } from '@makewhole/db/commands/apply-command';
import { openObligations } from '@makewhole/db/obligations/open-and-complete';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { askForApproval } from '@makewhole/db/refunds/approval';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { closeRefund } from '@makewhole/db/refunds/open-refunds';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { postOnce } from '@makewhole/db/ledger/post-entries';
import { money } from '@makewhole/domain/money';
import { operatingDebits } from '@makewhole/domain/postings';
import { checkBooks } from '@makewhole/domain/verify-postings';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund, createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';
import { acceptByStores, moveBooks, payOut, viewOf, type WalkedRefund } from './walk-by-stores.ts';

const { db, sql } = await openTestDatabase();
const TRUST = [{ of: 'trust', amount: 1_250_00 }] as const;
const MIXED = [{ of: 'invoice', amount: 640_00 }, ...TRUST] as const;
const FAILURE = { code: 'account_closed', message: 'The account is closed', at: new Date() };

let firm: SmallFirm;
beforeAll(async () => {
  firm = await createSmallFirm(db, 20_000_00);
  await drawOn('account_of_payment');
});

async function drawOn(rule: DrawsOn | null): Promise<void> {
  const connection = await findFirstConnection(db, firm.firmId);
  const lossesDebit = { card: 'account_of_payment', ach: 'account_of_payment' } as const;
  await writeConnectionRules(db, connection, { lossesDebit, drawsOn: { card: rule, ach: rule } });
}

async function requested(parts: typeof TRUST | typeof MIXED): Promise<WalkedRefund> {
  const asked = await askRefund(db, firm, await givePayment(db, null, firm, { parts }));
  if (asked.kind !== 'noted') throw new Error(asked.kind);
  return { firmId: firm.firmId, refundId: asked.refund.id };
}

async function approve(refund: WalkedRefund) {
  await askForApproval(db, refund, new Date());
  const obligation = (await viewOf(db, refund)).obligations.find(({ kind }) => kind === 'approval');
  if (obligation === undefined) throw new Error('There is no approval to give');
  const body = { decision: 'approve', note: null, payerReason: null } as const;
  const instructionId = await recordCommand(db, {
    ...{ kind: 'approval', body, ...refund, actor: firm.people.lawyer },
  });
  return applyCommand(db, refund, { instructionId, obligationId: obligation.id, at: new Date() });
}

async function accepted(parts: typeof TRUST | typeof MIXED = TRUST): Promise<WalkedRefund> {
  const refund = await requested(parts);
  expect(await approve(refund)).toEqual({ ok: true });
  await acceptByStores(db, refund);
  return refund;
}

async function trust(): Promise<{ readonly balance: number; readonly held: number }> {
  const [row] = await sql<{ balance: string; held: string }[]>`
    SELECT balance, held FROM trust_balances WHERE matter_id = ${firm.matterId}`;
  return { balance: Number(row?.balance), held: Number(row?.held) };
}

async function faults(refund: WalkedRefund) {
  const { status, books } = await loadRefund(db, refund);
  return checkBooks({ status, ...books });
}

async function owed(refund: WalkedRefund): Promise<string[]> {
  const { obligations: all } = await viewOf(db, refund);
  return all.filter(({ status }) => status === 'open').map(({ kind }) => kind);
}

describe('a refund of $1,250.00 drawn on trust', () => {
  it('is shown so before, and needs a lawyer whatever the rule', async () => {
    const transactionId = await givePayment(db, null, firm, { parts: MIXED });
    const preview = await previewRefund(db, {
      firmId: firm.firmId,
      transactionId,
      now: new Date(),
      creditDaysOf,
    });
    const { trust: account, operating } = await findDefaultAccounts(db, firm.firmId);
    expect(preview).toMatchObject({
      approvalReasons: ['drawn_on_trust'],
      warnings: ['approval_needed', 'drawn_on_trust', 'invoice_decision_owed'],
      trustSteps: null,
    });
    expect(preview?.legs).toMatchObject([
      { account: 'operating', amount: 640_00, drawnFrom: 'operating', drawnOn: operating },
      { account: 'trust', amount: 1_250_00, drawnFrom: 'trust', drawnOn: account },
    ]);
    expect(preview?.postings.map(({ step }) => step)).toEqual([
      'operating_debit',
      'trust_disbursement',
      'invoice_reversal',
    ]);
  });

  it('is disbursed once at acceptance, uses up the hold, and closes without a trust step', async () => {
    const before = await trust();
    const refund = await accepted();
    expect(await trust()).toEqual({ ...before, held: before.held + 1_250_00 });
    await Promise.all([moveBooks(db, refund), moveBooks(db, refund)]);
    expect(await trust()).toEqual({ ...before, balance: before.balance - 1_250_00 });
    await payOut(db, refund);
    const { postings, legs, trustMoves } = await viewOf(db, refund);
    expect(postings.map(({ step }) => step)).toEqual(['trust_disbursement']);
    expect(legs).toMatchObject([{ account: 'trust', drawnFrom: 'trust' }]);
    expect(trustMoves.map(({ step }) => step)).toEqual(['disbursement']);
    expect(await owed(refund)).toEqual([]);
    expect(await faults(refund)).toEqual([]);
    expect(await closeRefund(db, refund, new Date())).toEqual({ kind: 'closed' });
  });

  it('stays drawn on trust when the rule changes afterwards', async () => {
    const refund = await accepted();
    await drawOn('operating');
    await payOut(db, refund);
    await drawOn('account_of_payment');
    expect((await viewOf(db, refund)).postings.map(({ step }) => step)).toEqual(['trust_disbursement']);
  });

  it('of a mixed payment takes each leg from its own account', async () => {
    const refund = await accepted(MIXED);
    await payOut(db, refund);
    const { postings } = await viewOf(db, refund);
    expect(postings.map(({ step, leg }) => `${step}/${leg}`).sort()).toEqual([
      'invoice_reversal/operating',
      'operating_debit/operating',
      'trust_disbursement/trust',
    ]);
    expect(await owed(refund)).toEqual(['invoice_decision']);
    expect(await faults(refund)).toEqual([]);
  });

  it.each(['unbooked', 'booked', 'paid'])(
    'that fails while %s gives the matter its money again, held for the client',
    async (when) => {
      const before = await trust();
      const refund = await accepted(MIXED);
      if (when === 'booked') await moveBooks(db, refund);
      if (when === 'paid') await payOut(db, refund);
      await failRefund(db, refund, FAILURE);
      // What comes late does nothing.
      await moveBooks(db, refund);
      expect(await trust()).toEqual({ ...before, held: before.held + 1_250_00 });
      const holds = await sql<{ kind: string; status: string }[]>`
        SELECT kind, status FROM trust_holds WHERE refund_id = ${refund.refundId}`;
      expect([...holds]).toEqual([{ kind: 'repayment', status: 'held' }]);
      expect(await faults(refund)).toEqual([]);
      expect((await owed(refund)).filter((kind) => kind.startsWith('trust_'))).toEqual([]);
    },
  );

  it('is refused the books of a release that knows only operating', async () => {
    const refund = await accepted();
    const [debit] = operatingDebits([{ account: 'trust', amount: money(1_250_00) }]);
    if (debit === undefined) throw new Error('There is no debit');
    await expect(postOnce(db, refund, new Date(), debit)).rejects.toThrow();
    const step = { kind: 'trust_payment', subject: '', summary: 'Pay it', amount: money(1_250_00) } as const;
    await expect(openObligations(db, refund, [step], new Date())).rejects.toThrow();
    await payOut(db, refund);
    expect((await viewOf(db, refund)).postings.map(({ step: one }) => one)).toEqual(['trust_disbursement']);
  });

  it('where nobody has said what it is drawn on, is refused', async () => {
    await drawOn(null);
    const transactionId = await givePayment(db, null, firm, { parts: TRUST });
    expect(await askRefund(db, firm, transactionId)).toMatchObject({
      kind: 'not_refundable',
      refusal: { code: 'drawn_on_unknown' },
    });
    await drawOn('account_of_payment');
  });
});

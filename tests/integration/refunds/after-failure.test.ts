// What a refund that failed still owes, and whether its books say so (B6, B10, B12).
import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { recordDifference } from '@makewhole/db/reconciliation/record-difference';
import { cancelRefund } from '@makewhole/db/refunds/cancel-or-reject';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { takePaymentTrouble } from '@makewhole/db/payments/payment-reversal';
import { applyCommand, recordCommand, type Command } from '@makewhole/db/commands/apply-command';
import { releaseHold } from '@makewhole/db/trust/trust-hold';
import { trustAccountBalances } from '@makewhole/db/schema/matters';
import { checkBooks } from '@makewhole/domain/verify-postings';
import { money } from '@makewhole/domain/money';
import type { ObligationKind } from '@makewhole/domain/obligations';
import { balanceOf } from '@makewhole/domain/postings';
import type { CommandResult } from '@makewhole/domain/contracts/refund';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { acceptedRefund, payOut, recordRefund, viewOf, type WalkedRefund } from './walk-by-stores.ts';
import { closeRefund } from '@makewhole/db/refunds/open-refunds';

const { db } = await openTestDatabase();
const UNAPPLIED = [{ of: 'unapplied', amount: 60_00 }] as const;
const TRUST = [{ of: 'trust', amount: 30_00 }] as const;
const at = new Date();
const FAILURE = { code: 'account_closed', message: 'The account is closed', at };

describe('a client who owes the payment', () => {
  it('still owes it when the credit of its refund comes back too, and the refund stays open', async () => {
    const firm = await createSmallFirm(db);
    const refund = await succeeded(firm);
    await takePaymentTrouble(db, refund, { trouble: 'lost', at });
    const failed = await failRefund(db, refund, FAILURE);
    expect(failed).toMatchObject({
      kind: 'failed',
      obligations: [{ kind: 'attention', subject: 'original_bounced' }],
    });
    const view = await viewOf(db, refund);
    expect(view.obligations).toMatchObject([{ subject: 'original_bounced', status: 'open' }]);
    expect(balanceOf(view.postings, 'client_receivable')).toBe(60_00);
    expect(await closeRefund(db, refund, at)).toMatchObject({ kind: 'open' });
    expect(await faultsOf(refund)).toEqual([]);
  });
});

describe('a difference that nobody has explained', () => {
  it.each([
    ['fails', (refund: WalkedRefund) => failRefund(db, refund, FAILURE)],
    [
      'is canceled',
      (refund: WalkedRefund, { people }: SmallFirm) => cancelRefund(db, refund, { actor: people.admin, at }),
    ],
  ] as const)('stays to be explained when its refund %s', async (how, end) => {
    const firm = await createSmallFirm(db);
    const refund = how === 'fails' ? await succeeded(firm) : await recordRefund(db, firm, UNAPPLIED);
    const { id, transactionId } = await viewOf(db, refund);
    await recordDifference(db, {
      firmId: firm.firmId,
      reconciliationId: null,
      at,
      difference: {
        kind: 'refunded_twice',
        key: `refunded_twice:${id}`,
        transactionId,
        refundId: id,
        processorRefundId: null,
        explanation: 'There are two. Ask the processor.',
      },
    });
    await end(refund, firm);
    expect((await viewOf(db, refund)).obligations).toMatchObject([
      { kind: 'reconciliation', status: 'open' },
    ]);
  });
});

describe('trust money whose transfer may be under way', () => {
  it('has the right books while a person is asked, and after they have said that it was not made', async () => {
    const firm = await createSmallFirm(db);
    const refund = await depositedRefund(firm);
    await failRefund(db, refund, FAILURE);
    expect((await loadRefund(db, refund)).books.transfer).toBe('unknown');
    expect(await faultsOf(refund)).toEqual([]);

    const body = { note: 'The bank says no', transferMade: false } as const;
    expect(await instruct(refund, firm, { kind: 'attention', body }, 'attention')).toEqual({ ok: true });
    expect((await loadRefund(db, refund)).books.transfer).toBe('not_made');
    expect(await faultsOf(refund)).toEqual([]);
    expect(await closeRefund(db, refund, at)).toEqual({ kind: 'closed' });
  });
});

describe("a matter's trust balance that is missing", () => {
  it('stops a hold from being released or consumed', async () => {
    const firm = await createSmallFirm(db);
    const refund = await acceptedRefund(db, firm, TRUST);
    await payOut(db, refund);
    await loseBalance(firm);
    await expect(recordStep(refund, firm, 'payment')).rejects.toThrow('has no trust balance');
    await expect(db.transaction((tx) => releaseHold(tx, refund))).rejects.toMatchObject({
      cause: { constraint_name: 'trust_account_held_not_negative' },
    });
  });
});

async function succeeded(firm: SmallFirm): Promise<WalkedRefund> {
  const refund = await acceptedRefund(db, firm, UNAPPLIED);
  await payOut(db, refund, at);
  return refund;
}

/** A refund of trust money after the firm's deposit, whose bank transfer is not recorded. */
async function depositedRefund(firm: SmallFirm): Promise<WalkedRefund> {
  const refund = await acceptedRefund(db, firm, TRUST);
  await payOut(db, refund);
  for (const step of ['payment', 'deposit'] as const) {
    expect(await recordStep(refund, firm, step)).toEqual({ ok: true });
  }
  return refund;
}

function recordStep(refund: WalkedRefund, firm: SmallFirm, step: 'payment' | 'deposit') {
  const date = at.toISOString().slice(0, 10);
  const body = {
    step,
    amount: money(30_00),
    currency: 'USD',
    date,
    reference: 'CHK 1',
    evidenceId: null,
  } as const;
  return instruct(refund, firm, { kind: 'trust_step', body }, `trust_${step}`);
}

async function instruct(
  refund: WalkedRefund,
  { people }: SmallFirm,
  instruction: Command,
  kind: ObligationKind,
): Promise<CommandResult> {
  const { obligations } = await viewOf(db, refund);
  const owed = obligations.find((one) => one.kind === kind && one.status === 'open');
  const instructionId = await recordCommand(db, { ...instruction, ...refund, actor: people.lawyer });
  return applyCommand(db, refund, { instructionId, obligationId: owed?.id ?? null, at });
}

async function faultsOf(refund: WalkedRefund) {
  const { status, books } = await loadRefund(db, refund);
  return checkBooks({ ...books, status });
}

/** As where a row was lost, or never made. */
async function loseBalance({ firmId, matterId }: SmallFirm): Promise<void> {
  await db
    .delete(trustAccountBalances)
    .where(and(eq(trustAccountBalances.firmId, firmId), eq(trustAccountBalances.matterId, matterId)));
}

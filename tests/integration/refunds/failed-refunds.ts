// Refunds that failed at some point of their lives, and what people then say of how their clients were paid.
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { applyCommand, recordCommand } from '@makewhole/db/commands/apply-command';
import { mirrorPayment } from '@makewhole/db/payments/mirror-payment';
import { listPaymentTasks } from '@makewhole/db/obligations/payment-tasks';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { closeRefund } from '@makewhole/db/refunds/open-refunds';
import { beginSubmission } from '@makewhole/db/refunds/submit-refund';
import { completeRepayment } from '@makewhole/db/repayments/complete-repayment';
import { ledgerEntries, postings } from '@makewhole/db/schema/ledger';
import { trustBalances } from '@makewhole/db/schema/matters';
import { allocations } from '@makewhole/db/schema/payments';
import { refunds } from '@makewhole/db/schema/refunds';
import type { TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { TRUST_STEPS, type TrustMove } from '@makewhole/domain/obligations';
import type { RepaymentAnswer } from '@makewhole/domain/repayment';
import { checkBooks } from '@makewhole/domain/verify-postings';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund, givePayment, type SmallFirm, type WantedPayment } from '../../support/small-firm.ts';
import { firmsToday } from '../../support/today.ts';
import { acceptByStores, moveBooks, viewOf, type WalkedRefund } from './walk-by-stores.ts';

export const INVOICE = [{ of: 'invoice', amount: 640_00 }] as const;
export const TRUST = [{ of: 'trust', amount: 1_250_00 }] as const;
export const TODAY = firmsToday();
export const CHECK: RepaymentAnswer = { paidBy: 'check', reference: '1042', date: TODAY };

export type Failed = WalkedRefund & { readonly transactionId: TransactionId; readonly of: SmallFirm };
export type Life = 'submitting' | 'unbooked' | 'processing' | 'succeeded' | 'closed';

export const { db } = await openTestDatabase();

export async function requested(of: SmallFirm, transactionId: TransactionId): Promise<WalkedRefund> {
  const asked = await askRefund(db, of, transactionId);
  if (asked.kind !== 'noted') throw new Error(asked.kind);
  return { firmId: of.firmId, refundId: asked.refund.id };
}

export async function takeStep(of: SmallFirm, refund: WalkedRefund, step: TrustMove) {
  const { obligations } = await viewOf(db, refund);
  const owed = obligations.find(({ kind }) => kind === `trust_${step}`);
  const made = { amount: money(1_250_00), currency: 'USD', date: TODAY, reference: 'T' } as const;
  const body = { step, ...made, evidenceId: null };
  const command = { kind: 'trust_step', body, actor: of.people.lawyer } as const;
  const instructionId = await recordCommand(db, { ...refund, ...command });
  return applyCommand(db, refund, { instructionId, obligationId: owed?.id ?? null, at: new Date() });
}

/** Fails a refund at that point of its life, after these trust steps. */
export async function failedAt(
  life: Life,
  of: SmallFirm,
  parts: WantedPayment['parts'] = INVOICE,
  steps = 0,
): Promise<Failed> {
  const transactionId = await givePayment(db, null, of, { parts });
  const refund = await requested(of, transactionId);
  return failAgain({ ...refund, transactionId, of }, life, steps);
}

export async function failAgain(failed: Failed, life: Life, steps = 0): Promise<Failed> {
  const { of, transactionId: _id, ...refund } = failed;
  if (life === 'submitting') await beginSubmission(db, refund, new Date());
  else await acceptByStores(db, refund);
  if (life !== 'submitting' && life !== 'unbooked') await moveBooks(db, refund);
  if (life === 'succeeded' || life === 'closed') await markSucceeded(db, refund, new Date());
  for (const step of TRUST_STEPS.slice(0, steps))
    expect(await takeStep(of, refund, step)).toEqual({ ok: true });
  if (life === 'closed') await closeRefund(db, refund, new Date());
  const at = new Date();
  await failRefund(db, refund, { code: 'account_closed', message: 'Closed.', at, cameBack: true });
  return failed;
}

export const tasksOf = async ({ of, transactionId }: Failed, kind = 'repayment') =>
  (await listPaymentTasks(db, of.firmId, [transactionId])).filter((task) => task.kind === kind);

export async function taskOf(failed: Failed) {
  const [task, ...others] = await tasksOf(failed);
  if (task === undefined || others.length > 0) throw new Error(`There are not one but ${others.length}`);
  return task;
}

/** What one person says, at that moment or now. */
export async function say(
  failed: Failed,
  who: keyof SmallFirm['people'],
  answer: RepaymentAnswer = CHECK,
  at = new Date(),
) {
  const open = (await tasksOf(failed)).find(({ status }) => status === 'open') ?? (await taskOf(failed));
  const by = { actor: failed.of.people[who], at };
  return completeRepayment(db, { firmId: failed.of.firmId, id: open.id }, by, answer);
}

export async function paid(failed: Failed, answer: RepaymentAnswer): Promise<void> {
  expect(await say(failed, 'lawyer', answer)).toEqual({ kind: 'awaits_second_person' });
  expect(await say(failed, 'owner', answer)).toEqual({ kind: 'settled' });
}

/** Everything that the payment and its refunds brought, by account. */
export async function balancesOf({ of, transactionId }: Failed): Promise<Record<string, number>> {
  const ofPayment = db
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.firmId, of.firmId), eq(refunds.transactionId, transactionId)));
  const rows = await db
    .select({ account: ledgerEntries.account, amount: sql`sum(${ledgerEntries.amount})`.mapWith(Number) })
    .from(ledgerEntries)
    .innerJoin(postings, eq(postings.id, ledgerEntries.postingId))
    .where(or(eq(postings.transactionId, transactionId), inArray(postings.refundId, ofPayment)))
    .groupBy(ledgerEntries.account);
  return Object.fromEntries(
    rows.filter(({ amount }) => amount !== 0).map((row) => [row.account, row.amount]),
  );
}

export const trustOf = async (of: SmallFirm) => {
  const [row] = await db
    .select({ balance: trustBalances.balance, held: trustBalances.held })
    .from(trustBalances)
    .where(and(eq(trustBalances.firmId, of.firmId), eq(trustBalances.matterId, of.matterId)));
  return row;
};
export const isReversed = async ({ transactionId }: Failed) => {
  const rows = await db.select().from(allocations).where(eq(allocations.transactionId, transactionId));
  return rows.some(({ reversedAt }) => reversedAt !== null);
};
export const faultsOf = async (refund: WalkedRefund) => {
  const { status, books } = await loadRefund(db, refund);
  return checkBooks({ ...books, status });
};

/** The client's bank takes the payment back for them. */
export async function returned({ of, transactionId }: Failed, account: 'operating' | 'trust' = 'operating') {
  const settledAt = new Date(Date.now() - 28 * 86_400_000);
  const amount = money(account === 'trust' ? 1_250_00 : 640_00);
  await mirrorPayment(db, {
    firmId: of.firmId,
    asOf: new Date(Date.now() + 1_000),
    payment: {
      ...{ transactionId, type: 'sale', status: 'returned', amount, currency: 'USD' },
      ...{ method: 'card', last4: '4242', payer: { name: 'Dana Whitfield', email: null } },
      ...{ matterNumber: '2026-014', createdAt: settledAt, settledAt, disputed: false, disputeLost: false },
      refundedElsewhere: false,
      items: [{ description: 'Fee', invoiceNumber: null, account, amount }],
    },
  });
}

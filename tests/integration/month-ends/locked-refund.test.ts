// The trust steps of a refund around a month end that a lawyer signed (BK8): what is dated into the locked period counts
// today, the signed numbers stay, and the refund's own match of the transfer clears what counts.
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { eq, sql } from 'drizzle-orm';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { importStatement } from '@makewhole/db/bank/import-statement';
import { applyCommand, recordCommand } from '@makewhole/db/commands/apply-command';
import { openMonthEnd } from '@makewhole/db/month-ends/open-month-end';
import { readBinder } from '@makewhole/db/month-ends/read-binder';
import { readReconciliation } from '@makewhole/db/month-ends/read-reconciliation';
import { prepareMonthEnd, signMonthEnd } from '@makewhole/db/month-ends/sign-month-end';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { bankLines } from '@makewhole/db/schema/bank';
import { money } from '@makewhole/domain/money';
import { reconcileThreeWays } from '@makewhole/domain/month-ends/three-way';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm } from '../../support/small-firm.ts';
import { acceptedRefund, moveBooks, viewOf } from '../refunds/walk-by-stores.ts';

const { db } = await openTestDatabase();
const OK = { ok: true };

/** Noon in UTC: the same day in every zone of the United States. */
function daysAgo(days: number): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - days, 12));
}
const dayOf = (at: Date) => at.toISOString().slice(0, 10);

const firm = await createSmallFirm(db);
const accounts = await findDefaultAccounts(db, firm.firmId);
const account = { firmId: firm.firmId, bankAccountId: accounts.trust };
const refund = await acceptedRefund(db, firm, [{ of: 'trust', amount: 30_00 }], daysAgo(6));
await moveBooks(db, refund);
await markSucceeded(db, refund, daysAgo(6));

async function submit(
  said: Pick<Parameters<typeof recordCommand>[1], 'kind' | 'body'>,
  owed: string,
): Promise<unknown> {
  const { obligations } = await viewOf(db, refund);
  const found = obligations.find(({ kind }) => kind === owed);
  const actor = firm.people.lawyer;
  // The cast: kind and body are written together by each caller below.
  const command = { ...said, ...refund, actor } as Parameters<typeof recordCommand>[1];
  const instructionId = await recordCommand(db, command);
  return applyCommand(db, refund, { instructionId, obligationId: found?.id ?? null, at: new Date() });
}

function recordStep(step: 'payment' | 'deposit' | 'transfer', on: Date): Promise<unknown> {
  const facts = { step, amount: money(30_00), currency: 'USD', date: dayOf(on), reference: 'CHK 1' } as const;
  return submit({ kind: 'trust_step', body: { ...facts, evidenceId: null } }, `trust_${step}`);
}

async function importLine(kind: 'trust' | 'operating', amount: number): Promise<void> {
  const line = {
    date: dayOf(daysAgo(1)),
    amount: money(amount),
    currency: 'USD',
    description: 'CHK 1',
  } as const;
  const imported = await importStatement(db, {
    ...{ firmId: firm.firmId, account: kind, bankAccountId: accounts[kind], format: 'csv' },
    ...{ sha256: randomUUID(), lines: [{ ...line, bankId: null }], closing: null, accountNumber: null },
    ...{ importedBy: firm.people.admin, at: new Date() },
  });
  expect(imported.kind).toBe('imported');
}

const open = () =>
  openMonthEnd(
    db,
    account,
    { endingOn: dayOf(daysAgo(3)), periodStart: dayOf(daysAgo(10)), closingBalance: money(5_000_00) },
    { actor: firm.people.admin, at: new Date() },
  );
async function openBinder() {
  const opened = await open();
  if (opened.kind !== 'open') throw new Error(opened.kind);
  const binder = await readBinder(db, opened.monthEnd);
  if (binder === null) throw new Error('There are few rows');
  return { row: opened.monthEnd, binder };
}

const postingsOfStep = () =>
  db.execute(sql`
    SELECT step, effective_on::text AS "on", for_date::text AS "forDate" FROM postings
    WHERE refund_id = ${refund.refundId} AND step LIKE '%trust_payment' ORDER BY correction, step DESC`);

it('signs the month with the step that is outstanding in it', async () => {
  expect(await recordStep('payment', daysAgo(5))).toEqual(OK);
  const { row, binder } = await openBinder();
  expect(binder.page.line5).toMatchObject({ count: 1, total: 30_00 });
  const { reconciledHash } = binder;
  const by = (actor: typeof firm.people.admin, separateDuties = true) => ({
    actor,
    at: new Date(),
    separateDuties,
  });
  const says = { reconciledHash, position: 'Bookkeeper', mayTransfer: false, explanation: 'The first month' };
  const review = { reconciledHash, barNumber: 'NY-1', barState: null };
  // The lawyer recorded the step (T10).
  expect(await prepareMonthEnd(db, account, row.id, says, by(firm.people.lawyer))).toMatchObject({
    kind: 'duties',
  });
  expect(await prepareMonthEnd(db, account, row.id, says, by(firm.people.owner))).toMatchObject({
    kind: 'done',
  });
  expect(await signMonthEnd(db, account, row.id, review, by(firm.people.owner))).toMatchObject({
    kind: 'duties',
  });
  expect(await signMonthEnd(db, account, row.id, review, by(firm.people.lawyer))).toMatchObject({
    kind: 'done',
  });
});

it('counts a correction into it today, for the day that was meant, and changes nothing that was signed', async () => {
  expect(await recordStep('deposit', daysAgo(4))).toEqual(OK);
  const right = {
    date: dayOf(daysAgo(4)),
    reference: 'CHK 1',
    step: 'payment',
    evidenceId: null,
    reason: 'A slip',
  };
  expect(await submit({ kind: 'trust_correction', body: right } as never, 'trust_payment')).toEqual(OK);
  const [first, undone, again] = await postingsOfStep();
  expect(first).toMatchObject({ on: dayOf(daysAgo(5)), forDate: null });
  expect(undone).toMatchObject({ step: 'undo_trust_payment', forDate: dayOf(daysAgo(5)) });
  expect(again).toMatchObject({ step: 'trust_payment', forDate: dayOf(daysAgo(4)) });
  expect([undone?.['on'], again?.['on']].every((on) => String(on) > dayOf(daysAgo(3)))).toBe(true);
  const { row, binder } = await openBinder();
  expect([row.version, binder.page.line5.total]).toEqual([2, 30_00]);
  const sections = binder.content['sections'] as { section: string; rows: unknown[] }[]; // as readBinder builds it
  expect(sections.find(({ section }) => section === '7')?.rows).toMatchObject([
    {
      refund: refund.refundId,
      aOn: dayOf(daysAgo(4)),
      aReference: 'CHK 1',
      bOn: dayOf(daysAgo(4)),
      amount: 30_00,
    },
  ]);
});

it('is cleared by the match of the refund’s own transfer, and by nothing else', async () => {
  await importLine('trust', -30_00);
  await importLine('operating', 30_00);
  expect(await recordStep('transfer', daysAgo(1))).toEqual(OK);
  const ofFirm = await db.select().from(bankLines).where(eq(bankLines.firmId, firm.firmId));
  const idOf = (kind: string) => ofFirm.find((line) => line.account === kind)?.id ?? '';
  const statement = {
    ...{ from: dayOf(daysAgo(2)), to: dayOf(daysAgo(0)), begunOn: dayOf(daysAgo(10)), previousClosing: null },
    ...{ opening: money(5_000_00), closing: money(4_970_00), scope: 'schedule' as const },
  };
  const outstanding = async () => {
    const facts = await readReconciliation(db, account, statement);
    if (facts === null) throw new Error('There are few rows');
    const { line4, line5, line5a } = reconcileThreeWays(facts);
    return [line4.total, line5.total, line5a.total];
  };
  // Today's: what the small firm began with, and what it spent of the payment elsewhere.
  const [begunWith, spent] = [5_000_00, 30_00];
  expect(await outstanding()).toEqual([begunWith, spent + 30_00, -30_00]);
  const body = { trustLineId: idOf('trust'), operatingLineId: idOf('operating') };
  expect(await submit({ kind: 'bank_match', body } as never, 'bank_match')).toEqual(OK);
  expect(await outstanding()).toEqual([begunWith, spent, 0]);
});

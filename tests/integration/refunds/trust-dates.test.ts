// The day on which trust money moved beside the day on which it was recorded (R5, B10).
import { createHash, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { importStatement } from '@makewhole/db/bank/import-statement';
import { noteInstruction, takeInstruction } from '@makewhole/db/refunds/take-instruction';
import { readTrustReport } from '@makewhole/db/reports/read-trust-report';
import { money } from '@makewhole/domain/money';
import type { TrustMove } from '@makewhole/domain/obligations';
import type { InstructionResult } from '@makewhole/domain/workflow-contract';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { acceptedRefund, moveBooks, viewOf, type Carried } from './carry-by-stores.ts';

const { db } = await openTestDatabase();
const TRUST = [{ of: 'trust', amount: 30_00 }] as const;
const OK = { ok: true };

/** Noon in UTC: the same day in every zone of the United States. */
function daysAgo(days: number): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - days, 12));
}
const dayOf = (at: Date) => at.toISOString().slice(0, 10);

it('counts a trust step on the day of the bank, whenever it was recorded', async () => {
  const firm = await createSmallFirm(db);
  const refund = await acceptedRefund(db, firm, TRUST, daysAgo(6));
  await moveBooks(db, refund);
  // The bank's month ended three days ago.
  await importClosing(firm, dayOf(daysAgo(3)), 0);
  const before = await ledgerAtMonthEnd(firm);
  expect(await record(refund, firm, 'payment', daysAgo(4))).toEqual(OK);
  expect(await record(refund, firm, 'deposit', daysAgo(2))).toEqual(OK);

  const { postings } = await viewOf(db, refund);
  const dated = postings
    .filter(({ leg, step }) => leg === 'trust' && step.startsWith('trust_'))
    .map(({ step, effectiveOn, at }) => [step, effectiveOn, dayOf(at)]);
  expect(dated).toEqual([
    ['trust_payment', dayOf(daysAgo(4)), dayOf(daysAgo(0))],
    ['trust_deposit', dayOf(daysAgo(2)), dayOf(daysAgo(0))],
  ]);
  // It had paid the check out by then, although nobody had told us.
  expect(await ledgerAtMonthEnd(firm)).toBe(before - 30_00);
});

it("says the day of its recording, in the firm's zone, of what has no other", async () => {
  const firm = await createSmallFirm(db);
  const refund = await acceptedRefund(db, firm, TRUST, daysAgo(1));
  await moveBooks(db, refund);
  const { postings } = await viewOf(db, refund);
  const inZone = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York', dateStyle: 'short' });
  expect(postings.map(({ effectiveOn }) => effectiveOn)).toEqual(postings.map(({ at }) => inZone.format(at)));
});

async function record(
  refund: Carried,
  { people }: SmallFirm,
  step: TrustMove,
  on: Date,
): Promise<InstructionResult> {
  const { obligations } = await viewOf(db, refund);
  const owed = obligations.find(({ kind }) => kind === `trust_${step}`);
  const body = {
    step,
    amount: money(30_00),
    currency: 'USD',
    date: dayOf(on),
    reference: 'CHK 1',
    evidenceId: null,
  } as const;
  const said = { kind: 'trust_step', body, ...refund, actor: people.lawyer } as const;
  const instructionId = await noteInstruction(db, said);
  return takeInstruction(db, refund, { instructionId, obligationId: owed?.id ?? null, at: new Date() });
}

async function ledgerAtMonthEnd({ firmId }: SmallFirm): Promise<number> {
  const { statement } = await readTrustReport(db, firmId);
  expect(statement?.datedBy).toBe('effective_date');
  return statement?.ledger ?? Number.NaN;
}

async function importClosing({ firmId, people }: SmallFirm, date: string, balance: number): Promise<void> {
  const imported = await importStatement(db, {
    ...{ firmId, account: 'trust', format: 'ofx', accountNumber: null, lines: [] },
    sha256: createHash('sha256').update(randomUUID()).digest('hex'),
    closing: { balance: money(balance), date },
    importedBy: people.admin,
    at: new Date(),
  });
  expect(imported.kind).toBe('imported');
}

// The day on which trust money moved beside the day on which it was recorded (R5, B10).
import { createHash, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { importStatement } from '@makewhole/db/bank/import-statement';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { listRefundEvents } from '@makewhole/db/events/list-refund-events';
import { applyCommand, recordCommand } from '@makewhole/db/commands/apply-command';
import { readTrustReport } from '@makewhole/db/reports/read-trust-report';
import { checkBooks } from '@makewhole/domain/verify-postings';
import { money } from '@makewhole/domain/money';
import type { TrustMove } from '@makewhole/domain/obligations';
import { balanceOf } from '@makewhole/domain/postings';
import type { CommandResult } from '@makewhole/domain/contracts/refund';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { acceptedRefund, payOut, viewOf, type WalkedRefund } from './walk-by-stores.ts';

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
  await payOut(db, refund);
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
  await payOut(db, refund);
  const { postings } = await viewOf(db, refund);
  const inZone = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York', dateStyle: 'short' });
  expect(postings.map(({ effectiveOn }) => effectiveOn)).toEqual(postings.map(({ at }) => inZone.format(at)));
});

it('is corrected by new entries alone: the right day counts, and the books as a whole stay as they were', async () => {
  const firm = await createSmallFirm(db);
  const refund = await acceptedRefund(db, firm, TRUST, daysAgo(6));
  await payOut(db, refund);
  await importClosing(firm, dayOf(daysAgo(3)), 0);
  const before = await ledgerAtMonthEnd(firm);
  expect(await record(refund, firm, 'payment', daysAgo(2))).toEqual(OK);
  expect(await record(refund, firm, 'deposit', daysAgo(1))).toEqual(OK);
  const asRecorded = await viewOf(db, refund);
  expect(await ledgerAtMonthEnd(firm)).toBe(before);

  const right = { date: dayOf(daysAgo(4)), reference: 'CHK 2' };
  for (const time of ['once', 'again']) expect(await correct(refund, firm, right), time).toEqual(OK);
  expect(await ledgerAtMonthEnd(firm)).toBe(before - 30_00);
  const corrected = await viewOf(db, refund);
  expect(corrected.postings.slice(0, asRecorded.postings.length)).toEqual(asRecorded.postings);
  expect(
    corrected.postings
      .slice(asRecorded.postings.length)
      .map(({ step, correction, effectiveOn }) => [step, correction, effectiveOn])
      .sort(),
  ).toEqual([
    ['trust_payment', 1, dayOf(daysAgo(4))],
    ['undo_trust_payment', 1, dayOf(daysAgo(2))],
  ]);
  for (const account of ['trust_bank', 'client_trust_liability', 'refunds_clearing'] as const) {
    expect(balanceOf(corrected.postings, account)).toBe(balanceOf(asRecorded.postings, account));
  }
  const { status, books } = await loadRefund(db, refund);
  expect(checkBooks({ ...books, status })).toEqual([]);

  // After the deposit it cannot have been, and back to what it was is a correction of its own.
  expect(await correct(refund, firm, { ...right, date: dayOf(daysAgo(0)) })).toMatchObject({
    code: 'date_out_of_range',
  });
  expect(await correct(refund, firm, { ...right, date: dayOf(daysAgo(2)) })).toEqual(OK);
  expect(await ledgerAtMonthEnd(firm)).toBe(before);
  // What fails afterwards is put back once.
  await failRefund(db, refund, { code: 'account_closed', message: 'The account is closed', at: new Date() });
  await answerTransfer(refund, firm);
  const failed = await loadRefund(db, refund);
  expect(checkBooks({ ...failed.books, status: failed.status })).toEqual([]);
  const { postings } = await viewOf(db, refund);
  for (const account of ['trust_bank', 'refunds_clearing', 'operating_bank'] as const) {
    expect(balanceOf(postings, account)).toBe(0);
  }
});

it('corrects nothing that was not recorded, and only for who may record it', async () => {
  const firm = await createSmallFirm(db);
  const refund = await acceptedRefund(db, firm, TRUST, daysAgo(1));
  await payOut(db, refund);
  const right = { date: dayOf(daysAgo(0)), reference: 'CHK 2' };
  expect(await correct(refund, firm, right)).toMatchObject({ code: 'not_recorded' });
  expect(await record(refund, firm, 'payment', daysAgo(0))).toEqual(OK);
  expect(await correct(refund, firm, right, firm.people.admin)).toMatchObject({ code: 'forbidden' });
  expect(await correct(refund, firm, right)).toEqual(OK);
  const events = await listRefundEvents(db, { ...refund, afterSeq: 0, limit: 50 });
  expect(events.at(-1)).toMatchObject({
    type: 'trust_step.corrected',
    actor: firm.people.lawyer,
    note: 'A slip',
    data: { reference: 'CHK 2', before: { reference: 'CHK 1' } },
  });
});

async function correct(
  refund: WalkedRefund,
  { people }: SmallFirm,
  right: { readonly date: string; readonly reference: string },
  actor = people.lawyer,
): Promise<CommandResult> {
  const { obligations } = await viewOf(db, refund);
  const owed = obligations.find(({ kind }) => kind === 'trust_payment');
  const body = { ...right, step: 'payment', evidenceId: null, reason: 'A slip' } as const;
  const instructionId = await recordCommand(db, { kind: 'trust_correction', body, ...refund, actor });
  return applyCommand(db, refund, { instructionId, obligationId: owed?.id ?? null, at: new Date() });
}

/** A person says that the bank transfer was not made. */
async function answerTransfer(refund: WalkedRefund, { people }: SmallFirm): Promise<void> {
  const { obligations } = await viewOf(db, refund);
  const asked = obligations.find(({ subject }) => subject === 'transfer_under_way');
  const body = { note: 'The bank never had it', transferMade: false } as const;
  const instructionId = await recordCommand(db, {
    kind: 'attention',
    body,
    ...refund,
    actor: people.lawyer,
  });
  const said = { instructionId, obligationId: asked?.id ?? null, at: new Date() };
  expect(await applyCommand(db, refund, said)).toEqual(OK);
}

async function record(
  refund: WalkedRefund,
  { people }: SmallFirm,
  step: TrustMove,
  on: Date,
): Promise<CommandResult> {
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
  const instructionId = await recordCommand(db, said);
  return applyCommand(db, refund, { instructionId, obligationId: owed?.id ?? null, at: new Date() });
}

async function ledgerAtMonthEnd({ firmId }: SmallFirm): Promise<number> {
  const { statement } = await readTrustReport(db, firmId);
  expect(statement?.datedBy).toBe('effective_date');
  return statement?.ledger ?? Number.NaN;
}

async function importClosing({ firmId, people }: SmallFirm, date: string, balance: number): Promise<void> {
  const imported = await importStatement(db, {
    ...{ firmId, account: 'trust', format: 'ofx', accountNumber: null, bankAccountId: null, lines: [] },
    sha256: createHash('sha256').update(randomUUID()).digest('hex'),
    closing: { balance: money(balance), date },
    importedBy: people.admin,
    at: new Date(),
  });
  expect(imported.kind).toBe('imported');
}

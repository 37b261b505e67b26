// A check that paid a client after a refund failed is cleared by its bank line; until then it is followed (LW1).
import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { importStatement } from '@makewhole/db/bank/import-statement';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { clearLine, undoClearing } from '@makewhole/db/month-ends/clear-line';
import { completeUnclaimed, type UnclaimedAnswer } from '@makewhole/db/repayments/complete-unclaimed';
import { readUnclaimed } from '@makewhole/db/reports/read-unclaimed';
import { postings } from '@makewhole/db/schema/ledger';
import { bankLines } from '@makewhole/db/schema/bank';
import { addCalendarDays } from '@makewhole/domain/bank-calendar';
import { asId, type BankLineId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { BankAccount } from '@makewhole/domain/payments';
import { and, eq } from 'drizzle-orm';
import { createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import {
  CHECK,
  INVOICE,
  TODAY,
  TRUST,
  balancesOf,
  db,
  failedAt,
  paid,
  tasksOf,
  trustOf,
  type Failed,
} from './failed-refunds.ts';
import { later, sweepAt } from './sweep-at.ts';

let firm: SmallFirm;
beforeEach(async () => {
  firm = await createSmallFirm(db);
});

async function paidByCheck(parts: typeof INVOICE | typeof TRUST = INVOICE): Promise<Failed> {
  const failed = await failedAt('processing', firm, parts);
  await paid(failed, CHECK);
  return failed;
}

async function importLine(
  account: BankAccount,
  amount: number,
  description: string,
  days = 1,
): Promise<void> {
  const date = addCalendarDays(TODAY, days);
  const outcome = await importStatement(db, {
    ...{
      firmId: firm.firmId,
      account,
      bankAccountId: null,
      format: 'csv',
      closing: null,
      accountNumber: null,
    },
    sha256: createHash('sha256').update(randomUUID()).digest('hex'),
    lines: [{ date, amount: money(amount), description, currency: 'USD', bankId: null }],
    ...{ importedBy: firm.people.admin, at: new Date() },
  });
  expect(outcome.kind).toBe('imported');
}

const asked = async (failed: Failed) =>
  (await tasksOf(failed, 'unclaimed')).map(({ status, summary, answer }) => [
    ...[status, answer?.['outcome'] ?? null],
    summary.includes('is stale') ? 'stale' : summary.includes('90 days') ? '90 days' : summary,
  ]);

const listed = async (now = later(91)) =>
  (await readUnclaimed(db, { firmId: firm.firmId, now })).items.map(({ kind, amount, owner }) => ({
    ...{ kind, amount, owner },
  }));

describe('a check of $640.00 from operating', () => {
  it('is cleared by the line that names its number, however late, and asks nobody', async () => {
    const failed = await paidByCheck();
    await importLine('operating', -640_00, 'CHECK 1042', 80);
    await sweepAt(db, later(91));
    expect(await asked(failed)).toEqual([]);
    expect(await listed()).toEqual([]);
  });

  it('that no line names is a task after 90 days, and a stale one after 180', async () => {
    const failed = await paidByCheck();
    await importLine('operating', -640_00, 'CHECK 10421');
    await importLine('operating', -640_01, 'CHECK 1042');
    await sweepAt(db, later(89));
    expect(await asked(failed)).toEqual([]);
    const sent = [...(await sweepAt(db, later(90))), ...(await sweepAt(db, later(91)))];
    expect(sent.map(({ subject }) => subject)).toContain('A check to a client was not cashed: $640.00');
    expect(await asked(failed)).toEqual([['open', null, '90 days']]);
    expect(await listed()).toEqual([{ kind: 'uncashed_check', amount: 640_00, owner: 'Dana Whitfield' }]);
    await sweepAt(db, later(180));
    expect(await asked(failed)).toEqual([
      ['done', 'stale', '90 days'],
      ['open', null, 'stale'],
    ]);
  });

  it('that a person matches with its line ends the task, and its undoing asks again', async () => {
    const failed = await paidByCheck();
    await importLine('operating', -640_00, 'Paper item', 20);
    await sweepAt(db, later(91));
    const { operating } = await findDefaultAccounts(db, firm.firmId);
    const account = { firmId: firm.firmId, bankAccountId: operating };
    const [line] = await db.select().from(bankLines).where(eq(bankLines.firmId, firm.firmId));
    const [posting] = await db
      .select()
      .from(postings)
      .where(and(eq(postings.firmId, firm.firmId), eq(postings.step, 'repaid')));
    const lineId = asId<BankLineId>(String(line?.id));
    const by = { actor: firm.people.admin, at: new Date() };
    const match = { lineId, postingIds: [String(posting?.id)] };
    expect(await clearLine(db, account, match, by)).toEqual({ kind: 'cleared' });
    await sweepAt(db, later(92));
    expect(await asked(failed)).toEqual([['done', 'cashed', '90 days']]);
    expect(await undoClearing(db, account, lineId, by)).toBe(true);
    await sweepAt(db, later(93));
    expect(await asked(failed)).toEqual([['open', null, '90 days']]);
  });

  it('is voided and paid to the state, once two people say so', async () => {
    const failed = await paidByCheck();
    await sweepAt(db, later(91));
    const [task] = await tasksOf(failed, 'unclaimed');
    if (task === undefined) throw new Error('Nobody is asked');
    const say = (who: keyof SmallFirm['people'], answer: UnclaimedAnswer) =>
      completeUnclaimed(
        db,
        { firmId: firm.firmId, id: task.id },
        { actor: firm.people[who], at: new Date() },
        answer,
      );
    const state = { outcome: 'replaced', paidBy: 'state', reference: 'UP-1', date: TODAY } as const;
    expect(await say('admin', state)).toEqual({ kind: 'forbidden' });
    expect(await say('lawyer', { ...state, date: '2020-01-01' })).toMatchObject({
      kind: 'date_out_of_range',
    });
    expect(await say('lawyer', state)).toEqual({ kind: 'awaits_second_person' });
    expect(await say('owner', state)).toEqual({ kind: 'settled' });
    expect(await say('owner', state)).toEqual({ kind: 'settled' });
    expect(await balancesOf(failed)).toEqual({});
    const steps = await db
      .select({ step: postings.step })
      .from(postings)
      .where(and(eq(postings.firmId, firm.firmId), eq(postings.transactionId, failed.transactionId)));
    expect(steps.map(({ step }) => step)).toEqual(
      expect.arrayContaining(['repaid', 'check_voided', 'remitted_to_state']),
    );
    await sweepAt(db, later(200));
    expect((await tasksOf(failed, 'unclaimed')).map(({ status }) => status)).toEqual(['done']);
    expect(await listed(later(200))).toEqual([]);
  });

  it('is replaced by a check that is followed like the first, and not once the bank has paid it', async () => {
    const failed = await paidByCheck();
    await sweepAt(db, later(91));
    const [task] = await tasksOf(failed, 'unclaimed');
    if (task === undefined) throw new Error('Nobody is asked');
    const by = (who: keyof SmallFirm['people']) => ({ actor: firm.people[who], at: new Date() });
    const key = { firmId: firm.firmId, id: task.id };
    const again = { outcome: 'replaced', paidBy: 'check', reference: '2001', date: TODAY } as const;
    expect((await completeUnclaimed(db, key, by('lawyer'), again)).kind).toBe('awaits_second_person');
    expect((await completeUnclaimed(db, key, by('owner'), again)).kind).toBe('settled');
    await sweepAt(db, later(91));
    expect(await asked(failed)).toEqual([
      ['done', 'replaced', '90 days'],
      ['open', null, '90 days'],
    ]);
    await importLine('operating', -640_00, 'CHECK 2001', 30);
    await sweepAt(db, later(92));
    const second = (await tasksOf(failed, 'unclaimed')).find(
      ({ answer }) => answer?.['outcome'] === 'cashed',
    );
    expect(second?.summary).toContain('Check 2001');
  });
});

describe('a check of $1,250.00 from trust', () => {
  it('is cleared by its line in trust, and not by one in operating', async () => {
    const failed = await paidByCheck(TRUST);
    await importLine('operating', -1_250_00, 'CHECK 1042', 40);
    await sweepAt(db, later(91));
    expect(await asked(failed)).toEqual([['open', null, '90 days']]);
    await importLine('trust', -1_250_00, 'CHECK 1042', 40);
    await sweepAt(db, later(92));
    expect(await asked(failed)).toEqual([['done', 'cashed', '90 days']]);
  });

  it('that is voided for another leaves the client’s ledger as it was', async () => {
    const failed = await paidByCheck(TRUST);
    const before = await trustOf(firm);
    await sweepAt(db, later(91));
    const [task] = await tasksOf(failed, 'unclaimed');
    const answer = { outcome: 'replaced', paidBy: 'check', reference: '2002', date: TODAY } as const;
    for (const who of ['lawyer', 'owner'] as const) {
      const key = { firmId: firm.firmId, id: task?.id ?? asId('none') };
      await completeUnclaimed(db, key, { actor: firm.people[who], at: new Date() }, answer);
    }
    expect(await trustOf(firm)).toEqual(before);
    expect(await balancesOf(failed)).toEqual({});
  });
});

describe('the list of unclaimed money', () => {
  it('has a client who waits, and the trust money of a matter that nobody touched for a year', async () => {
    await failedAt('processing', firm, INVOICE);
    expect(await listed(later(91))).toEqual([
      { kind: 'still_to_pay', amount: 640_00, owner: 'Dana Whitfield' },
    ]);
    expect(await listed(later(400))).toEqual([
      { kind: 'still_to_pay', amount: 640_00, owner: 'Dana Whitfield' },
      { kind: 'trust_balance', amount: 5_000_00, owner: 'Dana Whitfield' },
    ]);
  });

  it('says by the confirmed state when each is presumed abandoned', async () => {
    await db.execute(`UPDATE bank_accounts SET state = 'OR' WHERE firm_id = '${firm.firmId}'`);
    await paidByCheck();
    const { items } = await readUnclaimed(db, { firmId: firm.firmId, now: later(91) });
    const year = Number(TODAY.slice(0, 4));
    expect(items).toMatchObject([
      { state: 'OR', lastContactOn: TODAY, dormantOn: `${year + 2}${TODAY.slice(4)}`, reference: '1042' },
    ]);
  });
});

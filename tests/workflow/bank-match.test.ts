// Step (c) is proved by both lines of the bank (R5): a firm that imports statements owes them, and a refund closes with them.
import { createHash, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importStatement } from '@makewhole/db/bank/import-statement';
import { setStatementAside } from '@makewhole/db/bank/set-aside-statement';
import { suggestMatches } from '@makewhole/db/bank/suggest-matches';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { workflowInputOf } from '@makewhole/db/refunds/open-refunds';
import { bankLines, bankMatches } from '@makewhole/db/schema/bank';
import type { BankLineId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { balanceOf } from '@makewhole/domain/postings';
import type { BankAccount } from '@makewhole/domain/payments';
import { resumeRefundWorkflow } from '@makewhole/temporal/refund-workflows';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { bookRefund, decide, isClosed, settle, takeStep } from './refund-walk.ts';

const TRUST = { parts: [{ of: 'trust', amount: 30_00 }] } as const;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

async function importLine(
  { db, firm }: FirmWorld,
  account: BankAccount,
  amount: number,
  /** The words of an earlier line of 30.00 that the statement has too. */
  repeated?: string,
): Promise<BankLineId> {
  const said = { date: '2026-11-20', currency: 'USD', bankId: null } as const;
  const earlier = repeated === undefined ? [] : [{ ...said, amount: money(-30_00), description: repeated }];
  const imported = await importStatement(db, {
    firmId: firm.firmId,
    account,
    closing: null,
    accountNumber: null,
    bankAccountId: null,
    format: 'csv',
    sha256: createHash('sha256').update(randomUUID()).digest('hex'),
    lines: [...earlier, { ...said, amount: money(amount), description: `Transfer ${randomUUID()}` }],
    importedBy: firm.people.admin,
    at: new Date(),
  });
  if (imported.kind !== 'imported') throw new Error('The statement was not imported');
  const { statement } = imported;
  const [line] = await db.select().from(bankLines).where(eq(bankLines.statementId, statement.id));
  if (line === undefined) throw new Error('The line was not imported');
  return line.id;
}

async function transferred(world: FirmWorld): Promise<RefundView> {
  const refund = await settle(world, await bookRefund(world, TRUST));
  for (const step of ['payment', 'deposit', 'transfer'] as const) {
    expect(await takeStep(world, refund, step)).toEqual({ ok: true });
  }
  return refund;
}

function match(world: FirmWorld, refund: RefundView, trustLineId: BankLineId, operatingLineId: BankLineId) {
  const body = { trustLineId, operatingLineId };
  const instruction = { kind: 'bank_match', body, actor: world.firm.people.admin } as const;
  return world.instruct(refund, 'matchBankLines', instruction, 'bank_match');
}

/** An owner sets the statement aside that had the line. @returns the refunds that owe their match again */
async function setAside({ db, firm }: FirmWorld, lineId: BankLineId): Promise<readonly string[]> {
  const [line] = await db.select().from(bankLines).where(eq(bankLines.id, lineId));
  const by = { firmId: firm.firmId, principalId: firm.people.owner, at: new Date() };
  const reason = 'It is of another account';
  const outcome = await setStatementAside(db, by, { id: line?.statementId ?? '', reason });
  if (outcome.kind !== 'set_aside') throw new Error(outcome.kind);
  return outcome.reopened;
}

/** The two lines, about the obligation that is open now. */
async function matchAgain(world: FirmWorld, refund: RefundView, lines: readonly [BankLineId, BankLineId]) {
  const { obligations } = await world.find(refund.id);
  const owed = obligations.find(({ kind, status }) => kind === 'bank_match' && status === 'open');
  const body = { trustLineId: lines[0], operatingLineId: lines[1] };
  const command = { kind: 'bank_match', body, actor: world.firm.people.admin } as const;
  return world.instructAbout(refund, 'matchBankLines', command, owed?.id ?? null);
}

const MATCH = {
  parts: [
    { of: 'trust', amount: 30_00 },
    { of: 'invoice', amount: 5_00 },
  ],
} as const;

describe.concurrent('a transfer whose statement is set aside', () => {
  it('owes its lines again before the refund closes, which waits for the right ones', async () => {
    const world = await servers.anotherFirm();
    const wrong = await importLine(world, 'trust', -30_00);
    const into = await importLine(world, 'operating', 30_00);
    const refund = await settle(world, await bookRefund(world, MATCH));
    for (const step of ['payment', 'deposit', 'transfer'] as const) await takeStep(world, refund, step);
    expect(await match(world, refund, wrong, into)).toEqual({ ok: true });
    expect(await setAside(world, wrong)).toEqual([refund.id]);
    // The workflow has not heard of it, and asks the books before it closes.
    expect(await decide(world, refund, 'write_off')).toEqual({ ok: true });
    await world.says(refund, { waitingFor: 'obligations', status: 'succeeded' });
    const open = await world.seen(refund, ({ obligations }) =>
      obligations.some(({ kind, status }) => kind === 'bank_match' && status === 'open'),
    );
    expect(open.closedAt).toBeNull();
    expect(await matchAgain(world, refund, [wrong, into])).toMatchObject({ code: 'lines_do_not_match' });
    const right = await importLine(world, 'trust', -30_00);
    expect(await matchAgain(world, refund, [right, into])).toEqual({ ok: true });
    const closed = await isClosed(world, refund);
    expect(balanceOf(closed.postings, 'refunds_clearing')).toBe(0);
    const made = await world.db.select().from(bankMatches).where(eq(bankMatches.refundId, refund.id));
    expect(made.map(({ nth, trustLineId, undoneAt }) => [nth, trustLineId, undoneAt !== null])).toEqual([
      [1, wrong, true],
      [2, right, false],
    ]);
  });

  it('opens a refund again that was closed, and its workflow runs until the right lines are there', async () => {
    const world = await servers.anotherFirm();
    const out = await importLine(world, 'trust', -30_00);
    const wrong = await importLine(world, 'operating', 30_00);
    const refund = await transferred(world);
    expect(await match(world, refund, out, wrong)).toEqual({ ok: true });
    const closed = await isClosed(world, refund);
    await world.handleOf(refund).result();
    expect(await setAside(world, wrong)).toEqual([refund.id]);
    expect((await world.find(refund.id)).closedAt).toBeNull();
    // As the API does it, or the sweep.
    await resumeRefundWorkflow(world.client, world.taskQueue, workflowInputOf(closed));
    await world.says(refund, { waitingFor: 'obligations', status: 'succeeded' });
    const right = await importLine(world, 'operating', 30_00);
    expect(await matchAgain(world, refund, [out, right])).toEqual({ ok: true });
    const again = await isClosed(world, refund);
    expect(again.postings).toHaveLength(closed.postings.length);
    expect(balanceOf(again.postings, 'refunds_clearing')).toBe(0);
  });

  it('is owed nothing more where another statement has the same lines', async () => {
    const world = await servers.anotherFirm();
    const out = await importLine(world, 'trust', -30_00);
    const into = await importLine(world, 'operating', 30_00);
    const [line] = await world.db.select().from(bankLines).where(eq(bankLines.id, out));
    const again = await importLine(world, 'trust', -1_00, line?.description);
    expect(again).not.toBe(out);
    const refund = await transferred(world);
    await match(world, refund, out, into);
    await isClosed(world, refund);
    expect(await setAside(world, out)).toEqual([]);
    expect((await world.find(refund.id)).closedAt).not.toBeNull();
  });
});

describe.concurrent('a transfer from trust to operating', () => {
  it('owes its two bank lines, which are suggested, and a person confirms', async () => {
    const world = await servers.anotherFirm();
    const out = await importLine(world, 'trust', -30_00);
    const other = await importLine(world, 'trust', -30_01);
    const refund = await transferred(world);
    await world.says(refund, { waitingFor: 'obligations', status: 'succeeded' });
    expect((await world.find(refund.id)).closedAt).toBeNull();
    const into = await importLine(world, 'operating', 30_00);
    const key = { firmId: world.firm.firmId, refundId: refund.id };
    expect(await suggestMatches(world.db, key)).toMatchObject({
      transfer: { amount: 30_00, reference: 'CHK 1044' },
      ends: { trust: [{ id: out }], operating: [{ id: into }] },
    });
    expect(await match(world, refund, other, into)).toMatchObject({ code: 'lines_do_not_match' });
    expect(await match(world, refund, into, out)).toMatchObject({ code: 'lines_do_not_match' });
    expect(await match(world, refund, out, into)).toEqual({ ok: true });
    const closed = await isClosed(world, refund);
    expect(closed.obligations.find(({ kind }) => kind === 'bank_match')?.status).toBe('done');
    expect(await suggestMatches(world.db, key)).toMatchObject({ ends: { trust: [], operating: [] } });
  });

  it('owes nothing more where the firm imports no statements', async () => {
    const world = await servers.anotherFirm();
    const closed = await isClosed(world, await transferred(world));
    expect(closed.obligations.some(({ kind }) => kind === 'bank_match')).toBe(false);
  });

  it('shares no line with another one, also when both are confirmed at once', async () => {
    const world = await servers.anotherFirm();
    const out = await importLine(world, 'trust', -30_00);
    const into = await importLine(world, 'operating', 30_00);
    const refunds = [await transferred(world), await transferred(world)];
    const results = await Promise.all(refunds.map((refund) => match(world, refund, out, into)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ code: 'line_matched_already' });
    const made = await world.db.select().from(bankMatches).where(eq(bankMatches.firmId, world.firm.firmId));
    expect(made).toHaveLength(1);
  });

  it('cannot be matched with the lines of another firm', async () => {
    const world = await servers.anotherFirm();
    const stranger = await servers.anotherFirm();
    const out = await importLine(world, 'trust', -30_00);
    const refund = await transferred(world);
    const theirs = await importLine(stranger, 'operating', 30_00);
    expect(await match(world, refund, out, theirs)).toMatchObject({ code: 'lines_do_not_match' });
  });
});

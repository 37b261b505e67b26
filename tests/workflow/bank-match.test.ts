// Step (c) is proved by both lines of the bank (R5): a firm that imports statements owes them, and a refund closes with them.
import { createHash, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importStatement } from '@makewhole/db/bank/import-statement';
import { suggestMatches } from '@makewhole/db/bank/suggest-matches';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { bankLines, bankMatches } from '@makewhole/db/schema/bank';
import type { BankLineId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { BankAccount } from '@makewhole/domain/payments';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { bookRefund, isClosed, settle, takeStep } from './refund-walk.ts';

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
): Promise<BankLineId> {
  const imported = await importStatement(db, {
    firmId: firm.firmId,
    account,
    closing: null,
    accountNumber: null,
    bankAccountId: null,
    format: 'csv',
    sha256: createHash('sha256').update(randomUUID()).digest('hex'),
    lines: [
      {
        date: '2026-11-20',
        amount: money(amount),
        currency: 'USD',
        description: `Transfer ${randomUUID()}`,
        bankId: null,
      },
    ],
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

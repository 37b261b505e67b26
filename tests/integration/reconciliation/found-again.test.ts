// A difference that was explained and is found again by a later run (B12).
import { expect, it } from 'vitest';
import { newId } from '@makewhole/db/new-id';
import { findDifference, listDifferences } from '@makewhole/db/reconciliation/list-differences';
import { recordDifference } from '@makewhole/db/reconciliation/record-difference';
import { startReconciliation } from '@makewhole/db/reconciliation/start-reconciliation';
import { recordCommand, applyCommand } from '@makewhole/db/commands/apply-command';
import type { DifferenceKind } from '@makewhole/domain/reconciliation/difference';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm } from '../../support/small-firm.ts';
import { recordRefund, viewOf } from '../refunds/walk-by-stores.ts';

const { db } = await openTestDatabase();
const MINUTE_MS = 60_000;
const at = new Date();
const later = (minutes: number) => new Date(at.getTime() + minutes * MINUTE_MS);

it('is open again, and its task too, where it can be put right; the words say what was explained', async () => {
  const { difference, id, find, record, explain, taskOf } = await foundOnce('missing_at_processor');
  await explain('They look for it', later(5));
  expect(await record(later(1))).toBe('known'); // by a run that began before
  expect((await find())?.status).toBe('settled');

  expect(await record(later(600))).toBe('new');
  expect(await find()).toMatchObject({
    status: 'open',
    settledBy: null,
    explanation: expect.stringContaining(
      `("They look for it") and was found again. ${difference.explanation}`,
    ) as string,
  });
  expect(await taskOf()).toMatchObject([{ subject: id, status: 'open', settledBy: null }]);
  expect(await record(later(700))).toBe('known');
  await explain('It is back', later(800));
  expect(await taskOf()).toMatchObject([{ status: 'done' }]);
});

it('stays explained where it is a fact that nobody can change', async () => {
  const { find, record, explain, taskOf } = await foundOnce('amount_differs');
  await explain('They charged a fee', later(5));
  expect(await record(later(600))).toBe('known');
  expect((await find())?.status).toBe('settled');
  expect(await taskOf()).toMatchObject([{ status: 'done' }]);
});

async function foundOnce(kind: DifferenceKind) {
  const firm = await createSmallFirm(db);
  const { firmId } = firm;
  const refund = await recordRefund(db, firm, [{ of: 'unapplied', amount: 80_00 }]);
  const { transactionId } = await viewOf(db, refund);
  const key = `${kind}:${refund.refundId}`;
  const about = { transactionId, refundId: refund.refundId, processorRefundId: 're_1' };
  const difference = { ...about, kind, key, explanation: 'It differs. Ask the processor.' };
  /** What a run that began then finds. */
  const record = async (startedAt: Date) => {
    const reconciliationId = newId<string>('rec');
    await startReconciliation(db, { id: reconciliationId, firmId, requestedBy: null, at: startedAt });
    return recordDifference(db, { firmId, difference, reconciliationId, at: startedAt });
  };
  expect(await record(at)).toBe('new');
  const page = await listDifferences(db, { firmId, limit: 10 });
  const id = page?.data[0]?.id ?? '';
  const taskOf = async () => (await viewOf(db, refund)).obligations;
  return {
    difference,
    id,
    record,
    taskOf,
    find: () => findDifference(db, { firmId, id }),
    explain: async (note: string, when: Date) => {
      const actor = firm.people.admin;
      const instructionId = await recordCommand(db, {
        ...refund,
        kind: 'attention',
        body: { note },
        actor,
      });
      const obligationId = (await taskOf())[0]?.id ?? null;
      expect(await applyCommand(db, refund, { instructionId, obligationId, at: when })).toEqual({
        ok: true,
      });
    },
  };
}

// What reconciliation keeps (B12): a difference once, however often it is found, and what follows from it.
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { findDifference, listDifferences } from '@makewhole/db/reconciliation/list-differences';
import { findReconciliation, listReconciliations } from '@makewhole/db/reconciliation/list-reconciliations';
import { recordExternalRefund } from '@makewhole/db/payments/external-refund';
import { recordDifference } from '@makewhole/db/reconciliation/record-difference';
import { explainDifference } from '@makewhole/db/reconciliation/explain-difference';
import { finishReconciliation, startReconciliation } from '@makewhole/db/reconciliation/start-reconciliation';
import {
  acceptRefund,
  beginSubmission,
  markOutcomeUnknown,
  recordSend,
} from '@makewhole/db/refunds/submit-refund';
import { applyCommand, recordCommand } from '@makewhole/db/commands/apply-command';
import { newId } from '@makewhole/db/new-id';
import { mirrorPayment } from '@makewhole/db/payments/mirror-payment';
import { asId, type RefundId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { RefundRecord } from '@makewhole/domain/processor-record';
import type { Difference } from '@makewhole/domain/reconciliation/difference';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund, createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';
import { acceptedRefund, recordRefund, viewOf } from '../refunds/walk-by-stores.ts';
import { findPayment } from '@makewhole/db/payments/payment-view';

const { db, sql } = await openTestDatabase();
const PARTS = [{ of: 'unapplied', amount: 80_00 }] as const;
const at = new Date();

let firm: SmallFirm;
beforeAll(async () => {
  firm = await createSmallFirm(db);
});

const pay = () => givePayment(db, null, firm, { parts: PARTS });

function madeElsewhere(transactionId: TransactionId, changes: Partial<RefundRecord> = {}): RefundRecord {
  const id = `re_${randomUUID()}`;
  return { id, transactionId, amount: money(80_00), currency: 'USD', status: 'pending', ...changes };
}

const note = (refund: RefundRecord, reconciliationId: string | null = null) =>
  recordExternalRefund(db, { firmId: firm.firmId, refund, reconciliationId, at });

const differencesOf = async (transactionId: TransactionId) => {
  const page = await listDifferences(db, { firmId: firm.firmId, limit: 100 });
  return (page?.data ?? []).filter((one) => one.transactionId === transactionId);
};

const isRefundedElsewhere = async (transactionId: TransactionId) =>
  (await findPayment(db, { firmId: firm.firmId, transactionId }))?.refundedElsewhere;

describe('a refund that was made elsewhere', () => {
  it('is one difference, also when ten find it at once, and its payment is refunded no second time', async () => {
    const transactionId = await pay();
    const refund = madeElsewhere(transactionId);
    const noted = await Promise.all(Array.from({ length: 10 }, () => note(refund)));
    expect(noted.filter((outcome) => outcome === 'new')).toHaveLength(1);
    expect(await differencesOf(transactionId)).toMatchObject([
      { kind: 'refunded_elsewhere', status: 'open', refundId: null, processorRefundId: refund.id },
    ]);
    expect(await askRefund(db, firm, transactionId)).toMatchObject({
      kind: 'not_refundable',
      refusal: { code: 'refunded_elsewhere' },
    });
  });

  it('whose money came back is gone, and its payment can be refunded again', async () => {
    const transactionId = await pay();
    const refund = madeElsewhere(transactionId);
    await note(refund);
    expect(await note({ ...refund, status: 'failed' })).toBe('ended');
    expect(await differencesOf(transactionId)).toMatchObject([{ status: 'gone' }]);
    expect((await askRefund(db, firm, transactionId)).kind).toBe('noted');
  });

  it('keeps its payment from a refund while another one stands', async () => {
    const transactionId = await pay();
    const [first, second] = [madeElsewhere(transactionId), madeElsewhere(transactionId)];
    for (const refund of [first, second]) await note(refund);
    await note({ ...first, status: 'returned' });
    expect(await isRefundedElsewhere(transactionId)).toBe(true);
  });

  it('is none where it is the outcome of a refund of ours that a person found', async () => {
    const refund = await viewOf(db, await acceptedRefund(db, firm, PARTS));
    const id = refund.processorRefundId ?? '';
    expect(await note(madeElsewhere(refund.transactionId, { id }))).toBe('ours');
    expect(await differencesOf(refund.transactionId)).toEqual([]);
  });

  it('is gone once a person says that it is the outcome of a refund of ours', async () => {
    const key = await recordRefund(db, firm, PARTS);
    const { transactionId } = await viewOf(db, key);
    await beginSubmission(db, key, at);
    await recordSend(db, key, at);
    await markOutcomeUnknown(db, key, { cause: 'timeout', at });
    const refund = madeElsewhere(transactionId);
    expect(await note(refund)).toBe('new');
    const foundBy = { actor: firm.people.admin, note: 'I made it by hand' };
    await acceptRefund(db, key, { processorRefundId: refund.id, at, foundBy, creditDaysOf });
    expect(await differencesOf(transactionId)).toMatchObject([{ status: 'gone' }]);
    expect(await isRefundedElsewhere(transactionId)).toBe(false);
    expect(await note(refund)).toBe('ours');
  });

  it('stays known when the payment is mirrored anew, or for the first time', async () => {
    const known = await pay();
    const unknown = asId<TransactionId>(`txn_${randomUUID()}`);
    for (const transactionId of [known, unknown]) {
      await note(madeElsewhere(transactionId));
      await mirrorPayment(db, {
        firmId: firm.firmId,
        asOf: new Date(),
        payment: {
          transactionId,
          type: 'sale',
          status: 'settled',
          amount: money(80_00),
          currency: 'USD',
          method: 'card',
          last4: '4242',
          payer: { name: 'Dana Whitfield', email: null },
          matterNumber: null,
          createdAt: at,
          settledAt: at,
          disputed: false,
          refundedElsewhere: false,
          disputeLost: false,
          items: [{ description: 'Fees', invoiceNumber: null, account: 'operating', amount: money(80_00) }],
        },
      });
      expect(await isRefundedElsewhere(transactionId)).toBe(true);
    }
  });

  it('is settled once by the person who explains it; the first explanation stands', async () => {
    const transactionId = await pay();
    await note(madeElsewhere(transactionId));
    const [{ id } = { id: '' }] = await differencesOf(transactionId);
    const key = { firmId: firm.firmId, id };
    await explainDifference(db, key, { actor: firm.people.admin, note: 'The owner did it', at });
    await explainDifference(db, key, { actor: firm.people.owner, note: 'I did not', at });
    expect(await findDifference(db, key)).toMatchObject({
      status: 'settled',
      settledBy: firm.people.admin,
      note: 'The owner did it',
    });
    expect(await isRefundedElsewhere(transactionId)).toBe(true);
  });
});

describe('a difference about a refund of ours', () => {
  it('found again and again opens one obligation, which settles it', async () => {
    const refund = await recordRefund(db, firm, PARTS);
    const difference = await differenceOf(refund.refundId);
    const record = () =>
      recordDifference(db, { firmId: firm.firmId, difference, reconciliationId: null, at });
    const recorded = await Promise.all([record(), record(), record()]);
    expect(recorded.sort()).toEqual(['known', 'known', 'new']);
    expect(await record()).toBe('known');
    const [found] = await differencesOf(difference.transactionId);
    const { obligations } = await viewOf(db, refund);
    expect(obligations).toMatchObject([
      { kind: 'reconciliation', status: 'open', subject: found?.id, owner: 'admin' },
    ]);

    const actor = firm.people.admin;
    const body = { note: 'The processor has corrected it' };
    const instructionId = await recordCommand(db, { ...refund, kind: 'attention', body, actor });
    const obligationId = obligations[0]?.id ?? null;
    const taken = await applyCommand(db, refund, { instructionId, obligationId, at });
    expect(taken).toEqual({ ok: true });
    expect(await differencesOf(difference.transactionId)).toMatchObject([
      { status: 'settled', settledBy: actor, note: body.note },
    ]);
    expect((await viewOf(db, refund)).obligations).toMatchObject([{ status: 'done', settledBy: actor }]);
    expect(await record()).toBe('known');
  });

  it('is none of another firm', async () => {
    const refund = await recordRefund(db, firm, PARTS);
    const difference = await differenceOf(refund.refundId);
    await recordDifference(db, { firmId: firm.firmId, difference, reconciliationId: null, at });
    const [{ id } = { id: '' }] = await differencesOf(difference.transactionId);
    const { firmId } = await createSmallFirm(db);
    expect(await findDifference(db, { firmId, id })).toBeNull();
    expect(await listDifferences(db, { firmId, limit: 10 })).toEqual({ data: [], nextCursor: null });
  });
});

describe('a run', () => {
  it('begins where the last complete one began, a little earlier, and the first one half a year ago', async () => {
    const { firmId } = await createSmallFirm(db);
    const dayMs = 86_400_000;
    const daysBefore = (from: Date, days: number) => new Date(from.getTime() - days * dayMs);
    const run = async (startedAt: Date, outcome: 'complete' | 'failed') => {
      const id = newId<string>('rec');
      const { since } = await startReconciliation(db, { id, firmId, requestedBy: null, at: startedAt });
      const result = { firmId, reconciliationId: id, outcome, refundsHere: 1, refundsThere: 2 };
      await finishReconciliation(db, { ...result, at: startedAt });
      return since;
    };
    expect(await run(daysBefore(at, 30), 'complete')).toEqual(daysBefore(at, 210));
    expect(await run(daysBefore(at, 20), 'failed')).toEqual(daysBefore(at, 33));
    expect(await run(daysBefore(at, 10), 'complete')).toEqual(daysBefore(at, 33));
    expect(await run(at, 'complete')).toEqual(daysBefore(at, 13));
  });

  it('that was ended before its start was recorded is a failed one, from which the next run does not start', async () => {
    const { firmId } = await createSmallFirm(db);
    const id = newId<string>('rec');
    const result = { firmId, reconciliationId: id, refundsHere: 0, refundsThere: 0 };
    await finishReconciliation(db, { ...result, outcome: 'failed', at });
    expect(await findReconciliation(db, { firmId, id })).toMatchObject({
      requestedBy: null,
      result: { outcome: 'failed' },
    });
    const next = { id: newId<string>('rec'), firmId, requestedBy: null, at };
    const { since } = await startReconciliation(db, next);
    expect(since).toEqual(new Date(at.getTime() - 180 * 86_400_000));
  });

  it('that is begun and ended twice is one, with the differences that it saw, new and known', async () => {
    const { firmId } = firm;
    const id = newId<string>('rec');
    const start = () => startReconciliation(db, { id, firmId, requestedBy: firm.people.owner, at });
    expect(await start()).toEqual(await start());
    const elsewhere = madeElsewhere(await pay());
    await note(elsewhere);
    expect(await findReconciliation(db, { firmId, id })).toMatchObject({ result: null, differenceCount: 0 });
    for (const refund of [elsewhere, madeElsewhere(await pay()), elsewhere]) await note(refund, id);
    const result = { firmId, reconciliationId: id, refundsHere: 3, refundsThere: 4 };
    await finishReconciliation(db, { ...result, outcome: 'complete', at });
    await finishReconciliation(db, { ...result, outcome: 'failed', at });
    expect(await findReconciliation(db, { firmId, id })).toMatchObject({
      requestedBy: firm.people.owner,
      result: { outcome: 'complete', refundsHere: 3, refundsThere: 4 },
      differenceCount: 2,
    });
    const seen = await listDifferences(db, { firmId, reconciliationId: id, status: 'open', limit: 1 });
    const rest = await listDifferences(db, {
      firmId,
      reconciliationId: id,
      limit: 5,
      cursor: seen?.nextCursor ?? '',
    });
    expect([seen?.data.length, rest?.data.length, rest?.nextCursor]).toEqual([1, 1, null]);
  });

  it('is listed, the newest first, and can be edited by nobody', async () => {
    const { firmId } = await createSmallFirm(db);
    const ids = [];
    for (const hours of [3, 2, 1]) {
      const id = newId<string>('rec');
      ids.unshift(id);
      const startedAt = new Date(at.getTime() - hours * 3_600_000);
      await startReconciliation(db, { id, firmId, requestedBy: null, at: startedAt });
    }
    const first = await listReconciliations(db, { firmId, limit: 2 });
    const second = await listReconciliations(db, { firmId, limit: 2, cursor: first?.nextCursor ?? '' });
    expect([...(first?.data ?? []), ...(second?.data ?? [])].map(({ id }) => id)).toEqual(ids);
    expect(await listReconciliations(db, { firmId, limit: 2, cursor: 'made up' })).toBeNull();
    for (const table of ['reconciliations', 'reconciliation_results', 'reconciliation_findings']) {
      await expect(sql.unsafe(`DELETE FROM ${table}`)).rejects.toThrow('append-only');
    }
  });
});

async function differenceOf(refundId: RefundId): Promise<Difference> {
  const { transactionId } = await viewOf(db, { firmId: firm.firmId, refundId });
  return {
    kind: 'status_differs',
    key: `status_differs:${refundId}`,
    transactionId,
    refundId,
    processorRefundId: 're_1',
    explanation: 'It differs. Ask the processor.',
  };
}

// What a firm's programs are told beside a refund's events: each once, and only where an endpoint wants it.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { webhookMessages } from '@makewhole/api/webhooks/messages';
import { newId } from '@makewhole/db/new-id';
import { mirrorPayment } from '@makewhole/db/payments/mirror-payment';
import { recordDifference } from '@makewhole/db/reconciliation/record-difference';
import { finishReconciliation } from '@makewhole/db/reconciliation/start-reconciliation';
import { endVoid, markVoidUnknown } from '@makewhole/db/voids/move-void';
import { requestVoid } from '@makewhole/db/voids/request-void';
import { listDeliveries } from '@makewhole/db/webhooks/deliveries';
import { addEndpoint } from '@makewhole/db/webhooks/endpoints';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { NOTICES, type NoticeType } from '@makewhole/domain/notices';
import { openTestDatabase } from '../../support/database.ts';
import { byOwner, createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';

const { db } = await openTestDatabase();
const at = new Date();
let firm: SmallFirm;
beforeAll(async () => {
  firm = await createSmallFirm(db);
  const wanting = (eventTypes: NoticeType[] | null) =>
    addEndpoint(db, byOwner(firm), { url: 'https://firm.example/hook', description: 'x', eventTypes });
  await wanting(null);
  await wanting(['void.refused']);
});

/** The notices about something, oldest first: their types, and how many endpoints get each. */
async function told(about: string): Promise<readonly (readonly [string, unknown])[]> {
  const { data } = await listDeliveries(db, { firmId: firm.firmId, limit: 100 });
  return data
    .filter(({ payload }) => JSON.stringify(payload.data).includes(about))
    .filter(({ payload }) => NOTICES.some((type) => type === payload.type))
    .map(({ payload }) => [payload.type, payload.data] as const)
    .toReversed();
}

const PARTS = [{ of: 'unapplied', amount: 80_00 }] as const;

describe('a void', () => {
  it('is told where it gets no clear answer, and where it ends, once each', async () => {
    const transactionId = await givePayment(db, null, firm, { parts: PARTS, authorized: true });
    const asked = { firmId: firm.firmId, transactionId, principalId: firm.people.admin, now: at };
    const { id: voidId } = await requestVoid(db, asked);
    const key = { firmId: firm.firmId, voidId };
    for (let time = 0; time < 2; time += 1) await markVoidUnknown(db, key, at);
    for (let time = 0; time < 2; time += 1) {
      await endVoid(db, key, { status: 'refused', refusalCode: 'refused_by_processor' }, at);
    }
    const data = { id: voidId, transactionId };
    expect(await told(voidId)).toEqual([
      ['void.outcome_unknown', data],
      ['void.refused', data],
      ['void.refused', data],
    ]);
  });
});

describe('a dispute', () => {
  it('is told when it opens and when it ends, however often its record is copied', async () => {
    const transactionId = asId<TransactionId>(`txn_${randomUUID()}`);
    const copy = (minutes: number, status: 'open' | 'won' | null) => {
      const facts = {
        type: 'sale',
        amount: money(80_00),
        currency: 'USD',
        method: 'card',
        last4: '4242',
        payer: { name: 'Dana Whitfield', email: null },
        matterNumber: null,
        status: 'settled',
        createdAt: at,
        settledAt: at,
        disputeLost: false,
        refundedElsewhere: false,
        items: null,
      } as const;
      const dispute =
        status === null ? null : { id: 'dp_1', status, amount: null, reason: 'fraudulent', respondBy: null };
      return mirrorPayment(db, {
        ...{ firmId: firm.firmId, connectionId: firm.connectionId },
        asOf: new Date(at.getTime() + minutes * 60_000),
        payment: { ...facts, transactionId, disputed: status === 'open', dispute },
      });
    };
    await copy(0, null);
    for (const minute of [1, 2]) await copy(minute, 'open');
    for (const minute of [3, 4]) await copy(minute, 'won');
    expect(await told(transactionId)).toEqual([
      ['dispute.opened', { transactionId }],
      ['dispute.closed', { transactionId, outcome: 'won' }],
    ]);
  });
});

describe('a reconciliation', () => {
  it('tells each difference that it finds, and its end', async () => {
    const transactionId = await givePayment(db, null, firm, { parts: PARTS });
    const reconciliationId = newId<string>('rec');
    const difference = {
      kind: 'refunded_elsewhere',
      key: randomUUID(),
      transactionId,
      refundId: null,
      processorRefundId: `re_${randomUUID()}`,
      explanation: 'A refund that nobody asked for',
    } as const;
    const found = { firmId: firm.firmId, difference, reconciliationId: null, at };
    for (let time = 0; time < 2; time += 1) await recordDifference(db, found);
    const counts = { refundsHere: 1, refundsThere: 2 };
    const result = { firmId: firm.firmId, reconciliationId, outcome: 'complete', ...counts, at } as const;
    for (let time = 0; time < 2; time += 1) await finishReconciliation(db, result);
    expect(await told(transactionId)).toEqual([
      [
        'reconciliation.difference_found',
        { id: expect.stringMatching(/^dif_/), kind: 'refunded_elsewhere', transactionId, refundId: null },
      ],
    ]);
    expect(await told(reconciliationId)).toEqual([
      ['reconciliation.finished', { id: reconciliationId, outcome: 'complete' }],
    ]);
  });
});

it('has a place in the document for each', () => {
  expect(webhookMessages().map(({ path }) => path)).toEqual(expect.arrayContaining([...NOTICES]));
});

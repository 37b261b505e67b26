// A refund that the processor says is paid, and that no bank can be shown to have (Z3): a person is asked once the eighth
// bank day from day 0 is over, where the processor reports trace numbers at all.
import { SANDBOX_DAYS } from '../../support/sandbox-days.ts';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { recordTrace } from '@makewhole/db/refunds/record-trace';
import { listPaymentTasks } from '@makewhole/db/obligations/payment-tasks';
import { addBankDays, promiseFor } from '@makewhole/domain/bank-calendar';
import { followSettlement } from '@makewhole/worker/activities/follow-settlement';
import { refundAtProcessor } from '@makewhole/worker/activities/refund-at-processor';
import type { Dependencies } from '@makewhole/worker/activities/dependencies';
import { openTestDatabase } from '../../support/database.ts';
import { SANDBOX_API_KEY, startSandbox, type SandboxControl } from '../../support/sandbox-control.ts';
import { askRefund, createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';
import { sweepAt } from './sweep-at.ts';
import { acceptedRefund, viewOf, type WalkedRefund } from './walk-by-stores.ts';
import { connectedSandbox } from '../../support/connected-sandbox.ts';

const { db } = await openTestDatabase();
const INVOICE = [{ of: 'invoice', amount: 60_00 }] as const;
/** A Monday: the eighth bank day from it is Friday the 16th, as Columbus Day is none. */
const MONDAY = new Date('2026-10-05T15:00:00Z');
const EIGHTH_DAY_IS_OVER = new Date('2026-10-17T12:00:00Z');

let sandbox: SandboxControl;
let firm: SmallFirm;
beforeAll(async () => {
  [sandbox, firm] = await Promise.all([startSandbox(), createSmallFirm(db)]);
});
afterAll(() => sandbox.stop());

async function paidOut(at = MONDAY): Promise<WalkedRefund> {
  const refund = await acceptedRefund(db, firm, INVOICE, at);
  await markSucceeded(db, refund, new Date(at.getTime() + 86_400_000));
  return refund;
}

async function tasksOf(refund: WalkedRefund) {
  const { transactionId, firmId } = await viewOf(db, refund);
  const tasks = await listPaymentTasks(db, firmId, [transactionId]);
  return tasks
    .filter(({ kind }) => kind === 'trace_missing')
    .map(({ status, answer }) => [status, answer?.['reference'] ?? null]);
}

describe('a refund without a trace number', () => {
  it('is nobody’s task where the processor never named one', async () => {
    const refund = await paidOut();
    await sweepAt(db, EIGHTH_DAY_IS_OVER);
    expect(await tasksOf(refund)).toEqual([]);
  });

  it('is an admin’s task when the eighth bank day is over, once, and ends with the number', async () => {
    const traced = await paidOut(new Date(MONDAY.getTime() - 3_600_000));
    await recordTrace(db, traced, '7'.repeat(23), MONDAY);
    const refund = await paidOut();
    const eighth = addBankDays(promiseFor(MONDAY.toISOString(), SANDBOX_DAYS).day0, 8);
    expect(eighth).toBe('2026-10-16');
    await sweepAt(db, new Date(`${eighth}T20:00:00Z`));
    expect(await tasksOf(refund)).toEqual([]);
    await sweepAt(db, EIGHTH_DAY_IS_OVER);
    const sent = await sweepAt(db, new Date(EIGHTH_DAY_IS_OVER.getTime() + 3_600_000));
    expect(await tasksOf(refund)).toEqual([['open', null]]);
    expect(sent.map(({ subject }) => subject)).toContain('Find the refund for the client: $60.00');
    for (let time = 0; time < 2; time += 1)
      await recordTrace(db, refund, '012345678901234', EIGHTH_DAY_IS_OVER);
    expect(await tasksOf(refund)).toEqual([['done', '012345678901234']]);
    expect(await viewOf(db, refund)).toMatchObject({ traceNumber: '012345678901234' });
    expect(await tasksOf(traced)).toEqual([]);
  });

  it('is not looked for any more when it failed', async () => {
    const refund = await paidOut();
    await sweepAt(db, EIGHTH_DAY_IS_OVER);
    await failRefund(db, refund, { code: 'R02', message: 'Closed.', at: EIGHTH_DAY_IS_OVER, cameBack: true });
    expect(await tasksOf(refund)).toEqual([['done', null]]);
  });
});

describe('the number of the processor', () => {
  it('comes with the success, or later, with the same report', async () => {
    const processor = connectedSandbox(db, { url: sandbox.url, apiKey: SANDBOX_API_KEY });
    // It sends no email and delivers no webhook.
    const outside = { db, processor } as unknown as Dependencies;
    const run = async <Input, Result>(activity: (input: Input) => Promise<Result>, input: Input) =>
      new MockActivityEnvironment().run(activity, input);
    const transactionId = await givePayment(db, sandbox, firm, { parts: INVOICE });
    const asked = await askRefund(db, firm, transactionId);
    if (asked.kind !== 'noted') throw new Error(`The refund was not recorded: ${asked.kind}`);
    const refund = { firmId: firm.firmId, refundId: asked.refund.id };
    const input = () => ({ ...refund, at: new Date().toISOString() });
    expect(await run(refundAtProcessor(outside), input())).toMatchObject({ kind: 'accepted' });
    await sandbox.post('/control/settle', { transactionId, traced: false });
    expect(await run(followSettlement(outside), input())).toMatchObject({ kind: 'succeeded' });
    expect(await viewOf(db, refund)).toMatchObject({ status: 'succeeded', traceNumber: null });
    await sandbox.post('/control/trace', { transactionId });
    await run(followSettlement(outside), input());
    expect((await viewOf(db, refund)).traceNumber).toMatch(/^7\d{22}$/);
  });
});

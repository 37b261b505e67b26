// Refunds that succeeded are looked at as long as they can still fail (B6): with no webhook heard and no list of changes
// read, a late failure is found all the same, and puts books, invoice and people right.
import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { refunds } from '@makewhole/db/schema/refunds';
import { UPKEEP_WORKFLOW } from '@makewhole/domain/contracts/upkeep';
import type { WorkerDependencies } from '@makewhole/worker/activities/dependencies';
import { lookAtPaid, type PaidLookedAt } from '@makewhole/worker/activities/look-at-paid';
import { changedProcessors } from '../support/connected-sandbox.ts';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { closedRefund } from './closed-refund.ts';
import { mailSeen } from './refund-walk.ts';

const DAY_MS = 86_400_000;
/** As at a company whose card refunds may fail for a month. */
const WATCH_DAYS = { card: 45, ach: 70 };

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe('a refund that was paid and closed', () => {
  it('is looked at on the days on which it can still fail, and found failed on day 20 without any webhook', async () => {
    const world = await servers.anotherFirm();
    const refund = await closedRefund(world);
    const asked: number[] = [];
    const day = (nth: number) => nightOn(world, refund, nth, () => asked.push(nth));
    for (let nth = 0; nth < 20; nth += 1) expect(await day(nth)).toMatchObject({ changed: 0, failed: 0 });
    expect(asked).toEqual([1, 2, 3, 5, 7, 10, 14]);
    await world.sandbox.returnRefund(refund.transactionId);
    expect(await day(20)).toMatchObject({ looked: 0 });
    expect(await day(21)).toMatchObject({ looked: 1, changed: 1, failed: 0 });
    const failed = await world.seen(refund, ({ status }) => status === 'failed');
    expect(failed.lookAgainAt).toBeNull();
    await mailSeen(world, refund, 'Refund failed');
    expect(await day(30)).toMatchObject({ looked: 0 });
  });

  it('is looked at once for all that was missed, and no more after its last day', async () => {
    const world = await servers.anotherFirm();
    const refund = await closedRefund(world);
    const asked: number[] = [];
    const day = (nth: number) => nightOn(world, refund, nth, () => asked.push(nth));
    await day(46);
    expect((await world.find(refund.id)).lookAgainAt).toBeNull();
    await day(60);
    expect(asked).toEqual([46]);
  });

  it('stays due while the company cannot be asked, and the operator hears of it', async () => {
    const world = await servers.anotherFirm();
    const refund = await closedRefund(world);
    const { transactionId } = refund;
    await world.sandbox.arm({ kind: 'lookup_unavailable', transactionId, times: 10_000 });
    expect(await nightOn(world, refund, 1)).toMatchObject({ looked: 0, failed: 1 });
    await world.sandbox.disarm();
    expect(await nightOn(world, refund, 2)).toMatchObject({ looked: 1, failed: 0 });
    await world.db.update(refunds).set({ lookAgainAt: null });
  });

  it('is looked at by the nightly upkeep', async () => {
    const world = await servers.anotherFirm();
    const refund = await closedRefund(world);
    await world.sandbox.returnRefund(refund.transactionId);
    const due = { lookAgainAt: refund.settledAt };
    await world.db.update(refunds).set(due).where(eq(refunds.id, refund.id));
    const { client, taskQueue } = world;
    const night = await client.workflow.execute(UPKEEP_WORKFLOW, { taskQueue, workflowId: randomUUID() });
    expect(night).toMatchObject({ paid: { looked: 1, changed: 1 } });
    await world.seen(refund, ({ status }) => status === 'failed');
  });
});

/** The night's look, so many days after the refund succeeded. @param onAsked called when the company is asked about it */
function nightOn(
  { db, client, taskQueue, processor: base }: FirmWorld,
  refund: RefundView,
  nth: number,
  onAsked: () => void = () => undefined,
): Promise<PaidLookedAt> {
  const processor = changedProcessors(base, { capabilities: { watchDays: WATCH_DAYS } });
  const dependencies = {
    ...{ db, temporal: client, taskQueue },
    processor: {
      ...processor,
      getRefund: (request: Parameters<typeof base.getRefund>[0]) => {
        if (request.refundId === refund.processorRefundId) onAsked();
        return processor.getRefund(request);
      },
    },
    // It sends nothing itself.
  } as unknown as WorkerDependencies;
  const at = new Date((refund.settledAt?.getTime() ?? 0) + nth * DAY_MS + 1_000).toISOString();
  return new MockActivityEnvironment().run(lookAtPaid(dependencies), { at, after: null, limit: 10 });
}
